using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>The results with which a node resumes when its runs have finished.</summary>
/// <param name="Runs">The results, in the order of the calls.</param>
/// <param name="Round">The number of calls of this attempt so far: 1, 2 …</param>
/// <param name="Memory">The memory that the node saved before it waited.</param>
public sealed record ChildRunResults(IReadOnlyList<CallResult> Runs, int Round, JsonElement? Memory = null);
