using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>
/// Signs people in by name and password, and by a code if they have a second factor. An unknown name takes as long as a wrong password, and has the
/// same answer.
/// </summary>
public sealed class SignIn(IDatabase database, Users users, Passwords passwords, SecondFactors factors, Pending<PasswordProven> pending, Sessions sessions, SignInThrottle throttle, TimeProvider time)
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
        return user.HasSecondFactor ? new SignInOutcome.CodeNeeded(pending.Begin(new(user.Id, known.Value.Password!))) : new SignInOutcome.Started(user, await sessions.Begin(user, address, agent));
    }

    /// <summary>Ends a sign-in that needs a code. Codes are counted apart from passwords, which were right.</summary>
    /// <param name="secret">The secret of <see cref="SignInOutcome.CodeNeeded"/>.</param>
    /// <param name="code">A code of the app, or a recovery code.</param>
    public async Task<SignInOutcome> TryCode(string secret, string code, string address, string agent)
    {
        if (pending.Find(secret) is not { } known || users.Find(known.User) is not { IsDisabled: false, HasSecondFactor: true } user || users.FindByLogin(user.Name)?.Password != known.Password)
            return new SignInOutcome.Expired();
        var key = $"code {user.Id}";
        if (throttle.Begin(key, address) is { } until)
            return new SignInOutcome.Throttled(until);
        if (!await factors.Use(user, Excerpt.Of(code, PasswordRules.Longest), address))
        {
            await Note(user, user.Name, address);
            return new SignInOutcome.Refused();
        }
        throttle.Succeed(key, address);
        pending.End(secret);
        return new SignInOutcome.Started(user, await sessions.Begin(user, address, agent, SignInWay.Code));
    }

    /// <summary>Checks the password of a user, for changes that ask for it again. Failures count as those of signing in.</summary>
    /// <returns>Null if it is right.</returns>
    public async Task<AccountProblem?> Confirm(User user, string? password, string? address)
    {
        var (key, text) = (UserDetails.KeyOf(user.Name), password ?? "");
        if (throttle.Begin(key, address ?? "") is not null || await passwords.Verify(users.FindByLogin(user.Name)?.Password, text.Length <= PasswordRules.Longest ? text : "") != true)
            return new("current", "This is not your current password. After several mistakes, wait 15 minutes.");
        throttle.Succeed(key, address ?? "");
        return null;
    }

    /// <summary>A name that nobody has may be a password in the wrong field; the log does not keep it.</summary>
    Task<bool> Note(User? user, string login, string address) => database.Write(writer =>
    {
        AuditLog.Write(writer, new Actor.Unknown(null) { Address = address }, AuditAction.SignInFailed, new(user?.Id, user?.Name ?? "an unknown name"), time.GetUtcNow(), new { length = login.Length });
        return true;
    });
}
