namespace HtmxFlows.Accounts;

/// <summary>A row of the audit log.</summary>
public sealed record AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>user, system or anonymous.</summary>
    public required string ActorKind { get; init; }

    public Guid? ActorId { get; init; }

    public required string Actor { get; init; }

    public Guid? SessionId { get; init; }

    /// <summary>The network address from which it was done; null if it came from none.</summary>
    public string? Address { get; init; }

    public required string Action { get; init; }

    public Guid? SubjectId { get; init; }

    public required string Subject { get; init; }

    /// <summary>A JSON object with what else is known, without secrets.</summary>
    public required string Details { get; init; }
}
