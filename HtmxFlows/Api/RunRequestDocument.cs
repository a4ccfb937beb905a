using System.Text.Json;

namespace HtmxFlows.Api;

/// <summary>What a run is started with.</summary>
/// <param name="Input">Values for the inputs that the workflow declares, by their names; what is left out has its default.</param>
/// <param name="Trigger">The trigger of the workflow to start with; needed if it starts with nothing else.</param>
/// <param name="Thread">The conversation that the run continues.</param>
public sealed record RunRequestDocument(string? Prompt = null, JsonElement? Input = null, Guid? Thread = null, TriggerRequestDocument? Trigger = null);
