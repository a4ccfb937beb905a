namespace HtmxFlows.Workflows;

/// <summary>One of the newest runs of a workflow, for its line in the list.</summary>
public sealed record RecentRun(Guid Id, string Status, DateTimeOffset StartedAt);
