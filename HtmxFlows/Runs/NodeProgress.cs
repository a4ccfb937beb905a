
namespace HtmxFlows.Runs;

/// <summary>The progress of a node: how many of the runs that it waits for, or of its items, have ended, or its text so far. It is reported to viewers and not journaled.</summary>
public sealed record NodeProgress(int Done, int Total, string? Said = null);
