using System.Text.Json;

namespace HtmxFlows.Runs;

/// <summary>The trigger of a flow that starts a run.</summary>
/// <param name="Node">The id of its node, the only trigger that starts in the run.</param>
/// <param name="Data">What it gives: <c>trigger</c> in expressions, and the output of the node. An undefined value is the example of its type.</param>
public sealed record FiredTrigger(string Node, JsonElement Data);
