using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Triggers;

/// <summary>
/// The keys by which starts are not repeated: the id of a delivery, or the Idempotency-Key of a call. A key is written in the commit of the start, so that
/// a sender that repeats a call after a crash of the server finds its run.
/// </summary>
public sealed class StartKeys(IDatabase database, TimeProvider time, BackgroundRemoval removal)
{
    /// <summary>How long a key is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    readonly InFlight<(string, string), object> starting = new();

    /// <summary>The run that a key has started; null if it has started none within <see cref="Lifetime"/>.</summary>
    public KnownStart? Find(string scope, string key) => database.Read(connection => connection.QuerySingleOrDefault<KnownStart>(
        "SELECT run_id AS run, request, at FROM start_keys WHERE scope = @scope AND key = @key AND at > @first", new { scope, key, first = time.GetUtcNow() - Lifetime }));

    /// <summary>Notes the key of something that starts many runs, each with a key of its own.</summary>
    /// <returns>The key as it was noted first.</returns>
    public async Task<KnownStart> Note(string scope, string key, string request)
    {
        if (Find(scope, key) is { } known)
            return known;
        var now = time.GetUtcNow();
        await database.Write(writer =>
        {
            Write(writer, scope, key, request, Guid.Empty, now);
            return true;
        });
        return Find(scope, key)!;
    }

    /// <summary>Does the work of a key, once for all who ask at the same time.</summary>
    /// <returns>What the work gave, and whether it was done for this caller.</returns>
    public async Task<(T Outcome, bool IsOwn)> Once<T>(string scope, string key, Func<Task<T>> work) where T : class
    {
        var (outcome, isOwn) = await starting.Run((scope, key), async () => await work());
        return ((T)outcome, isOwn);
    }

    /// <summary>Writes a key within the commit of the run that it starts.</summary>
    /// <param name="request">The hash of what was sent with it; empty if another request is the same.</param>
    public static void Write(DatabaseWriter writer, string scope, string key, string request, Guid run, DateTimeOffset now)
    {
        var isWritten = writer.Execute(
            """
            INSERT INTO start_keys (scope, key, request, run_id, at) VALUES ($0, $1, $2, $3, $4)
            ON CONFLICT (scope, key) DO UPDATE SET request = excluded.request, run_id = excluded.run_id, at = excluded.at WHERE start_keys.at <= $5
            """, scope, key, request, DatabaseTypes.ToText(run), DatabaseTypes.ToText(now), DatabaseTypes.ToText(now - Lifetime));
        if (isWritten == 0)
            throw new InvalidOperationException($"The key {key} has started a run already.");
    }

    /// <summary>Removes old keys until it is stopped: at the start, and then every hour.</summary>
    public Task Run(CancellationToken stop) => removal.Repeat("Old keys of starts", RemoveOld, token => Task.Delay(Pause, time, token), stop);

    Task RemoveOld(CancellationToken stop)
    {
        var first = DatabaseTypes.ToText(time.GetUtcNow() - Lifetime);
        return removal.Remove(writer => writer.Execute("DELETE FROM start_keys WHERE (scope, key) IN (SELECT scope, key FROM start_keys WHERE at <= $0 LIMIT 1)", first) > 0, stop);
    }
}

/// <summary>A run that a key has started.</summary>
public sealed record KnownStart
{
    public Guid Run { get; init; }

    /// <summary>The hash of what was sent with the key.</summary>
    public string Request { get; init; } = "";

    public DateTimeOffset At { get; init; }
}
