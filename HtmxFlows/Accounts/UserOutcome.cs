namespace HtmxFlows.Accounts;

/// <summary>How a change of a user ended. The set is closed.</summary>
public abstract record UserOutcome
{
    UserOutcome() { }

    public sealed record Saved(User User) : UserOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(IReadOnlyList<AccountProblem> Problems) : UserOutcome;

    /// <summary>There is no such user.</summary>
    public sealed record Missing : UserOutcome;
}
