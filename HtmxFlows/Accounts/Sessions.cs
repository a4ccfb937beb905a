using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>
/// The browsers that are signed in. A session is found by the hash of the secret in its cookie. Sessions in use are kept in memory, where a
/// look-up takes microseconds; one that ends takes its streams with it.
/// </summary>
public sealed class Sessions : IDisposable
{
    /// <summary>A session ends when it was not used for so long.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(14);

    /// <summary>A session ends so long after the sign-in.</summary>
    public static readonly TimeSpan LongestUse = TimeSpan.FromDays(90);

    /// <summary>How many sessions are kept in memory. Beyond it all are read again.</summary>
    public const int MostRemembered = 10_000;

    /// <summary>The longest name of a browser that is stored, in characters.</summary>
    public const int LongestAgent = 300;

    // A commit at each request would cost more than the request.
    static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(5);

    static readonly TimeSpan BetweenRemovals = TimeSpan.FromHours(1);

    const string Columns = "SELECT id, user_id, created_at, used_at, address, agent, way FROM sessions";

    readonly IDatabase database;
    readonly Users users;
    readonly TimeProvider time;
    readonly BackgroundRemoval removal;
    readonly Remembered<SignedIn> remembered = new(MostRemembered);

    public Sessions(IDatabase database, Users users, WorkflowPeople people, TimeProvider time, BackgroundRemoval removal)
    {
        (this.database, this.users, this.time, this.removal) = (database, users, time, removal);
        users.Changed += user => remembered.Forget(known => known.User.Id == user);
        // Who may follow a stream may have changed: those who still may open it again.
        people.Changed += () => remembered.Forget(_ => true);
    }

    /// <summary>The session of a secret; null if there is none, it has expired or its user is disabled.</summary>
    /// <param name="address">From where it is used.</param>
    public SignedIn? Find(string secret, string address)
    {
        if (secret.Length != Secret.Length)
            return null;
        var hash = Secret.Hash(secret);
        if (remembered.Find(hash, () => Read(hash)) is not { } found)
            return null;
        var now = time.GetUtcNow();
        if (now - found.UsedAt >= LongestPause || now - found.Session.CreatedAt >= LongestUse)
        {
            remembered.Forget(known => known == found);
            return null;
        }
        if (now - found.UsedAt >= BetweenUses)
            Use(found, address, now);
        return found;
    }

    /// <summary>Signs a user in: a session with a new secret.</summary>
    /// <returns>The secret, which is stored nowhere.</returns>
    public async Task<string> Begin(User user, string address, string agent, SignInWay way = SignInWay.Password)
    {
        var (secret, now) = (Secret.New(), time.GetUtcNow());
        var id = Ids.New(now);
        await database.Write(writer =>
        {
            writer.Connection.Execute(
                "INSERT INTO sessions (id, hash, user_id, created_at, used_at, address, agent, way) VALUES (@id, @hash, @Id, @now, @now, @address, @agent, @way)",
                new { id, hash = Secret.Hash(secret), user.Id, now, address, agent = Excerpt.Of(agent, LongestAgent), way = WordOf(way) });
            AuditLog.Write(writer, new Actor.Person(user, id) { Address = address }, AuditAction.SignedIn, new(user.Id, user.Name), now, new { agent = Excerpt.Of(agent, LongestAgent), way = WordOf(way) });
            return true;
        });
        return secret;
    }

    /// <summary>The sessions of a user that have not expired, the one used last first.</summary>
    public IReadOnlyList<Session> Of(Guid user) => database.Read(connection => connection.Query<Session>(
        $"{Columns} WHERE user_id = @user AND used_at > @used AND created_at > @created ORDER BY used_at DESC, id DESC",
        new { user, used = time.GetUtcNow() - LongestPause, created = time.GetUtcNow() - LongestUse }).AsList());

    /// <summary>Ends a session of a user.</summary>
    /// <returns>False if the user has no such session.</returns>
    public Task<bool> End(User user, Guid session, Actor actor) => Remove(user, "id = @session", session, actor);

    /// <summary>Ends all sessions of a user but one.</summary>
    /// <returns>False if there was no other.</returns>
    public Task<bool> EndOthers(User user, Guid kept, Actor actor) => Remove(user, "id <> @session", kept, actor);

    /// <summary>Removes expired sessions until it is stopped: at the start, and then every hour.</summary>
    public Task Run(CancellationToken stop) => removal.Repeat("Expired sessions", RemoveExpired, token => Task.Delay(BetweenRemovals, time, token), stop);

    Task RemoveExpired(CancellationToken stop) => removal.Remove(
        writer => writer.Execute("DELETE FROM sessions WHERE id = (SELECT id FROM sessions WHERE used_at <= $0 OR created_at <= $1 LIMIT 1)",
            DatabaseTypes.ToText(time.GetUtcNow() - LongestPause), DatabaseTypes.ToText(time.GetUtcNow() - LongestUse)) > 0, stop);

    Task<bool> Remove(User user, string which, Guid session, Actor actor)
    {
        var now = time.GetUtcNow();
        return database.Write(
            writer =>
            {
                var ended = writer.Connection.Execute($"DELETE FROM sessions WHERE user_id = @Id AND {which}", new { user.Id, session });
                if (ended > 0)
                    AuditLog.Write(writer, actor, AuditAction.SessionEnded, new(user.Id, user.Name), now, new { sessions = ended });
                return ended > 0;
            },
            _ => remembered.Forget(known => known.User.Id == user.Id));
    }

    static string WordOf(SignInWay way) => way.ToString().ToLowerInvariant();

    SignedIn? Read(string hash)
    {
        var session = database.Read(connection => connection.QuerySingleOrDefault<Session>($"{Columns} WHERE hash = @hash", new { hash }));
        return session is not null && users.Find(session.UserId) is { IsDisabled: false } user ? new(session, user) : null;
    }

    void Use(SignedIn found, string address, DateTimeOffset now)
    {
        found.UsedAt = now;
        _ = database.Write(writer => writer.Connection.Execute("UPDATE sessions SET used_at = @now, address = @address WHERE id = @Id", new { now, address, found.Session.Id }))
            // If the database cannot be written, the request says so where it matters.
            .ContinueWith(write => write.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    public void Dispose() => remembered.Dispose();
}
