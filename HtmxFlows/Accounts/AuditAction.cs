namespace HtmxFlows.Accounts;

/// <summary>What was done, as the audit log has it.</summary>
public readonly record struct AuditAction(string Name)
{
    public static AuditAction SignedIn { get; } = new("session.started");

    public static AuditAction SignInFailed { get; } = new("session.refused");

    public static AuditAction SessionEnded { get; } = new("session.ended");

    public static AuditAction UserAdded { get; } = new("user.added");

    public static AuditAction UserChanged { get; } = new("user.changed");

    public static AuditAction PasswordChanged { get; } = new("user.password-changed");

    public static AuditAction Invited { get; } = new("invitation.made");

    public static AuditAction InvitationWithdrawn { get; } = new("invitation.withdrawn");

    public static AuditAction TokenMade { get; } = new("token.made");

    public static AuditAction TokenRevoked { get; } = new("token.revoked");

    public static AuditAction WorkflowCreated { get; } = new("workflow.created");

    public static AuditAction WorkflowPublished { get; } = new("workflow.published");

    public static AuditAction WorkflowDeleted { get; } = new("workflow.deleted");

    public static AuditAction WorkflowArchived { get; } = new("workflow.archived");

    public static AuditAction WorkflowRestored { get; } = new("workflow.restored");

    public static AuditAction WorkflowTagged { get; } = new("workflow.tagged");

    public static AuditAction WorkflowShared { get; } = new("workflow.shared");

    public static AuditAction DraftChanged { get; } = new("draft.changed");

    public static AuditAction RunStarted { get; } = new("run.started");

    public static AuditAction RunCancelled { get; } = new("run.cancelled");

    public static AuditAction RunAnswered { get; } = new("run.answered");

    public static AuditAction RunDeleted { get; } = new("run.deleted");

    public static AuditAction ScheduleResumed { get; } = new("schedule.resumed");

    public static AuditAction EntrySaved { get; } = new("entry.saved");

    public static AuditAction EntryDeleted { get; } = new("entry.deleted");

    /// <summary>All of them, in the order of forms.</summary>
    public static IReadOnlyList<AuditAction> All { get; } =
    [
        SignedIn, SignInFailed, SessionEnded, UserAdded, UserChanged, PasswordChanged, Invited, InvitationWithdrawn, TokenMade, TokenRevoked, WorkflowCreated, WorkflowPublished, WorkflowDeleted, WorkflowArchived, WorkflowRestored,
        WorkflowTagged, WorkflowShared, DraftChanged, RunStarted, RunCancelled, RunAnswered, RunDeleted, ScheduleResumed, EntrySaved, EntryDeleted,
    ];

    public override string ToString() => Name;
}
