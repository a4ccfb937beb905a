using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>The answer to a bulk action.</summary>
/// <param name="Count">How many runs it changes: of those that the filter names, the unfinished ones to cancel, and the ended ones to delete or run again.</param>
/// <param name="Done">How many it has changed. If these are fewer, it continues in the background.</param>
public sealed record BulkDocument(RunAction Action, int Count, int Done, bool DryRun);
