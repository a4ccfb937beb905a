using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>Whether the app demands a session. From the first user on it does, for good.</summary>
/// <param name="users">The users.</param>
/// <param name="reach">Who can reach the app.</param>
public sealed class Openness(Users users, Reach reach)
{
    /// <summary>Everything is open: there is no user, and only this machine reaches the app, or a setting allows all.</summary>
    public bool IsOpen => !users.Any() && !reach.IsNetwork;

    /// <summary>Everything but the set-up is closed: there is no user, and others reach the app.</summary>
    public bool IsUnset => !users.Any() && reach.IsNetwork;
}
