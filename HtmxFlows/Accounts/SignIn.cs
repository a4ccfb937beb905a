using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>Signs people in by name and password. An unknown name takes as long as a wrong password, and has the same answer.</summary>
public sealed class SignIn(IDatabase database, Users users, Passwords passwords, Sessions sessions, SignInThrottle throttle, TimeProvider time)
{
    /// <param name="login">A name or an e-mail address.</param>
    /// <param name="address">The network address.</param>
    /// <param name="agent">How the browser calls itself.</param>
    public async Task<SignInOutcome> Try(string login, string password, string address, string agent)
    {
        login = Excerpt.Of(login.Trim(), UserDetails.LongestEmail);
        var key = UserDetails.KeyOf(login);
        if (throttle.Begin(key, address) is { } until)
            return new SignInOutcome.Throttled(until);
        var known = users.FindByLogin(login);
        // A longer text is no password, and hashing it would only cost time.
        if (await passwords.Verify(known?.Password, password.Length <= PasswordRules.Longest ? password : "") is not { } isRight)
            return new SignInOutcome.Busy();
        if (!isRight || known is not { User: { IsDisabled: false } user })
        {
            await Note(known?.User, login, address);
            return new SignInOutcome.Refused();
        }
        throttle.Succeed(key, address);
        return new SignInOutcome.Started(user, await sessions.Begin(user, address, agent));
    }

    /// <summary>Whether a password is the user's, for changes that ask for it again. Failures count as those of signing in.</summary>
    public async Task<bool> Confirm(User user, string password, string address)
    {
        var key = UserDetails.KeyOf(user.Name);
        if (throttle.Begin(key, address) is not null || await passwords.Verify(users.FindByLogin(user.Name)?.Password, password.Length <= PasswordRules.Longest ? password : "") != true)
            return false;
        throttle.Succeed(key, address);
        return true;
    }

    /// <summary>A name that nobody has may be a password in the wrong field; the log does not keep it.</summary>
    Task<bool> Note(User? user, string login, string address) => database.Write(writer =>
    {
        AuditLog.Write(writer, new Actor.Unknown(null) { Address = address }, AuditAction.SignInFailed, new(user?.Id, user?.Name ?? "an unknown name"), time.GetUtcNow(), new { length = login.Length });
        return true;
    });
}
