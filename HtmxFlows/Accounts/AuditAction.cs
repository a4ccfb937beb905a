namespace HtmxFlows.Accounts;

/// <summary>What was done, as the audit log has it.</summary>
public readonly record struct AuditAction(string Name)
{
    public static AuditAction SignedIn { get; } = new("session.started");

    public static AuditAction SignInFailed { get; } = new("session.refused");

    public static AuditAction SessionEnded { get; } = new("session.ended");

    public static AuditAction AccessRefused { get; } = new("access.refused");

    public static AuditAction UserAdded { get; } = new("user.added");

    public static AuditAction UserChanged { get; } = new("user.changed");

    public static AuditAction PasswordChanged { get; } = new("user.password-changed");

    public static AuditAction SecondFactorSet { get; } = new("second-factor.set");

    public static AuditAction SecondFactorRemoved { get; } = new("second-factor.removed");

    public static AuditAction RecoveryCodesRenewed { get; } = new("recovery-codes.renewed");

    public static AuditAction RecoveryCodeUsed { get; } = new("recovery-codes.used");

    public static AuditAction IdentityConnected { get; } = new("identity.connected");

    public static AuditAction IdentityDisconnected { get; } = new("identity.disconnected");

    public static AuditAction Invited { get; } = new("invitation.made");

    public static AuditAction InvitationWithdrawn { get; } = new("invitation.withdrawn");

    public static AuditAction TokenMade { get; } = new("token.made");

    public static AuditAction TokenRevoked { get; } = new("token.revoked");

    public static AuditAction KeyRotated { get; } = new("key.rotated");

    public static AuditAction McpServerSaved { get; } = new("mcp-server.saved");

    public static AuditAction McpServerDeleted { get; } = new("mcp-server.deleted");

    public static AuditAction CredentialAdded { get; } = new("credential.added");

    public static AuditAction CredentialChanged { get; } = new("credential.changed");

    public static AuditAction CredentialDeleted { get; } = new("credential.deleted");

    public static AuditAction CredentialConnected { get; } = new("credential.connected");

    public static AuditAction CredentialTested { get; } = new("credential.tested");

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
        SignedIn, SignInFailed, SessionEnded, AccessRefused, UserAdded, UserChanged, PasswordChanged, SecondFactorSet, SecondFactorRemoved, RecoveryCodesRenewed, RecoveryCodeUsed, IdentityConnected, IdentityDisconnected, Invited, InvitationWithdrawn, TokenMade, TokenRevoked, KeyRotated, McpServerSaved, McpServerDeleted,
        CredentialAdded, CredentialChanged, CredentialDeleted, CredentialConnected, CredentialTested, WorkflowCreated, WorkflowPublished, WorkflowDeleted, WorkflowArchived, WorkflowRestored,
        WorkflowTagged, WorkflowShared, DraftChanged, RunStarted, RunCancelled, RunAnswered, RunDeleted, ScheduleResumed, EntrySaved, EntryDeleted,
    ];

    public override string ToString() => Name;
}
