
namespace HtmxFlows.Runs;

/// <summary>Follows the end of a run in its family: its children are cancelled, and its parent is notified.</summary>
sealed class RelatedRuns(RunStore store, RunFamilies families, RunCancellation cancellation, RunResumption resumption, DelayedResumption delayed, RunLoops loops, EngineLog log)
{
    public void NotifyEnded(RunState run)
    {
        if (run.Nodes.Values.Any(node => node.Calls is not null))
            cancellation.CancelLater(store.UnfinishedCalls(run.Id));
        if (run.Parent is { } parent)
            loops.Post(() => NotifyParent(parent, run));
        else
            families.End(run.Id);
    }

    async Task NotifyParent(RunParent parent, RunState called)
    {
        try
        {
            await resumption.Deliver(parent.Run, executor => executor.EndCall(parent.Node, called.Id, called.Status == RunStatus.Completed));
        }
        catch (Exception error)
        {
            log.Current.LogError(error, "Run {Run} could not be notified of the end of a run that it called; it looks for itself", parent.Run);
            delayed.ResumeLater(parent.Run);
        }
    }
}
