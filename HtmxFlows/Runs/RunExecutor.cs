using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>
/// Takes one run from where its journal stands to its end. Everything that changes the run happens on one loop, which takes its
/// work from a mailbox; nodes execute beside it and post their outcomes.
/// </summary>
/// <remarks>
/// Events are recorded in memory first and are handed to the journal whenever the loop would wait, so that a run of instant nodes
/// is one commit. Two things wait for the disk: a node that touches the world outside, before it starts, and the end of the run.
/// When all that the run does is to wait, the execution ends, and the database alone remembers when another is to go on.
/// </remarks>
#pragma warning disable CA1001 // The source of the token has no timer, and so nothing to dispose of; somebody may still cancel when the run has ended.
sealed partial class RunExecutor(FlowPlan plan, RunState start, RunServices services, RunCaller caller)
#pragma warning restore CA1001
{
    // A wait that is over sooner is not worth the way to the disk and back.
    static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);

    readonly Mailbox mailbox = new();
    readonly Queue<(string Node, int Attempt)> ready = [];
    readonly CancellationTokenSource cancelled = new();
    readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    List<RunEvent> unwritten = [];
    Task writing = Task.CompletedTask;
    Task? limit;
    DateTimeOffset? restsUntil;
    RunState run = start;
    int inFlight;
    int scheduled;
    bool stopping;
    bool cutOff;

    /// <summary>Ends when the first events of this execution are durable; fails if they could not be written.</summary>
    public Task Begun => begun.Task;

    /// <summary>Set when the execution ended since the run does nothing but wait: when it is to go on.</summary>
    public DateTimeOffset? RestsUntil { get; private set; }

    /// <summary>
    /// Runs until the run has ended, is stopped, or does nothing but wait. Throws what the journal threw; the run is then to be resumed
    /// from the disk.
    /// </summary>
    /// <param name="first">What this execution begins with: that the run starts, and what it takes over, or that it is resumed; nothing if it has only rested.</param>
    public async Task<RunState> Execute(IReadOnlyList<RunEvent> first)
    {
        try
        {
            Begin(first);
            while (await Turn()) { }
            await Commit();
            begun.TrySetResult();
            return run;
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

    /// <summary>Asks the run to end as cancelled. The calls of its nodes are cut off, and so is a node that keeps the loop busy.</summary>
    /// <returns>False if this execution has ended.</returns>
    public bool Cancel()
    {
        var isTaken = Post(() => Record(new WorkflowCancelled()));
        if (isTaken)
            _ = cancelled.CancelAsync();
        return isTaken;
    }

    /// <summary>Asks the execution to end without ending the run: nothing new starts, and what is in flight has a bounded time.</summary>
    public void Stop() => Post(() =>
    {
        stopping = true;
        _ = Later(services.Time.GetUtcNow().AddSeconds(services.Limits.StopSeconds), () => cutOff = true);
    });

    void Begin(IReadOnlyList<RunEvent> first)
    {
        foreach (var next in first)
            Record(next);
        foreach (var id in plan.Graph.Order)
            Continue(id);
    }

    /// <summary>Picks a node up where the journal left it.</summary>
    void Continue(string id)
    {
        var node = run.Node(id);
        switch (node.Status)
        {
            case NodeStatus.Pending:
                Decide(id);
                break;
            case NodeStatus.Running when plan.Nodes[id].Settings.OnCrash == OnCrash.Fail:
                Fail(id, "The server stopped while this node was at work, and its settings say that it is not run again.");
                break;
            case NodeStatus.Running:
                ready.Enqueue((id, node.Attempt + 1));
                break;
            case NodeStatus.Waiting:
                Await(id);
                break;
        }
    }

    /// <returns>False if the execution ends here.</returns>
    async Task<bool> Turn()
    {
        while (!run.IsFinished && !stopping && inFlight < services.Limits.ParallelNodesPerRun && ready.TryDequeue(out var next))
            await Start(next.Node, next.Attempt);
        if (run.IsFinished || cutOff || inFlight == 0 && stopping)
            return false;
        if (inFlight == 0 && scheduled == 0 && ready.Count == 0)
        {
            Finish(Joining.Result(plan, run));
            return false;
        }
        limit ??= Later(Latest, () =>
            Record(new WorkflowFailed($"The run took longer than {services.Limits.DurationDays} days, the limit of this server.")));
        if (inFlight == 0 && ready.Count == 0 && await Rest())
            return false;
        Flush();
        var work = await mailbox.Take();
        await work();
        return true;
    }

    /// <summary>Has the database remember when to go on, so that this execution may end.</summary>
    /// <returns>False if there is something to do after all.</returns>
    async ValueTask<bool> Rest()
    {
        var next = run.NextDue is { } due && due < Latest ? due : Latest;
        if (next - services.Time.GetUtcNow() < ShortestRest)
            return false;
        await writing;
        if (unwritten.Count > 0 || restsUntil != next)
        {
            restsUntil = next;
            await (writing = Write());
        }
        if (!mailbox.TryClose())
            return false;
        RestsUntil = next;
        return true;
    }

    DateTimeOffset Latest => run.StartedAt.AddDays(services.Limits.DurationDays);

    async ValueTask Start(string id, int attempt)
    {
        inFlight++;
        Record(new NodeStarted(id, attempt));
        var node = plan.Nodes[id];
        if (node.Type.Work == NodeWork.Outside)
            await Commit();
        await Follow(id, NodeExecution.Run(node, run, plan, services, caller, cancelled.Token));
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
        var outcome = await execution;
        mailbox.Post(() => Settle(id, outcome));
    }

    async ValueTask Settle(string id, NodeOutcome outcome)
    {
        inFlight--;
        switch (outcome)
        {
            case NodeOutcome.Completed completed:
                Complete(id, completed);
                break;
            case NodeOutcome.Committing committing:
                await Commit(id, committing);
                break;
            case NodeOutcome.Waiting waiting when waiting.Until > Deadline(id):
                RetryOrFail(id, $"It would wait until {waiting.Until:O}, which is longer than the node's time-out. Give it more time in its settings, or less to wait for.");
                break;
            case NodeOutcome.Waiting waiting:
                Record(new NodeWaiting(id, waiting.Until, waiting.Output));
                Await(id);
                break;
            case NodeOutcome.Asking asking:
                Record(new NodeWaiting(id, Sooner(asking.Until, Deadline(id)), Json.Null, Question: asking.Question));
                Await(id);
                break;
            case NodeOutcome.Calling wish:
                await Call(id, wish);
                break;
            case NodeOutcome.Failed when cancelled.IsCancellationRequested:
                Record(new WorkflowCancelled());
                break;
            case NodeOutcome.Failed failed:
                RetryOrFail(id, failed.Error, failed.NotBefore);
                break;
        }
    }

    /// <summary>When a node that begins to wait now has waited as long as its settings allow; null if they do not say.</summary>
    DateTimeOffset? Deadline(string id) => plan.Nodes[id].Settings.Timeout is { } seconds ? services.Time.GetUtcNow().AddSeconds(seconds) : null;

    static DateTimeOffset? Sooner(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    void Complete(string id, NodeOutcome.Completed completed)
    {
        if (services.FindExcess(run, completed.Output) is { } excess)
        {
            Fail(id, excess);
            return;
        }
        Record(Completion(id, completed));
        Advance(id);
    }

    NodeCompleted Completion(string id, NodeOutcome.Completed completed) =>
        new(id, completed.Output, completed.Port, plan.Nodes[id].Settings.FormatOf(completed.Output, completed.Format), completed.MorePorts);

    /// <summary>The node's change of the database, everything recorded before it, and the event that says so: one transaction.</summary>
    async ValueTask Commit(string id, NodeOutcome.Committing committing)
    {
        await writing;
        try
        {
            var recorded = await services.Journal.Append(run, unwritten, writer =>
            {
                var output = Apply(committing, writer);
                return services.FindExcess(run, output) is { } excess ? throw new NodeException(excess) : Number(Completion(id, new(output)));
            });
            (unwritten, restsUntil) = ([], null);
            run = run.Apply(recorded);
            begun.TrySetResult();
            Advance(id);
        }
        catch (NodeException error)
        {
            RetryOrFail(id, error.Message);
        }
    }

    /// <summary>What goes wrong in a change is the node's failure, but for a database that is not available: that is the journal's too.</summary>
    JsonElement Apply(NodeOutcome.Committing committing, DatabaseWriter writer)
    {
        try
        {
            return committing.Change(writer);
        }
        catch (Exception error) when (error is not NodeException && DatabaseUnavailableException.Of(error) is null)
        {
            services.Logger.LogError(error, "A change of run {Run} failed unexpectedly", run.Id);
            throw new NodeException("Something unexpected went wrong while the change was made; nothing was changed, and the server's log has the details.", error);
        }
    }

    void RetryOrFail(string id, string error, DateTimeOffset? notBefore = null)
    {
        var attempt = run.Node(id).Attempt;
        if (RetryPolicy.Next(plan.Nodes[id].Settings, attempt, services.Time.GetUtcNow(), RetryPolicy.Chance(run.Id, id, attempt), notBefore) is { } until)
        {
            Record(new NodeRetrying(id, attempt, error, until));
            Await(id);
        }
        else
        {
            Fail(id, error);
        }
    }

    void Fail(string id, string error)
    {
        var onError = plan.Nodes[id].Settings.OnError;
        if (onError == OnError.Fail)
        {
            Record(new NodeFailed(id, error));
            Record(new WorkflowFailed(error, id));
            return;
        }
        Record(new NodeFailed(id, error, Json.From(new { error }), onError == OnError.Port ? NodeSettings.ErrorPort : null));
        Advance(id);
    }

    void Finish(JsonElement result) =>
        Record(services.FindExcess(result) is { } excess ? new WorkflowFailed($"{excess} This is the result of the run: end it with one node.") : new WorkflowCompleted(result));

    /// <summary>Looks at what a decided node leads to.</summary>
    void Advance(string id)
    {
        foreach (var edge in plan.Graph.Outgoing(id))
            Decide(edge.Target);
    }

    void Decide(string id)
    {
        if (run.Node(id).Status != NodeStatus.Pending || ready.Contains((id, 1)))
            return;
        switch (Joining.Decide(plan, run, id))
        {
            case Decision.Start:
                ready.Enqueue((id, 1));
                break;
            case Decision.Skip:
                Record(new NodeSkipped(id));
                Advance(id);
                break;
        }
    }

    void Record(RunEvent next)
    {
        if (run.IsFinished)
            return;
        var numbered = Number(next);
        run = run.Apply(numbered);
        unwritten.Add(numbered);
        restsUntil = null;
    }

    RunEvent Number(RunEvent next) => services.Number(run, next);

    /// <summary>Hands what is recorded to the journal, unless it is still busy with what it was handed before; then this is called again.</summary>
    void Flush()
    {
        if (unwritten.Count == 0 || !writing.IsCompleted)
            return;
        writing = Write();
    }

    async Task Commit()
    {
        await writing;
        if (unwritten.Count > 0)
            await (writing = Write());
    }

    async Task Write()
    {
        var events = unwritten;
        unwritten = [];
        try
        {
            await services.Journal.Append(run, events, restsUntil);
            begun.TrySetResult();
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

    Task Later(DateTimeOffset moment, Action work) => services.Clock.At(moment, () => Post(work), cancelled.Token);
}
