namespace HtmxFlows.Accounts;

/// <summary>A session with its user.</summary>
public sealed class SignedIn : Proof
{
    internal SignedIn(Session session, User user) : base(user, user.Id, session.UsedAt) => Session = session;

    public Session Session { get; }
}
