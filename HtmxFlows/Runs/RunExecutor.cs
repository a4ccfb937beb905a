using System.Diagnostics;
using HtmxFlows.Credentials;
using HtmxFlows.Diagnostics;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// Executes one run from the end of its journal to the end of the run. Everything that changes the run happens on one loop, which takes its
/// work from a mailbox; nodes execute beside it and post their outcomes. What follows from an outcome is decided by the <see cref="RunProgression"/>.
/// </summary>
/// <remarks>
/// Events are recorded in memory first and are handed to the journal whenever the loop would wait, so that a run of instant nodes
/// is one commit. Two things wait for the disk: a node that touches the outside world, before it starts, and the end of the run.
/// A run that only waits is suspended: the execution ends, and the database remembers when the next one resumes the run.
/// </remarks>
#pragma warning disable CA1001 // The source of the token has no timer, and so nothing to dispose of; a run may be cancelled after its end.
sealed partial class RunExecutor(
    FlowPlan plan, JournalWriter journal, Secrets secrets, NodeExecutor nodes, NodeItems items, ChildRuns children, RunProgress progress, OutputLimits outputs, RunLimits limits, Clock clock)
#pragma warning restore CA1001
{
    // A shorter wait is not worth the way to the disk and back.
    static readonly TimeSpan ShortestSuspension = TimeSpan.FromSeconds(1);

    readonly Mailbox mailbox = new();
    readonly RunProgression progression = new(plan, journal, outputs, clock);
    readonly CancellationTokenSource cancelled = new();
    readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task writing = Task.CompletedTask;
    Task? latest;
    int inFlight;
    int scheduled;
    bool stopping;
    bool cutOff;

    RunState Run => journal.Run;

    /// <summary>Completes when the first events of this execution are durable; fails if they could not be written.</summary>
    public Task Begun => begun.Task;

    /// <summary>When the run resumes. Set when the execution ended because the run only waits.</summary>
    public DateTimeOffset? SuspendedUntil { get; private set; }

    /// <summary>
    /// Executes until the run has ended, is stopped, or only waits. Throws what the journal threw; the run is then to be resumed from the
    /// disk.
    /// </summary>
    /// <param name="first">The events that this execution begins with: the start of the run and what it reuses, or its resumption; none if it was suspended.</param>
    public async Task<RunState> Execute(IReadOnlyList<RunEvent> first)
    {
        try
        {
            progression.Begin(first);
            using var span = Telemetry.StartRun(Run.Id, Run.Workflow, Run.Trigger.Name, Run.TraceParent);
            if (first is [WorkflowStarted { ReceivesFiles: true }, ..])
                await Commit();
            while (await RunOneStep()) { }
            await Commit();
            begun.TrySetResult();
            if (span?.SetTag("htmxflows.status", Run.Status.ToString().ToLowerInvariant()) is not null && Run.Status == RunStatus.Failed)
                span.SetStatus(ActivityStatusCode.Error, Run.Error);
            return Run;
        }
        catch (Exception error)
        {
            begun.TrySetException(error);
            throw;
        }
        finally
        {
            mailbox.Close();
            await cancelled.CancelAsync();
        }
    }

    /// <summary>Asks the run to end as cancelled. Requests of its nodes are aborted, and so is a node that keeps the loop busy.</summary>
    /// <returns>False if this execution has ended.</returns>
    public bool Cancel(WorkflowCancelled? last = null)
    {
        var isTaken = Post(() => progression.Record(last ?? new()));
        if (isTaken)
            _ = cancelled.CancelAsync();
        return isTaken;
    }

    /// <summary>Asks the execution to end without ending the run: nothing new starts, and what is in flight has a bounded time.</summary>
    public void Stop() => Post(() =>
    {
        stopping = true;
        stoppingItems?.Cancel();
        _ = Later(clock.Now.AddSeconds(limits.StopSeconds), () => cutOff = true);
    });

    /// <returns>False if the execution ends here.</returns>
    async Task<bool> RunOneStep()
    {
        BeginWaits();
        while (!Run.IsFinished && !stopping && inFlight < limits.ParallelNodesPerRun && progression.Ready.TryDequeue(out var next))
        {
            await Start(next.Node, next.Attempt);
            BeginWaits();
        }
        if (Run.IsFinished || cutOff || inFlight == 0 && stopping)
            return false;
        if (inFlight == 0 && scheduled == 0 && progression.Ready.Count == 0)
        {
            progression.Finish();
            return false;
        }
        latest ??= Later(Latest, () =>
            progression.Record(new WorkflowFailed($"The run took longer than {limits.DurationDays} days, the limit of this server.")));
        if (inFlight == 0 && progression.Ready.Count == 0 && await TrySuspend())
            return false;
        Flush();
        var work = await mailbox.Take();
        await work();
        return true;
    }

    /// <summary>Has the database remember when to resume, so that this execution may end.</summary>
    /// <returns>False if there is something to do after all.</returns>
    async ValueTask<bool> TrySuspend()
    {
        var next = Run.NextDue is { } due && due < Latest ? due : Latest;
        if (next - clock.Now < ShortestSuspension)
            return false;
        await writing;
        if (journal.HasUnwritten || journal.SuspendedUntil != next)
        {
            journal.SuspendedUntil = next;
            await (writing = Write());
        }
        if (!mailbox.TryClose())
            return false;
        SuspendedUntil = next;
        return true;
    }

    DateTimeOffset Latest => Run.StartedAt.AddDays(limits.DurationDays);

    async ValueTask Start(string id, int attempt)
    {
        inFlight++;
        progression.Record(new NodeStarted(id, attempt));
        var node = plan.Nodes[id];
        if (node.Type.Execution == Execution.External)
            await Commit();
        if (node is { Settings.Each: not null, Pin: null })
            StartItems(node);
        else
            await Follow(id, nodes.Run(node, Run, plan, secrets, cancelled.Token));
    }

    async ValueTask Follow(string id, ValueTask<NodeOutcome> execution)
    {
        if (execution.IsCompletedSuccessfully)
            await Settle(id, await execution);
        else
            _ = Deliver(id, execution.AsTask());
    }

    async Task Deliver(string id, Task<NodeOutcome> execution)
    {
        // It only posts, which needs no place among the loops.
        var outcome = await execution.ConfigureAwait(false);
        mailbox.Post(() => Settle(id, outcome));
    }

    async ValueTask Settle(string id, NodeOutcome outcome)
    {
        inFlight--;
        switch (outcome)
        {
            case NodeOutcome.Completed completed:
                progression.Complete(id, completed);
                break;
            case NodeOutcome.Committing committing:
                await Commit(id, committing);
                break;
            case NodeOutcome.Waiting waiting:
                progression.Wait(id, waiting);
                break;
            case NodeOutcome.Asking asking:
                progression.Wait(id, asking);
                break;
            case NodeOutcome.AwaitRuns wish:
                await Call(id, wish);
                break;
            case NodeOutcome.Failed when cancelled.IsCancellationRequested:
                progression.Record(new WorkflowCancelled());
                break;
            case NodeOutcome.Failed failed:
                progression.RetryOrFail(id, failed);
                break;
        }
    }

    /// <summary>Commits the node's change of the database, everything recorded before it, and the event that records it, in one transaction.</summary>
    async ValueTask Commit(string id, NodeOutcome.Committing committing)
    {
        await writing;
        try
        {
            await journal.Append(writer => progression.Completion(id, nodes.Apply(committing, Run, secrets, writer)));
            begun.TrySetResult();
            EndItems(Take());
            progression.Advance(id);
        }
        catch (NodeException error)
        {
            progression.RetryOrFail(id, error.Message);
        }
    }

    /// <summary>Hands what is recorded to the journal, unless the last hand-over is not written yet; then this is called again.</summary>
    void Flush()
    {
        if (journal.HasUnwritten && writing.IsCompleted)
            writing = Write();
    }

    async Task Commit()
    {
        await writing;
        if (journal.HasUnwritten)
            await (writing = Write());
    }

    async Task Write()
    {
        var endedItems = Take();
        try
        {
            await journal.Append();
            begun.TrySetResult();
            EndItems(endedItems);
        }
        finally
        {
            mailbox.Post(() => new(writing));
        }
    }

    bool Post(Action work) => mailbox.Post(() =>
    {
        work();
        return default;
    });

    Task Later(DateTimeOffset moment, Action work) => clock.At(moment, () => Post(work), cancelled.Token);
}
