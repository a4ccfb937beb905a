using System.Collections.Immutable;
using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Live;

/// <summary>Reads runs in three sizes: as they stand, the events after a number, and a page of the log. Each reads what it needs and no more.</summary>
public sealed class RunReader(Journal journal, RunStore runs, WorkflowPlans plans)
{
    /// <summary>The status of a run, from its row; null if there is no such run.</summary>
    public RunStatus? Status(Guid id) => runs.Status(id);

    /// <summary>The run as it stands, without its log; null if there is no such run.</summary>
    public RunView? State(Guid id)
    {
        var events = journal.Read(id);
        return FlowOf(events) is { } flow ? Progressed(new(RunState.Of(id, events), flow)) : null;
    }

    /// <summary>A node of a run with all that the journal has about it; null if there is no such run or node.</summary>
    public RunNode? Node(Guid id, string node)
    {
        var events = journal.Read(id);
        if (FlowOf(events) is not { } flow || flow.Steps.FirstOrDefault(known => known.Id == node) is not { } found)
            return null;
        var view = Progressed(new(RunState.Of(id, events), flow));
        var about = events.OfType<NodeEvent>().Where(next => next.NodeId == node).ToArray();
        var input = view.Run.Node(node).StartedAt is not null && plans.Find(view.Run.Workflow, view.Run.Version) is { } plan ? Joining.Input(plan, view.Run, node) : (JsonElement?)null;
        var called = Called(about).ToArray();
        return new(view, found, about, input, called, runs.Statuses(called.Take(ItemCells.Most)));
    }

    /// <summary>The runs that the last attempt of a node has called, in the order of its calls.</summary>
    static IEnumerable<Guid> Called(NodeEvent[] events) =>
        events.Skip(Array.FindLastIndex(events, next => next is NodeStarted)).OfType<NodeWaiting>().SelectMany(waiting => waiting.Calls?.Runs ?? []).Select(call => call.Run);

    /// <summary>The runs that each node has called, in the order of its calls.</summary>
    public ILookup<string, Guid> Called(RunState run) => (HasCalled(run) ? journal.Waits(run.Id) : [])
        .Where(waiting => waiting.Calls is not null && waiting.Seq <= run.LastSeq)
        .SelectMany(waiting => waiting.Calls!.Runs, (waiting, call) => (waiting.NodeId, call.Run)).Distinct()
        .ToLookup(call => call.NodeId, call => call.Run);

    /// <summary>The events after a number, in order. Nothing before them is read. None if there is no such run.</summary>
    /// <param name="most">How many, the first.</param>
    public IReadOnlyList<RunEvent> EventsAfter(Guid id, long seq, int most = int.MaxValue) => journal.Read(id, seq, most: most);

    /// <summary>A page of the log: the newest entries that are after one number and before another. Null if there is no such run.</summary>
    /// <returns>The entries, and the run right after the last of them. No later event is read.</returns>
    public RunLog? Log(Guid id, int most = int.MaxValue, long after = 0, long before = long.MaxValue)
    {
        // The first event names the flow.
        var events = journal.Read(id, before: Math.Max(before, 2));
        if (FlowOf(events) is not { } flow)
            return null;
        // They are numbered from 1 without a gap.
        var skipped = (int)Math.Clamp(after, Math.Max(0, events.Count - most), events.Count);
        var start = new RunView(RunState.Of(id, events.Take(skipped)), flow);
        var entries = LogEntry.Of(start, events.Skip(skipped).TakeWhile(next => next.Seq < before));
        return new(Progressed(entries is [.., var last] ? last.After : start), entries);
    }

    /// <summary>The turns of a run's conversation around it.</summary>
    public Conversation Around(RunState run)
    {
        var (earlier, next) = runs.Around(run.Thread, run.Id, Conversation.MostEarlier + 1);
        RunLog[] shown = [.. earlier.TakeLast(Conversation.MostEarlier).Select(turn => Log(turn, RunLog.MostShown)).OfType<RunLog>()];
        return new(shown, earlier.Count > Conversation.MostEarlier ? earlier[0] : null, next);
    }

    /// <summary>The flow of a run; null without events, or if the workflow has been deleted, whose runs may be in the database for a while.</summary>
    Flow? FlowOf(IReadOnlyList<RunEvent> events) => events is [WorkflowStarted started, ..] ? plans.FindFlow(started.Workflow, started.Version, started.UpTo) : null;

    /// <summary>Whether a node may have called runs: an attempt counts its own calls only.</summary>
    static bool HasCalled(RunState run) => run.Nodes.Values.Any(node => node is { Round: > 0 } or { Attempt: > 1 });

    /// <summary>The run with the progress of the nodes that wait for runs, and of those that journal their items.</summary>
    RunView Progressed(RunView view) => view with
    {
        Progress = view.Run.Nodes.Select(node => (node.Key, Progress: ProgressOf(view, node.Key, node.Value))).Where(node => node.Progress is not null)
            .ToImmutableDictionary(node => node.Key, node => node.Progress!),
    };

    NodeProgress? ProgressOf(RunView view, string id, NodeState node) =>
        node is { Status: NodeStatus.Waiting, Calls: { } calls } ? new CallProgress(calls, runs.Statuses(calls.Runs.Select(call => call.Run))).Count : view.ProgressOf(id, node);
}
