using System.Text.Json.Serialization;

namespace HtmxFlows.Workflows;

/// <summary>A problem of a flow, in a sentence, with its node and field, its edge, or a field of the flow (<c>name</c>, <c>inputs[0].type</c>).</summary>
public sealed record FlowProblem(string Message, string? Node = null, string? Edge = null, string? Field = null)
{
    /// <summary>Whether the flow can be published and run despite the problem.</summary>
    [JsonIgnore]
    public bool IsWarning { get; init; }
}
