using System.Security.Claims;

namespace HtmxFlows.Accounts;

/// <summary>A session with its user.</summary>
public sealed class SignedIn : Proof
{
    internal SignedIn(Session session, User user) : base(user, session.UsedAt)
    {
        Session = session;
        Principal = new(new ClaimsIdentity([new("sub", user.Id.ToString())], "session"));
    }

    public Session Session { get; }

    /// <summary>The user for the framework, which binds the tokens of forms to it.</summary>
    public ClaimsPrincipal Principal { get; }
}
