using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>Links by which people become users. A link works once, for a week, and is shown once: only its hash is stored.</summary>
public sealed class Invitations(IDatabase database, Users users, TimeProvider time)
{
    const string Columns = "SELECT id, role, note, made_by, created_at FROM invitations WHERE created_at > @since";

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 200;

    DateTimeOffset Since => time.GetUtcNow() - Lifetime;

    /// <summary>Makes a link.</summary>
    /// <returns>Its secret.</returns>
    public async Task<string> Make(Role role, string note, Actor actor)
    {
        var (secret, now) = (Secret.New(), time.GetUtcNow());
        var id = Ids.New(now);
        note = Excerpt.Of(note.Trim(), LongestNote);
        await database.Write(writer =>
        {
            writer.Connection.Execute("DELETE FROM invitations WHERE created_at <= @since", new { since = now - Lifetime });
            writer.Connection.Execute(
                "INSERT INTO invitations (id, hash, role, note, made_by, created_at) VALUES (@id, @hash, @role, @note, @Name, @now)", new { id, hash = Secret.Hash(secret), role = role.Word(), note, actor.Name, now });
            AuditLog.Write(writer, actor, AuditAction.Invited, new(id, note.Length > 0 ? note : "an invitation"), now, new { role = role.Word() });
            return true;
        });
        return secret;
    }

    /// <summary>The links that still work, newest first.</summary>
    public IReadOnlyList<Invitation> List() => database.Read(connection => connection.Query<Invitation>($"{Columns} ORDER BY id DESC", new { since = Since }).AsList());

    /// <summary>The link of a secret; null if there is none, or it was used, withdrawn or is too old.</summary>
    public Invitation? Find(string? secret) => secret is not { Length: Secret.Length } ? null
        : database.Read(connection => connection.QuerySingleOrDefault<Invitation>($"{Columns} AND hash = @hash", new { since = Since, hash = Secret.Hash(secret) }));

    /// <summary>Makes the person who has the link a user, with the role of the link.</summary>
    /// <returns><see cref="UserOutcome.Missing"/> if the link does not work any more.</returns>
    public Task<UserOutcome> Accept(string? secret, string name, string email, string password, Actor actor) => Find(secret) is not { } invitation
        ? Task.FromResult<UserOutcome>(new UserOutcome.Missing())
        : users.Accept(new(name, email, invitation.Role), password, new Actor.Invited(invitation.MadeBy) { Address = actor.Address }, writer => Remove(writer.Connection, invitation.Id));

    /// <summary>Withdraws a link.</summary>
    /// <returns>False if there is no such link.</returns>
    public Task<bool> Withdraw(Guid id, Actor actor) => database.Write(writer =>
    {
        if (!Remove(writer.Connection, id))
            return false;
        AuditLog.Write(writer, actor, AuditAction.InvitationWithdrawn, new(id, "an invitation"), time.GetUtcNow());
        return true;
    });

    static bool Remove(DbConnection connection, Guid id) => connection.Execute("DELETE FROM invitations WHERE id = @id", new { id }) > 0;
}
