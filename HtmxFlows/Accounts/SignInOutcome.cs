namespace HtmxFlows.Accounts;

/// <summary>How an attempt to sign in ended. The set is closed.</summary>
public abstract record SignInOutcome
{
    SignInOutcome() { }

    /// <param name="Secret">The value of the session's cookie.</param>
    public sealed record Started(User User, string Secret) : SignInOutcome;

    /// <summary>The name or the password is wrong, or the user is disabled.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many attempts have failed.</summary>
    /// <param name="Until">The moment from which the next is considered.</param>
    public sealed record Throttled(DateTimeOffset Until) : SignInOutcome;

    /// <summary>Too many people sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}
