using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>
/// The runs that an earlier process left unfinished, and whether one of them may have crashed it. After a start without a clean stop before it, a
/// crash is counted for each run before it is resumed; one without progress in <see cref="MostCrashes"/> such starts is not resumed again.
/// </summary>
public sealed class RunRecovery(IDatabase database)
{
    /// <summary>How many times in a row the server may crash while a run is in flight and gets no further; then the run fails.</summary>
    public const int MostCrashes = 3;

    const string State = "process";
    const string Running = "running";
    const string Stopped = "stopped";

    readonly ConcurrentDictionary<Guid, bool> interrupted = [];
    readonly ConcurrentDictionary<Guid, bool> charged = [];
    bool followsCrash;

    /// <summary>Reads what is there, before anything is resumed.</summary>
    /// <param name="runs">The runs that the earlier process executed when it ended.</param>
    public async Task Begin(IEnumerable<Guid> runs)
    {
        foreach (var run in runs)
            interrupted.TryAdd(run, true);
        followsCrash = await database.Write(writer =>
        {
            var before = writer.Connection.QuerySingleOrDefault<string>("SELECT value FROM server_state WHERE name = @State", new { State });
            Set(writer, Running);
            // Crashes count in a row.
            if (before != Running)
                writer.Connection.Execute("UPDATE runs SET crashes = 0 WHERE status IN ('queued', 'running', 'waiting') AND crashes > 0");
            return before == Running;
        });
    }

    /// <summary>Remembers that this process stopped cleanly.</summary>
    public Task End() => database.Write(writer => Set(writer, Stopped));

    /// <summary>Whether a run was being executed when the earlier process ended; true once.</summary>
    public bool TakeInterrupted(Guid run) => interrupted.TryRemove(run, out _);

    /// <summary>Counts that a run is about to be resumed. The task ends when that is durable.</summary>
    /// <returns>Whether it has been in flight at so many crashes that it must not be resumed.</returns>
    public async ValueTask<bool> IsGivenUp(Guid run)
    {
        if (!followsCrash || !charged.TryAdd(run, true))
            return false;
        // Progress is what the journal has beside starts and resumptions, and the starts and ends of child runs.
        const string Progress =
            """
            (SELECT coalesce(max(seq), 0) FROM run_events WHERE run_id = @run AND event NOT IN ('workflow-resumed', 'node-started'))
            + (SELECT count(*) + count(finished_at) FROM runs c WHERE c.parent_id = @run)
            """;
        return await database.Write(writer => writer.Connection.QuerySingleOrDefault<int>(
            $"""
            UPDATE runs SET crashes = CASE WHEN progress_at_crash = {Progress} AND crashes > 0 THEN crashes + 1 ELSE 1 END, progress_at_crash = {Progress}
            WHERE id = @run RETURNING crashes
            """, new { run })) >= MostCrashes;
    }

    /// <summary>A run has ended, and is no longer counted.</summary>
    public void Forget(Guid run)
    {
        charged.TryRemove(run, out _);
        interrupted.TryRemove(run, out _);
    }

    static int Set(DatabaseWriter writer, string value) => writer.Connection.Execute(
        "INSERT INTO server_state (name, value) VALUES (@State, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", new { State, value });
}
