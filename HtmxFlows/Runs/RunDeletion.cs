using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>Deletes runs that have ended, with their journals and all runs below them.</summary>
public sealed class RunDeletion(RunStore runs, BackgroundRemoval removal, TimeProvider time)
{
    /// <summary>Deletes a run. It takes several commits if many runs are below it, and the run itself goes last.</summary>
    public async Task<RunDeletionOutcome> Delete(Guid run, Actor actor, CancellationToken stop)
    {
        if (runs.Status(run) is not { } status)
            return new RunDeletionOutcome.Missing();
        if (!status.IsFinal() || runs.HasUnfinishedBelow(run))
            return new RunDeletionOutcome.Refused("The run has not ended. Cancel it first.");
        if (runs.HasUnfinishedParent(run))
            return new RunDeletionOutcome.Refused("The run was started by a run that has not ended and needs its result. Cancel that run first.");
        await removal.Remove(writer => RemoveLowest(writer, run, actor), stop);
        return new RunDeletionOutcome.Deleted();
    }

    /// <summary>Removes runs that ended before a moment.</summary>
    public async Task DeleteEndedBefore(DateTimeOffset moment, CancellationToken stop)
    {
        const int AtOnce = 100;
        for (var last = Guid.Empty; runs.EndedBefore(moment, last, AtOnce) is { Count: > 0 } ended; last = ended[^1])
        {
            foreach (var run in ended)
                await Delete(run, Actor.System, stop);
        }
    }

    /// <summary>Removes a run that has none below it, the run itself if it is the only one left.</summary>
    bool RemoveLowest(DatabaseWriter writer, Guid top, Actor actor)
    {
        var lowest = writer.Read(connection =>
        {
            var run = top;
            while (connection.QueryFirstOrDefault<string>("SELECT id FROM runs WHERE parent_id = @run LIMIT 1", new { run }) is { } below)
                run = Guid.Parse(below);
            return run;
        });
        if (writer.Execute("DELETE FROM runs WHERE id = $0", DatabaseTypes.ToText(lowest)) == 0)
            return false;
        if (lowest == top)
            AuditLog.Write(writer, actor, AuditAction.RunDeleted, new(top, "Run"), time.GetUtcNow());
        return true;
    }
}
