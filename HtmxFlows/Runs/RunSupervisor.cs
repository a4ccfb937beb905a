using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>
/// Starts runs, keeps them going, and picks up what an earlier process left unfinished. No run depends on who watches it. A run has at
/// most one execution (<see cref="RunHandle"/>); one that only waits has none, until something is brought to it.
/// </summary>
public sealed class RunSupervisor
{
    /// <summary>The longest name of who answers a question, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>How many interrupted runs are resumed together at the start, so that thousands do not fill the memory.</summary>
    const int ResumedTogether = 64;

    /// <summary>How much work of runs is in the thread pool's queue at once; a page that comes then waits behind no more.</summary>
    const int LoopsTogether = 16, StepsTogether = 8;

    static readonly TimeSpan PauseAfterFailedCommit = TimeSpan.FromSeconds(2);

    static readonly Refusal Late = new("The question is not open any more.") { IsLate = true };

    static readonly Refusal Early = new("The question is not open yet. Try again when the run has reached it.") { IsLate = true };

    readonly RunStore store;
    readonly WorkflowStore workflows;
    readonly RunServices services;
    readonly RunRecovery recovery;
    readonly RunAdmission admission;
    readonly RunCaller caller;
    readonly RunQueue queue;
    readonly RunFamilies families;
    readonly RunHandles handles = new();
    readonly TaskCompletionSource recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskFactory loops = new(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, LoopsTogether, StepsTogether).ConcurrentScheduler);
    int active;
    volatile bool stopping;

    public RunSupervisor(RunStore store, WorkflowStore workflows, RunServices services, RunRecovery recovery)
    {
        (this.store, this.workflows, this.services, this.recovery) = (store, workflows, services, recovery);
        admission = new(store, workflows, services.Journal, services.Limits);
        caller = new(this, store, workflows, services);
        queue = new(services.Limits.ParallelRuns, workflow => workflows.Concurrency(workflow)?.Limit);
        families = new(services.Limits.RunsBelow, store.CountBelow);
    }

    /// <summary>Called with the moment at which a run that was suspended is to resume.</summary>
    public event Action<DateTimeOffset>? Rested;

    /// <summary>How many runs have an execution, or had one that could not write its journal.</summary>
    public int Awake => Volatile.Read(ref active);

    /// <summary>Starts a run, after <see cref="Recover"/>. When the task ends, the start is durable.</summary>
    public Task<RunStart> Start(RunRequest request) => Start(request, Ids.New(services.Time.GetUtcNow()), null);

    internal async Task<RunStart> Start(RunRequest request, Guid id, RunParent? parent)
    {
        await recovered.Task;
        if (stopping)
            return RunStart.Stopping;
        var (admitted, refusal) = admission.Check(request, id, parent);
        if (admitted is null)
            return refusal;
        try
        {
            return parent is null ? await Enter(admitted, id) : await EnterCalled(admitted, id, parent);
        }
        catch (RunGoneException)
        {
            queue.End(id);
            return RunStart.Missing;
        }
    }

    /// <summary>Where a run that waits for its turn stands: 1 is the next. Null if it waits for none.</summary>
    public int? Place(Guid run) => queue.Place(run);

    /// <summary>Asks a run to end as cancelled; the task ends when it has. Nothing happens to a run that has ended.</summary>
    public async Task Cancel(Guid run)
    {
        if (await handles.Turn(run, Cancel) is { } execution)
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Answers the question that a node of a run asks. When the task ends, the answer is durable.</summary>
    /// <param name="fields">What was filled in, and what is wrong with it.</param>
    /// <returns>Why the answer was not taken; null if it was.</returns>
    public async Task<Refusal?> Answer(Guid run, string node, string decision, (JsonElement? Values, IReadOnlyList<FieldProblem> Problems) fields, string? by)
    {
        var state = RunState.Of(run, services.Journal.Read(run));
        if (state.Node(node).Question is not { } question)
            return WillAsk(state, node) ? Early : Late;
        if (question.Decisions.All(known => known.Name != decision))
            return new($"Decide by one of {string.Join(", ", question.Decisions.Select(known => known.Title))}.");
        if (fields.Problems.Count > 0)
            return new("It was not sent: what is filled in cannot be taken so.", fields.Problems);
        var answer = new Answer(decision, fields.Values, string.IsNullOrWhiteSpace(by) ? null : by.Trim());
        if (answer.By?.Length > LongestName)
            return new("Not sent.", new FieldProblem("by", $"The name is longer than {LongestName} characters. Shorten it."));
        if (services.FindExcess(state, answer.ToOutput(services.Time.GetUtcNow())) is { } excess)
            return new($"Not sent, since the run could not keep it. {excess}");
        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await Deliver(run, executor => executor.Answer(node, answer, taken)) is null)
            return new("The answer could not be written just now. Try again in a moment.");
        try
        {
            return await taken.Task ? null : Late;
        }
        catch (RunGoneException)
        {
            return Late;
        }
    }

    /// <summary>Whether a node may still ask a person.</summary>
    bool WillAsk(RunState run, string node) => run is { IsFinished: false, LastSeq: > 0 } && !run.Node(node).IsDecided
        && workflows.Plan(run.Workflow, run.Version)?.Nodes.GetValueOrDefault(node)?.Type is ApproveNode;

    /// <summary>Ends when the run has ended, and at once if there is none under way.</summary>
    public Task End(Guid run)
    {
        var handle = handles.Keep(run);
        var end = handle.WhenEnded(out var isFirst);
        if (!isFirst)
            handles.Leave(handle);
        // Looked up after it is listed: a run that ends meanwhile is seen by the one or by the other.
        if (!handle.IsActive && store.Find(run) is not { FinishedAt: null })
            NotifyWaiting(run);
        return end;
    }

    /// <summary>Resumes a suspended run. The task ends when what it does then is durable.</summary>
    public async Task Wake(Guid run)
    {
        if (await handles.Turn(run, handle => Open(handle)) is not { } execution)
            return;
        try
        {
            await execution.Executor.Begun;
        }
        catch (RunGoneException)
        {
            // It has been deleted: there is nothing to resume.
        }
    }

    /// <summary>Whether a run has an execution, or had one that could not write its journal.</summary>
    public bool IsAwake(Guid run) => handles.Find(run)?.IsActive == true;

    /// <summary>
    /// Reads what an earlier process left unfinished, so that new runs find their places and lines as they are. No run starts or resumes
    /// before: a run of this process must not be taken for one that an earlier process left.
    /// </summary>
    public async Task Recover()
    {
        await recovery.Begin(store.Interrupted());
        foreach (var (run, workflow) in store.Standing())
            queue.Count(workflow, run);
        foreach (var (run, line) in store.Queued())
            queue.Wait(line, run);
        recovered.SetResult();
    }

    /// <summary>Resumes every run that an earlier process executed when it ended; the task ends when they are under way.</summary>
    public async Task ResumeInterrupted(CancellationToken stop)
    {
        for (var isDone = false; !isDone && !stop.IsCancellationRequested;)
        {
            try
            {
                await ResumeAll();
                isDone = true;
            }
            catch (Exception error)
            {
                services.Logger.LogError(error, "The interrupted runs could not be read; the next try follows in a moment");
                await services.Clock.At(services.Time.GetUtcNow() + PauseAfterFailedCommit, () => { }, stop);
            }
        }
    }

    async Task ResumeAll()
    {
        // A run may have ended without its caller's being notified, or a caller without the runs that it had called.
        Guid[] runs = [.. store.Interrupted().Union(store.Callers())];
        var orphans = store.Orphans();
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = ResumedTogether }, async (run, _) => await TryWake(run));
        CancelLater(orphans);
        StartNext();
    }

    /// <summary>Ends every execution, but no run: nodes in flight have a bounded time, and the rest is for the next start.</summary>
    public async Task Stop()
    {
        stopping = true;
        var executions = handles.Executions;
        foreach (var execution in executions)
            execution.Executor.Stop();
        await Task.WhenAll(executions.Select(execution => execution.End)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await handles.WhenTurnsEnd();
    }

    async Task<RunStart> Enter(AdmittedRun run, Guid id)
    {
        var workflow = run.First.Workflow;
        var line = QueueLine.Of(workflow, null);
        if (await TryEnter(line, id))
            return await Launch(run, id);
        if (workflows.Concurrency(workflow) is { Beyond: Beyond.Refuse, Limit: { } limit } && queue.Unfinished(workflow).Count >= limit)
            return RunStart.Busy($"{limit} of the workflow's runs have not ended, and that is its limit. Try again when one has.");
        return await Queue(run, line, id);
    }

    /// <summary>Gives a run a place if there is one, or if its workflow makes one by cancelling its oldest.</summary>
    async Task<bool> TryEnter(QueueLine line, Guid run)
    {
        if (queue.TryEnter(line, run))
            return true;
        if (workflows.Concurrency(line.Id) is not { Beyond: Beyond.Replace, Limit: { } limit })
            return false;
        await Task.WhenAll(queue.Unfinished(line.Id).SkipLast(limit - 1).Select(Cancel));
        return queue.TryEnter(line, run);
    }

    /// <summary>Starts a run that a run has called. It has its id beforehand, and may have been started by an earlier execution of its caller.</summary>
    async Task<RunStart> EnterCalled(AdmittedRun run, Guid id, RunParent parent)
    {
        if (store.Find(id) is not null)
            return new(id, null);
        if (!families.TryAdd(parent.Top))
            return RunStart.Refused($"The run at the top has called {services.Limits.RunsBelow} runs, itself or through others, and that is the limit. Does a workflow call itself?");
        var line = QueueLine.Of(run.First.Workflow, parent);
        return queue.TryEnter(line, id) ? await Launch(run, id) : await Queue(run, line, id);
    }

    async Task<RunStart> Launch(AdmittedRun run, Guid id)
    {
        var execution = await handles.Turn(id, handle => Task.FromResult(
            handle.Execution ?? Launch(handle, run.Plan, new(id), run.First, [.. run.Reused])));
        await execution.Executor.Begun;
        return new(id, null);
    }

    /// <summary>Puts a run into its line. It is listed there once it is durable, so that it is there when its turn comes.</summary>
    async Task<RunStart> Queue(AdmittedRun run, QueueLine line, Guid id)
    {
        await handles.Turn(id, async _ =>
        {
            var (state, events) = services.Number(new(id), [run.First with { Queued = true }, .. run.Reused]);
            await services.Journal.Append(state, events);
            queue.Wait(line, id);
            return true;
        });
        // A place may have become free while the line was empty.
        StartNext();
        return new(id, null);
    }

    /// <summary>Starts the runs whose turn it is.</summary>
    void StartNext()
    {
        foreach (var id in stopping ? [] : queue.TakeNext())
            Later(() => StartQueued(id));
    }

    async Task StartQueued(Guid id)
    {
        if (await TryWake(id))
            return;
        queue.End(id);
        StartNext();
    }

    /// <summary>Resumes a run, now or, if the database cannot be read, later.</summary>
    /// <returns>False if there is nothing to resume.</returns>
    async Task<bool> TryWake(Guid id)
    {
        try
        {
            return await handles.Turn(id, handle => Open(handle)) is not null;
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not be read; the next try follows in a moment", id);
            ResumeLater(id);
            return true;
        }
    }

    /// <summary>Cancels runs without waiting for their end.</summary>
    internal void CancelLater(IEnumerable<Guid> runs)
    {
        foreach (var run in runs.ToArray())
            Later(() => Cancel(run));
    }

    /// <summary>Does something among the work of the runs' loops.</summary>
    void Later(Func<Task> work) => _ = loops.StartNew(work).Unwrap();

    async Task<Execution?> Cancel(RunHandle handle)
    {
        while (!handle.IsRecovering && handle.Execution is { } execution)
        {
            handle.IsCancelling = true;
            if (execution.Executor.Cancel())
                return execution;
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (handle.IsRecovering)
        {
            handle.IsCancelling = true;
            return null;
        }
        var state = RunState.Of(handle.Run, services.Journal.Read(handle.Run));
        if (state.LastSeq == 0 || state.IsFinished)
            return null;
        await End(state, new WorkflowCancelled());
        return null;
    }

    /// <summary>Brings something to a run, resuming it if it is suspended.</summary>
    /// <param name="post">Gives it to an execution; false if that has ended, and then the next one is launched.</param>
    /// <returns>The execution that took it; null if the run has ended.</returns>
    Task<Execution?> Deliver(Guid run, Func<RunExecutor, bool> post) => handles.Turn(run, async handle =>
    {
        while (!handle.IsRecovering && await Open(handle) is { } execution)
        {
            if (post(execution.Executor))
                return execution;
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    });

    /// <summary>The execution of a run, launched if it has none; null if the run has ended or must not be resumed. Only within a turn.</summary>
    async Task<Execution?> Open(RunHandle handle, bool isInterrupted = false)
    {
        if (handle.Execution is { } running)
            return running;
        await recovered.Task;
        if (stopping)
            return null;
        var journal = services.Journal.Read(handle.Run);
        var state = RunState.Of(handle.Run, journal);
        // There is none if its workflow has been deleted.
        if (state.LastSeq == 0 || state.IsFinished)
            return null;
        if (await recovery.IsGivenUp(handle.Run))
        {
            await End(state, GivenUp(state));
            return null;
        }
        if (workflows.Plan(state.Workflow, state.Version) is not { } plan)
        {
            await End(state, new WorkflowFailed("The server was updated in the middle of this run, and its version of the workflow cannot run any more."));
            return null;
        }
        isInterrupted |= recovery.TakeInterrupted(handle.Run);
        // A run that has journaled nothing since it was resumed needs no second notice.
        return Launch(handle, plan, state, isInterrupted && journal is not [.., WorkflowResumed] ? new WorkflowResumed() : null);
    }

    static WorkflowFailed GivenUp(RunState run)
    {
        string[] running = [.. run.Nodes.Where(node => node.Value.Status == NodeStatus.Running).Select(node => node.Key)];
        var where = running.Length == 0 ? "this run was in progress" : $"the {(running.Length == 1 ? "node" : "nodes")} {string.Join(", ", running)} of this run {(running.Length == 1 ? "was" : "were")} in progress";
        return new($"The server crashed {RunRecovery.MostCrashes} times in a row while {where}, so the run was not resumed again. Check what it does before you run it again.",
            running is [var only] ? only : null);
    }

    /// <summary>Ends a run that has no execution. Only within a turn.</summary>
    async Task End(RunState state, RunEvent end)
    {
        var (after, events) = services.Number(state, [end]);
        try
        {
            await services.Journal.Append(after, events);
            NotifyEnd(after);
        }
        catch (RunGoneException)
        {
            Forget(state.Id);
        }
    }

    /// <remarks>
    /// Beside its caller: a node that keeps the loop busy holds no caller up, and a caller that is held up does not hold up the run. What
    /// the loop awaits comes back to the same scheduler, so that thousands of runs leave room for pages.
    /// </remarks>
    Execution Launch(RunHandle handle, FlowPlan plan, RunState state, RunEvent? first, params RunEvent[] reused)
    {
        queue.Begin(first is WorkflowStarted started ? QueueLine.Of(started.Workflow, started.Parent) : QueueLine.Of(state.Workflow, state.Parent), state.Id);
        var executor = new RunExecutor(plan, state, services, caller);
        if (handle.IsCancelling)
            executor.Cancel();
        handles.Keep(handle.Run);
        Interlocked.Increment(ref active);
        Task<RunState>? end = null;
        var execution = handle.Launch(() => new(executor, end = loops.StartNew(() => Supervise(handle, executor, first, reused)).Unwrap()));
        Later(() => Conclude(handle, executor, end!));
        if (stopping)
            executor.Stop();
        return execution;
    }

    /// <summary>Executes, and when the journal cannot be written (a full disk, a locked file), tries again from what the disk has.</summary>
    async Task<RunState> Supervise(RunHandle handle, RunExecutor executor, RunEvent? first, RunEvent[] reused)
    {
        try
        {
            var state = await executor.Execute(first is null ? [] : [first, .. reused]);
            if (state.IsFinished)
                queue.End(handle.Run);
            else
                queue.Rest(handle.Run);
            return state;
        }
        catch (RunGoneException)
        {
            // The workflow was deleted, and the run with it.
            Forget(handle.Run);
            throw;
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not write its journal; it resumes from what is written", handle.Run);
            queue.Rest(handle.Run);
            if (executor.Begun.IsCompletedSuccessfully || first is not WorkflowStarted)
                ResumeLater(handle.Run);
            else
                Forget(handle.Run);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref active);
        }
    }

    /// <summary>Notifies of how an execution ended, once it has: who is notified may launch the next one.</summary>
    async Task Conclude(RunHandle handle, RunExecutor executor, Task<RunState> end)
    {
        await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (!end.IsCompletedSuccessfully)
                return;
            var state = await end;
            if (state.IsFinished)
                NotifyEnd(state);
            else if (executor.RestsUntil is { } moment)
                NotifySuspended(moment);
            else
                NotifyWaiting(handle.Run);
        }
        finally
        {
            handles.Leave(handle);
        }
    }

    /// <summary>Picks a run up again after a pause, and again while the disk cannot be read.</summary>
    void ResumeLater(Guid id)
    {
        var handle = handles.Keep(id);
        handle.IsRecovering = true;
        Interlocked.Increment(ref active);
        _ = services.Clock.At(services.Time.GetUtcNow() + PauseAfterFailedCommit, () => _ = Recover(handle), CancellationToken.None);
    }

    async Task Recover(RunHandle handle)
    {
        try
        {
            await handle.Turn(async _ =>
            {
                handle.IsRecovering = false;
                return await Open(handle, isInterrupted: true);
            });
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not be read; the next try follows in a moment", handle.Run);
            ResumeLater(handle.Run);
        }
        finally
        {
            Interlocked.Decrement(ref active);
            handles.Leave(handle);
        }
    }

    /// <summary>Notifies those who have to do with a run that it has ended: who waits for it, the runs that it called, and the run that called it.</summary>
    void NotifyEnd(RunState run)
    {
        Forget(run.Id);
        if (run.Nodes.Values.Any(node => node.Calls is not null))
            CancelLater(store.UnfinishedCalls(run.Id));
        if (run.Parent is { } parent)
            Later(() => NotifyParent(parent, run));
        else
            families.End(run.Id);
    }

    void NotifySuspended(DateTimeOffset until)
    {
        StartNext();
        Rested?.Invoke(until);
    }

    async Task NotifyParent(RunParent parent, RunState called)
    {
        try
        {
            await Deliver(parent.Run, executor => executor.EndCall(parent.Node, called.Id, called.Status == RunStatus.Completed));
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not be notified of the end of a run that it called; it looks for itself", parent.Run);
            ResumeLater(parent.Run);
        }
    }

    /// <summary>A run is no more to be counted, resumed or waited for.</summary>
    void Forget(Guid run)
    {
        recovery.Forget(run);
        queue.Leave(run);
        queue.End(run);
        StartNext();
        NotifyWaiting(run);
    }

    void NotifyWaiting(Guid run)
    {
        if (handles.Find(run) is { } handle && handle.NotifyEnded())
            handles.Leave(handle);
    }
}
