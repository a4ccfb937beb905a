using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>The prompt and input of a run of another workflow.</summary>
/// <param name="Input">An object; null without input.</param>
public sealed record CallRequest(string Prompt, JsonElement? Input)
{
    /// <summary>The name or id of its workflow, if it differs from that of the other runs.</summary>
    public string? Workflow { get; init; }
}
