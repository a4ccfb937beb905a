using System.Collections.Immutable;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Live;

/// <summary>Reads runs for those who watch them.</summary>
public sealed class RunReader(Journal journal, RunStore runs, WorkflowPlans plans)
{
    /// <summary>The run with its whole log, or null if there is no such run.</summary>
    public RunLog? Find(Guid id)
    {
        var events = journal.Read(id);
        if (events is not [WorkflowStarted started, ..])
            return null;
        // There is none if the workflow has been deleted, whose runs may be in the database for a while.
        if (plans.FindFlow(started.Workflow, started.Version) is not { } flow)
            return null;
        var entries = LogEntry.Of(id, events, flow);
        return new(entries[^1].After with { Progress = Progress(entries[^1].After.Run) }, entries);
    }

    ImmutableDictionary<string, NodeProgress> Progress(RunState run) => run.Nodes
        .Where(node => node.Value is { Status: NodeStatus.Waiting, Calls: not null })
        .ToImmutableDictionary(node => node.Key, node => Progress(node.Value.Calls!));

    NodeProgress Progress(Calls calls) =>
        new(runs.Statuses(calls.Runs.Select(call => call.Run)).Values.Count(status => status.IsFinal()), calls.Runs.Count);
}
