namespace HtmxFlows.Accounts;

/// <summary>Which rows of the audit log are read. A null excludes nothing.</summary>
/// <param name="Who">The name of the actor.</param>
/// <param name="After">From this moment on.</param>
/// <param name="Before">Before this moment.</param>
public sealed record AuditFilter(string? Who = null, string? Action = null, Guid? Subject = null, DateTimeOffset? After = null, DateTimeOffset? Before = null);
