namespace HtmxFlows.Accounts;

/// <summary>Signs people in whom the identity provider has recognised. Where groups decide about roles, each sign-in brings the role up to date.</summary>
public sealed class ProviderSignIn(ProviderOptions options, Identities identities, Users users, Sessions sessions)
{
    public async Task<SignInOutcome> Try(ExternalIdentity identity, string address, string agent)
    {
        var role = options.RoleOf(identity.Groups);
        if (options.HasRoles && role is null)
            return new SignInOutcome.NoRole();
        var user = identities.Find(identity) ?? (options.AddUsers && await identities.Add(identity, role ?? options.DefaultRole) is UserOutcome.Saved added ? added.User : null);
        if (user is null)
            return new SignInOutcome.NotConnected();
        if (user.IsDisabled)
            return new SignInOutcome.Refused();
        // The last owner stays one, whatever the groups say.
        if (role is { } given && given != user.Role && await users.Change(user.Id, new(user.Name, user.Email, given), Actor.IdentityProvider) is UserOutcome.Saved changed)
            user = changed.User;
        return new SignInOutcome.Started(user, await sessions.Begin(user, address, agent, SignInWay.Provider));
    }
}
