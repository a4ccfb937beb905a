namespace HtmxFlows.Runs;

/// <summary>The progress of a node: how many of the runs that it waits for, or of its items, have ended, or its text so far. It is reported to viewers and not journaled.</summary>
/// <param name="Cells">The first of those runs or items, a letter each (see <see cref="ItemCells"/>); null if they are not known.</param>
public sealed record NodeProgress(int Done, int Total, string? Said = null, string? Cells = null);
