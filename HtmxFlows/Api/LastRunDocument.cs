using HtmxFlows.Runs;

namespace HtmxFlows.Api;

public sealed record LastRunDocument(Guid Id, RunStatus Status, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);
