using System.Security.Claims;

namespace HtmxFlows.Accounts;

/// <summary>A session with its user, as it is kept in memory.</summary>
public sealed class SignedIn : IDisposable
{
    readonly CancellationTokenSource ended = new();

    internal SignedIn(Session session, User user)
    {
        (Session, User, UsedAt) = (session, user, session.UsedAt);
        Principal = new(new ClaimsIdentity([new("sub", user.Id.ToString())], "session"));
    }

    public Session Session { get; }

    public User User { get; }

    /// <summary>The user for the framework, which binds the tokens of forms to it.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>Cancelled when the session ends, or its user is changed: streams end, and those who may have them open them again.</summary>
    public CancellationToken Ended => ended.Token;

    internal DateTimeOffset UsedAt { get; set; }

    internal void End() => ended.Cancel();

    public void Dispose() => ended.Dispose();
}
