using System.Threading.Channels;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>
/// Starts runs for the failures of others: each failed run is reported once to each trigger, also if the server was killed in between. Not reported are runs of
/// drafts, runs that other runs called (those fail themselves, or handle it), runs that such a trigger started, and those of the trigger's own workflow.
/// </summary>
public sealed class ErrorTriggers : IDisposable
{
    readonly Journal journal;
    readonly IDatabase database;
    readonly WorkflowStore workflows;
    readonly WorkflowPlans plans;
    readonly RunSupervisor runs;
    readonly StartKeys keys;
    readonly TimeProvider time;
    readonly ILogger<ErrorTriggers> logger;
    readonly Channel<Guid> failed = Channel.CreateUnbounded<Guid>();

    public ErrorTriggers(Journal journal, IDatabase database, WorkflowStore workflows, WorkflowPlans plans, RunSupervisor runs, StartKeys keys, TimeProvider time, ILogger<ErrorTriggers> logger)
    {
        (this.journal, this.database, this.workflows, this.plans) = (journal, database, workflows, plans);
        (this.runs, this.keys, this.time, this.logger) = (runs, keys, time, logger);
        journal.Committed += Note;
    }

    /// <summary>Reports failures until it is stopped, first those that an earlier process left.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            foreach (var run in Unreported())
                await Attempt(run);
            await foreach (var run in failed.Reader.ReadAllAsync(stop))
                await Attempt(run);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Reports a failed run to the triggers that it is for.</summary>
    public async Task Report(Guid run)
    {
        if (Active() is not { Count: > 0 } active)
            return;
        var state = RunState.Of(run, journal.Read(run));
        if (state is not { Status: RunStatus.Failed, Parent: null } || state.Trigger == RunTrigger.Draft || state.Trigger == RunTrigger.Error || workflows.Find(state.Workflow) is not { } workflow)
            return;
        foreach (var (target, node) in active.Where(trigger => trigger.Workflow != state.Workflow))
        {
            if (plans.Newest(target) is { } version && plans.Find(target, version)?.Nodes.GetValueOrDefault(node)?.Configuration is ErrorNode.Configuration trigger && trigger.IsFor(workflow.Name, workflow.Id))
                await Start(target, node, state, workflow);
        }
    }

    async Task Start(Guid target, string node, RunState failure, Workflow workflow)
    {
        var (scope, key) = ($"error:{target}/{node}", failure.Id.ToString());
        if (keys.Find(scope, key) is not null)
            return;
        var now = time.GetUtcNow();
        var data = Json.From(new
        {
            run = failure.Id,
            workflow = workflow.Name,
            workflowId = workflow.Id,
            node = journal.Read(failure.Id).OfType<WorkflowFailed>().FirstOrDefault()?.NodeId,
            error = failure.Error,
            url = $"/runs/{failure.Id}",
        });
        var request = new RunRequest(target, "", RunTrigger.Error) { Fired = new(node, data), Beside = (writer, run) => StartKeys.Write(writer, scope, key, "", run, now) };
        if (await runs.Start(request, Actor.System) is RunStart.NotStarted refused and not RunStart.Stopping)
            logger.LogWarning("The failure of run {Run} could not be reported to workflow {Workflow}: {Problem}", failure.Id, target, refused.Problem);
    }

    async Task Attempt(Guid run)
    {
        try
        {
            await Report(run);
        }
        catch (Exception error)
        {
            logger.LogError(error, "The failure of run {Run} could not be reported", run);
        }
    }

    void Note(Guid run, IReadOnlyList<RunEvent> events)
    {
        if (events is [.., WorkflowFailed])
            failed.Writer.TryWrite(run);
    }

    List<(Guid Workflow, string Node)> Active() => database.Read(connection => connection.Query<(Guid, string)>(
        "SELECT t.workflow_id, t.node_id FROM triggers t JOIN workflows w ON w.id = t.workflow_id WHERE t.kind = @kind AND w.deleted_at IS NULL AND w.archived_at IS NULL", new { kind = ErrorNode.TypeName }).AsList());

    /// <summary>The runs that failed lately, since the first of the triggers was published.</summary>
    List<Guid> Unreported() => Active().Count == 0 ? [] : database.Read(connection => connection.Query<Guid>(
        """
        SELECT id FROM runs WHERE status = 'failed' AND parent_id IS NULL AND finished_at > @first AND finished_at > (SELECT min(since) FROM triggers WHERE kind = @kind) ORDER BY id
        """, new { kind = ErrorNode.TypeName, first = time.GetUtcNow() - TimeSpan.FromHours(1) }).AsList());

    public void Dispose() => journal.Committed -= Note;
}
