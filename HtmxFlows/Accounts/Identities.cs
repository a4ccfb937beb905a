using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>The accounts at the identity provider with which users sign in. They are known by issuer and subject: names and e-mail addresses may change hands.</summary>
public sealed class Identities(IDatabase database, Users users, TimeProvider time)
{
    /// <summary>How many names are tried for a new user.</summary>
    const int MostNames = 100;

    /// <summary>The user of an account; null if nobody has connected it.</summary>
    public User? Find(ExternalIdentity identity) =>
        database.Read(connection => connection.QuerySingleOrDefault<Guid?>("SELECT user_id FROM identities WHERE issuer = @Issuer AND subject = @Subject", identity)) is { } user ? users.Find(user) : null;

    /// <summary>The accounts of a user.</summary>
    public IReadOnlyList<ConnectedIdentity> Of(Guid user) => database.Read(connection => connection.Query<ConnectedIdentity>(
        "SELECT issuer, subject, user_id, name, created_at FROM identities WHERE user_id = @user ORDER BY created_at, subject", new { user }).AsList());

    /// <summary>Connects an account to a user.</summary>
    /// <returns>False if it is another user's.</returns>
    public Task<bool> Connect(User user, ExternalIdentity identity, Actor actor) => database.Write(writer =>
    {
        Insert(writer, user.Id, identity);
        if (writer.Connection.ExecuteScalar<Guid>("SELECT user_id FROM identities WHERE issuer = @Issuer AND subject = @Subject", identity) != user.Id)
            return false;
        AuditLog.Write(writer, actor, AuditAction.IdentityConnected, new(user.Id, user.Name), time.GetUtcNow(), new { identity.Issuer, identity.Subject });
        return true;
    });

    /// <summary>Disconnects all accounts of a user who has a password, and ends the sessions that began with them.</summary>
    /// <returns>False if the user has none, or no other way to sign in.</returns>
    public Task<bool> Disconnect(User user, Actor actor) => database.Write(
        writer =>
        {
            if (!user.HasPassword || writer.Connection.Execute("DELETE FROM identities WHERE user_id = @Id", new { user.Id }) == 0)
                return false;
            writer.Connection.Execute("DELETE FROM sessions WHERE user_id = @Id AND way = 'provider'", new { user.Id });
            AuditLog.Write(writer, actor, AuditAction.IdentityDisconnected, new(user.Id, user.Name), time.GetUtcNow());
            return true;
        },
        _ => users.Announce(user.Id));

    /// <summary>Makes a person whom the provider knows a user without a password.</summary>
    public async Task<UserOutcome> Add(ExternalIdentity identity, Role role)
    {
        var taken = users.List();
        var names = taken.Select(user => UserDetails.KeyOf(user.Name)).ToHashSet();
        var name = Enumerable.Range(1, MostNames).Select(number => NameOf(identity, number)).First(name => !names.Contains(UserDetails.KeyOf(name)));
        var details = new UserDetails(name, identity.Email, role);
        if (details.FindProblems().Any(problem => problem.Field == "email") || taken.Any(user => UserDetails.KeyOf(user.Email) == details.EmailKey))
            details = details with { Email = "" };
        return await users.AddWithoutPassword(details, Actor.IdentityProvider, (writer, id) => Insert(writer, id, identity));
    }

    void Insert(DatabaseWriter writer, Guid user, ExternalIdentity identity) => writer.Connection.Execute(
        "INSERT INTO identities (issuer, subject, user_id, name, created_at) VALUES (@Issuer, @Subject, @user, @name, @now) ON CONFLICT (issuer, subject) DO NOTHING",
        new { identity.Issuer, identity.Subject, user, name = Excerpt.Of(identity.Name, UserDetails.LongestName), now = time.GetUtcNow() });

    static string NameOf(ExternalIdentity identity, int number)
    {
        var name = string.Concat(identity.Name.Split('@')[0].Where(letter => !char.IsControl(letter))).Trim();
        return Excerpt.Of(name.Length > 0 ? name : "User", UserDetails.LongestName - 5) + (number == 1 ? "" : $" {number}");
    }
}
