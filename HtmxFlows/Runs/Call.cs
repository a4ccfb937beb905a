using System.Text.Json;

namespace HtmxFlows.Runs;

/// <summary>A run that a node waits for. It has its id before it starts, so that a resumed node sees which of its runs there are.</summary>
/// <param name="Workflow">Its workflow, if another than that of the other runs.</param>
/// <param name="Version">The version of that workflow.</param>
public sealed record Call(Guid Run, string Prompt, JsonElement? Input = null, Guid? Workflow = null, int? Version = null);
