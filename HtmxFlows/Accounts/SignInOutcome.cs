namespace HtmxFlows.Accounts;

/// <summary>How an attempt to sign in ended. The set is closed.</summary>
public abstract record SignInOutcome
{
    SignInOutcome() { }

    /// <param name="Secret">The value of the session's cookie.</param>
    public sealed record Started(User User, string Secret) : SignInOutcome;

    /// <summary>The password is right, and a code is missing.</summary>
    /// <param name="Secret">The secret with which the sign-in continues.</param>
    public sealed record CodeNeeded(string Secret) : SignInOutcome;

    /// <summary>The sign-in that needed a code is over, or its user has changed. It begins anew.</summary>
    public sealed record Expired : SignInOutcome;

    /// <summary>The name, the password or the code is wrong, or the user is disabled.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>The identity provider knows the person, but no user is connected with the account.</summary>
    public sealed record NotConnected : SignInOutcome;

    /// <summary>None of the person's groups at the identity provider gives a role.</summary>
    public sealed record NoRole : SignInOutcome;

    /// <summary>Too many attempts have failed.</summary>
    /// <param name="Until">The moment from which the next is considered.</param>
    public sealed record Throttled(DateTimeOffset Until) : SignInOutcome;

    /// <summary>Too many people sign in at this moment.</summary>
    public sealed record Busy : SignInOutcome;
}
