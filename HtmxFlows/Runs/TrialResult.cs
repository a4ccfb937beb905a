using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>How a trial of a node ended.</summary>
/// <param name="Error">Why it has no output; null if it has.</param>
/// <param name="Ports">The ports that it would take; none is the default port.</param>
/// <param name="Remark">What else a run would do, in a sentence; null if nothing.</param>
/// <param name="Log">What it has logged, line by line; null if nothing.</param>
public sealed record TrialResult(JsonElement? Output, string? Error, IReadOnlyList<string> Ports, TimeSpan Took, OutputFormat? Format = null, string? Remark = null, IReadOnlyList<string>? Log = null)
{
    /// <summary>Whether <see cref="Output"/> is what the node would give in a run, and not what it would ask for.</summary>
    public bool IsOutput { get; init; }

    /// <summary>The earlier nodes whose outputs the node needs and that have none yet, so that the result says nothing.</summary>
    public IReadOnlyList<FlowNode> Missing { get; init; } = [];
}
