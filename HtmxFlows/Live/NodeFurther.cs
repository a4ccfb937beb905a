using HtmxFlows.Runs;

namespace HtmxFlows.Live;

/// <summary>The progress of a node.</summary>
/// <param name="Before">The progress that the reader had before; null if none.</param>
public sealed record NodeFurther(string Node, NodeProgress Now, NodeProgress? Before);
