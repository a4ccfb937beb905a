namespace HtmxFlows.Api;

/// <summary>When a schedule would start runs.</summary>
/// <param name="Due">The moments, in UTC.</param>
public sealed record SchedulePreviewDocument(IReadOnlyList<string> Due);
