using System.Collections.Concurrent;
using System.Threading.Channels;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>
/// Starts runs for the failures of others: each failed run is reported once to each trigger and to the workflow that its own workflow names, also if the server was
/// killed in between. Not reported are runs of drafts, runs that other runs called (those fail themselves, or handle it), runs that a failure started, and those of
/// the listening workflow itself.
/// </summary>
public sealed class ErrorTriggers : IDisposable
{
    /// <summary>How long after a failure it is reported by a later process.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    readonly Journal journal;
    readonly IDatabase database;
    readonly WorkflowStore workflows;
    readonly WorkflowPlans plans;
    readonly RunSupervisor runs;
    readonly StartKeys keys;
    readonly TimeProvider time;
    readonly ILogger<ErrorTriggers> logger;
    readonly FailureStates states;
    readonly Channel<(Guid Run, bool HasFailed)> ended = Channel.CreateUnbounded<(Guid, bool)>();
    readonly ConcurrentDictionary<Guid, bool> failing = [];
    // Failures that are not reported yet, and one until the states are read: a success that follows may be a recovery.
    int unreported = 1;

    public ErrorTriggers(Journal journal, IDatabase database, WorkflowStore workflows, WorkflowPlans plans, RunSupervisor runs, StartKeys keys, TimeProvider time, ILogger<ErrorTriggers> logger)
    {
        (this.journal, this.database, this.workflows, this.plans) = (journal, database, workflows, plans);
        (this.runs, this.keys, this.time, this.logger) = (runs, keys, time, logger);
        states = new(database);
        journal.Committed += Note;
    }

    /// <summary>Reports failures until it is stopped, first those that an earlier process left.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            foreach (var workflow in states.Failing())
                failing[workflow] = true;
            foreach (var run in states.Unreported(time.GetUtcNow() - Memory))
                await Attempt(run, isLate: true);
            Interlocked.Decrement(ref unreported);
            await foreach (var (run, hasFailed) in ended.Reader.ReadAllAsync(stop))
            {
                await Attempt(run);
                if (hasFailed)
                    Interlocked.Decrement(ref unreported);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Reports the end of a run to those that it is for.</summary>
    /// <param name="isLate">Whether an earlier process may have reported it.</param>
    public async Task Report(Guid run, bool isLate = false)
    {
        if (Find(run) is not { } end)
            return;
        foreach (var (listener, since) in Active().Where(one => one.Listener.Workflow != end.Workflow.Id))
        {
            if (TriggerOf(listener) is { } trigger && trigger.IsFor(end.Workflow.Name, end.Workflow.Id) && (!isLate || end.At > since))
                await Report(listener, trigger.Report, end, isLate);
        }
        if (end.HasFailed)
            await ReportToHandler(end, isLate);
        else if (!states.Failing().Contains(end.Workflow.Id))
            failing.TryRemove(end.Workflow.Id, out _);
    }

    async Task Report(ErrorListener listener, ErrorReport report, EndedRun end, bool isLate)
    {
        if (report == ErrorReport.EachFailure)
        {
            if (end.HasFailed)
                await Start(listener, end, null);
            return;
        }
        var known = states.Find(listener, end.Workflow.Id);
        if ((known?.IsFailing ?? false) == end.HasFailed || isLate && known?.At >= end.At)
            return;
        if (await Start(listener, end, (writer, _) => FailureStates.Write(writer, listener, end.Workflow.Id, end.HasFailed, end.At)) && end.HasFailed)
            failing[end.Workflow.Id] = true;
    }

    /// <summary>Reports a failure to the workflow that the failed one names: to its triggers for failures, or to all of it if it has none.</summary>
    async Task ReportToHandler(EndedRun end, bool isLate)
    {
        if (plans.Newest(end.Workflow.Id) is not { } version || plans.FindFlow(end.Workflow.Id, version)?.OnFailure is not { Length: > 0 } name)
            return;
        // Of what failed before the version that names it, nothing is reported.
        if (isLate && workflows.FindVersion(end.Workflow.Id, version)?.CreatedAt >= end.At)
            return;
        if (workflows.Resolve(name) is not ResolveOutcome.Found { Workflow: var target })
            logger.LogWarning("The failure of run {Run} could not be reported: there is no workflow “{Name}”", end.State.Id, name);
        else if (target != end.Workflow.Id && PlanOf(target) is { } plan)
        {
            string[] triggers = [.. plan.ActiveTriggers.Where(node => node.Configuration is ErrorNode.Configuration).Select(node => node.Id)];
            foreach (var node in triggers.Length == 0 ? [""] : triggers)
                await Start(new(target, node), end, null);
        }
    }

    /// <returns>Whether the run was started, now or before.</returns>
    async Task<bool> Start(ErrorListener listener, EndedRun end, Action<DatabaseWriter, Guid>? beside)
    {
        var key = end.State.Id.ToString();
        if (keys.Find(listener.Scope, key) is not null)
            return true;
        var now = time.GetUtcNow();
        var request = new RunRequest(listener.Workflow, "", RunTrigger.Error)
        {
            Fired = listener.Node.Length == 0 ? null : new(listener.Node, end.Data),
            TriggerData = listener.Node.Length == 0 ? end.Data : null,
            Beside = (writer, run) =>
            {
                StartKeys.Write(writer, listener.Scope, key, "", run, now);
                beside?.Invoke(writer, run);
            },
        };
        var start = await runs.Start(request, Actor.System);
        if (start is RunStart.NotStarted refused and not RunStart.Stopping)
            logger.LogWarning("The end of run {Run} could not be reported to workflow {Workflow}: {Problem}", end.State.Id, listener.Workflow, refused.Problem);
        return start is RunStart.Started;
    }

    async Task Attempt(Guid run, bool isLate = false)
    {
        try
        {
            await Report(run, isLate);
        }
        catch (Exception error)
        {
            logger.LogError(error, "The end of run {Run} could not be reported", run);
        }
    }

    /// <summary>The run, if its end is to be reported.</summary>
    EndedRun? Find(Guid run)
    {
        var events = journal.Read(run);
        var state = RunState.Of(run, events);
        return state is { Status: RunStatus.Failed or RunStatus.Completed, Parent: null } && state.Trigger != RunTrigger.Draft && state.Trigger != RunTrigger.Error
            && (state.Status == RunStatus.Failed || failing.ContainsKey(state.Workflow)) && workflows.Find(state.Workflow) is { } workflow
            ? new(state, workflow, (events[^1] as WorkflowFailed)?.NodeId) : null;
    }

    void Note(Guid run, IReadOnlyList<RunEvent> events)
    {
        if (events is [.., WorkflowFailed])
            Interlocked.Increment(ref unreported);
        else if (events is not [.., WorkflowCompleted] || !MayRecover(events))
            return;
        ended.Writer.TryWrite((run, events[^1] is WorkflowFailed));
    }

    bool MayRecover(IReadOnlyList<RunEvent> events) =>
        Volatile.Read(ref unreported) > 0 || !failing.IsEmpty && (events[0] is not WorkflowStarted started || failing.ContainsKey(started.Workflow));

    ErrorNode.Configuration? TriggerOf(ErrorListener listener) => PlanOf(listener.Workflow)?.Nodes.GetValueOrDefault(listener.Node)?.Configuration as ErrorNode.Configuration;

    FlowPlan? PlanOf(Guid workflow) => plans.Newest(workflow) is { } version ? plans.Find(workflow, version) : null;

    List<(ErrorListener Listener, DateTimeOffset Since)> Active() => database.Read(connection => connection.Query<(Guid Workflow, string Node, DateTimeOffset Since)>(
        "SELECT t.workflow_id, t.node_id, t.since FROM triggers t JOIN workflows w ON w.id = t.workflow_id WHERE t.kind = @kind AND w.deleted_at IS NULL AND w.archived_at IS NULL", new { kind = ErrorNode.TypeName })
        .Select(row => (new ErrorListener(row.Workflow, row.Node), row.Since)).ToList());

    public void Dispose() => journal.Committed -= Note;
}
