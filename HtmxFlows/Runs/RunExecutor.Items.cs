using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

// Nodes that run once for each item of a list.
sealed partial class RunExecutor
{
    CancellationTokenSource? stoppingItems;

    // Items whose end is recorded, and not durable yet.
    List<TaskCompletionSource>? unwrittenItems;

    void StartItems(PlannedNode node)
    {
        var (run, log) = (Run, new ItemLog(this, node.Id));
        stoppingItems ??= new();
        // The items need no place among the loops.
        var work = Task.Run(() => items.Run(node, run, plan, secrets, log, stoppingItems.Token, cancelled.Token));
        _ = DeliverItems(node.Id, work);
    }

    async Task DeliverItems(string id, Task<ItemsEnd> work)
    {
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        mailbox.Post(async () => SettleItems(id, await work));
    }

    void SettleItems(string id, ItemsEnd end)
    {
        inFlight--;
        switch (end)
        {
            case ItemsEnd.Completed completed:
                progression.Complete(id, new(completed.Output) { Log = completed.Log });
                break;
            case not ItemsEnd.Completed when cancelled.IsCancellationRequested:
                progression.Record(new WorkflowCancelled());
                break;
            case ItemsEnd.Failed failed:
                progression.Fail(id, failed.Outcome, failed.Attempt);
                break;
        }
    }

    /// <summary>Commits an item's change of the database, everything recorded before it, and the event that records it, in one transaction.</summary>
    async ValueTask CommitItem(string id, int index, int total, NodeOutcome.Committing change, TaskCompletionSource<NodeOutcome> settled)
    {
        await writing;
        try
        {
            JsonElement output = default;
            await journal.Append(writer => new NodeItemCompleted(id, index, total, output = nodes.Apply(change, Run, secrets, writer)));
            begun.TrySetResult();
            EndItems(Take());
            settled.TrySetResult(new NodeOutcome.Completed(output));
        }
        catch (Expressions.NodeException error)
        {
            settled.TrySetResult(new NodeOutcome.Failed(error.Message));
        }
    }

    void Report(string id, NodeProgress reported) => progress.Report(Run.Id, id, reported);

    List<TaskCompletionSource>? Take()
    {
        var taken = unwrittenItems;
        unwrittenItems = null;
        return taken;
    }

    static void EndItems(List<TaskCompletionSource>? durable) => durable?.ForEach(item => item.TrySetResult());

    sealed class ItemLog(RunExecutor run, string node) : IItemLog
    {
        public Task Keep(int index, int total, JsonElement output)
        {
            var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            run.Post(() =>
            {
                run.progression.Record(new NodeItemCompleted(node, index, total, output));
                (run.unwrittenItems ??= []).Add(durable);
            });
            return durable.Task.WaitAsync(run.cancelled.Token);
        }

        public Task<NodeOutcome> Commit(int index, int total, NodeOutcome.Committing change)
        {
            var settled = new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            run.mailbox.Post(() => run.CommitItem(node, index, total, change, settled));
            return settled.Task.WaitAsync(run.cancelled.Token);
        }

        public void Report(NodeProgress progress) => run.Report(node, progress);
    }
}
