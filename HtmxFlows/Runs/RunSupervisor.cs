using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>What a run is started with.</summary>
/// <param name="Version">The version to run; null is the newest published one.</param>
/// <param name="Thread">The conversation that it goes on with; null begins one.</param>
/// <param name="Input">Values for the inputs that the workflow declares, an object; what is left out has its default.</param>
/// <param name="Retry">What it repeats a part of; null does everything anew.</param>
public sealed record RunRequest(
    Guid Workflow, string Prompt, string Trigger, Guid? Thread = null, int? Version = null, JsonElement? Input = null, RunRetry? Retry = null);

/// <summary>
/// Starts runs, keeps them going, and picks up what an earlier process left unfinished. No run depends on who watches it. A run has
/// at most one execution; one that only waits has none, until something is brought to it.
/// </summary>
public sealed class RunSupervisor
{
    static readonly TimeSpan PauseAfterFailedCommit = TimeSpan.FromSeconds(2);

    static readonly Refusal Late = new("The question is not open any more.") { IsLate = true };

    readonly RunStore store;
    readonly WorkflowStore workflows;
    readonly RunServices services;
    readonly RunCaller caller;
    readonly RunQueue queue;
    readonly ConcurrentDictionary<Guid, Lazy<Execution?>> awake = [];
    readonly ConcurrentDictionary<Guid, bool> recovering = [];
    readonly ConcurrentDictionary<Guid, bool> cancelling = [];
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> awaited = [];
    volatile bool stopping;

    public RunSupervisor(RunStore store, WorkflowStore workflows, RunServices services)
    {
        (this.store, this.workflows, this.services) = (store, workflows, services);
        caller = new(this, store, workflows, services);
        queue = new(services.Limits.ParallelRuns, workflow => workflows.Concurrency(workflow)?.Limit);
    }

    sealed record Execution(RunExecutor Executor, Task End);

    /// <summary>Called with the moment at which a run that has begun to rest is to go on.</summary>
    public event Action<DateTimeOffset>? Rested;

    /// <summary>How many runs have an execution.</summary>
    public int Awake => awake.Count + recovering.Count;

    /// <summary>Starts a run. When the task ends, the start is durable.</summary>
    public Task<RunStart> Start(RunRequest request) => Start(request, Ids.New(services.Time.GetUtcNow()), null);

    internal async Task<RunStart> Start(RunRequest request, Guid id, RunParent? parent)
    {
        if (Encoding.UTF8.GetByteCount(request.Prompt) > services.Limits.PromptBytes)
            return RunStart.Refused(new FieldProblem("prompt", $"The prompt is longer than {services.Limits.PromptBytes / 1024} KiB. Shorten it."));
        if (stopping)
            return (null, "The server is stopping. Try again in a moment.");
        if ((request.Version ?? workflows.Newest(request.Workflow)) is not { } version)
            return (null, "The workflow has no version that can run. Mend its problems first.");
        if (workflows.Plan(request.Workflow, version) is not { } plan)
            return (null, "This version of the workflow cannot run.");
        if (request.Thread is { } thread && !IsThreadOf(thread, request.Workflow))
            return (null, "The conversation belongs to another workflow, or does not exist.");
        var (input, problems) = InputValues.OfJson(plan.Flow.Inputs, request.Input);
        if (problems.Count > 0)
            return RunStart.Refused(problems);
        if (input?.GetRawText() is { } json && Encoding.UTF8.GetByteCount(json) > services.Limits.InputBytes)
            return RunStart.Refused(new FieldProblem("input", $"The input is longer than {services.Limits.InputBytes / 1024} KiB. Shorten it."));
        var (reused, refusal) = request.Retry is { } retry ? Reuse(retry, plan) : ([], null);
        if (refusal is not null)
            return (null, refusal);
        var first = new WorkflowStarted(request.Workflow, version, request.Thread ?? id, request.Trigger, request.Prompt, input, parent, request.Retry);
        if (parent is not null || await Enter(request.Workflow, id))
            await Open(id, () => Launch(plan, new(id), first, [.. reused]))!.Executor.Begun;
        else if (workflows.Concurrency(request.Workflow) is { Beyond: Beyond.Refuse, Limit: { } limit } && queue.Unfinished(request.Workflow).Count >= limit)
            return RunStart.Busy($"{limit} of the workflow's runs have not ended, and that is its limit. Try again when one has.");
        else
            await Queue(request.Workflow, id, [first with { Queued = true }, .. reused]);
        return (id, null);
    }

    (IReadOnlyList<RunEvent> Events, string? Problem) Reuse(RunRetry retry, FlowPlan now)
    {
        var run = RunState.Of(retry.Run, services.Journal.Read(retry.Run));
        return !run.IsFinished ? ([], "The run has not ended. Wait for its end, or cancel it, and then run it again from there.")
            : workflows.Plan(run.Workflow, run.Version) is { } before ? RunReuse.Plan(run, before, now, retry.From)
            : ([], "The version of the run cannot run any more, so that nothing of it can be used again. Run all of it again.");
    }

    /// <summary>Where a run that waits for its turn stands: 1 is the next. Null if it waits for none.</summary>
    public int? Place(Guid run) => queue.Place(run);

    /// <summary>Asks a run to end as cancelled; the task ends when it has. Nothing happens to a run that has ended.</summary>
    public async Task Cancel(Guid run)
    {
        if (!awake.ContainsKey(run) && store.Find(run) is not { FinishedAt: null })
            return;
        if (queue.Leave(run))
        {
            await End(RunState.Of(run, services.Journal.Read(run)), new WorkflowCancelled());
            return;
        }
        // Remembered, for the run may just be between a commit that failed and its being picked up again.
        cancelling.TryAdd(run, true);
        if (await Deliver(run, executor => executor.Cancel()) is { } execution)
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Answers the question that a node of a run asks. When the task ends, the answer is durable.</summary>
    /// <param name="fields">What was filled in, and what is wrong with it.</param>
    /// <returns>Why the answer was not taken; null if it was.</returns>
    public async Task<Refusal?> Answer(Guid run, string node, string decision, (JsonElement? Values, IReadOnlyList<FieldProblem> Problems) fields, string? by)
    {
        if (RunState.Of(run, services.Journal.Read(run)).Node(node).Question is not { } question)
            return Late;
        if (question.Decisions.All(known => known.Name != decision))
            return new($"Decide by one of {string.Join(", ", question.Decisions.Select(known => known.Title))}.");
        if (fields.Problems.Count > 0)
            return new("It was not sent: what is filled in cannot be taken so.", fields.Problems);
        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new Answer(decision, fields.Values, string.IsNullOrWhiteSpace(by) ? null : by.Trim());
        return await Deliver(run, executor => executor.Answer(node, answer, taken)) is null ? new("The answer could not be written just now. Try again in a moment.")
            : await taken.Task ? null
            : Late;
    }

    /// <summary>Ends when the run has ended, and at once if there is none under way.</summary>
    public Task End(Guid run)
    {
        var end = awaited.GetOrAdd(run, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        // Looked up after it is listed: a run that ends meanwhile is seen by the one or by the other.
        if (!IsAwake(run) && store.Find(run) is not { FinishedAt: null })
            Release(run);
        return end.Task;
    }

    /// <summary>Has a run that rests go on. The task ends when what it does then is durable.</summary>
    public Task Wake(Guid run) => Open(run, () => Continue(run))?.Executor.Begun ?? Task.CompletedTask;

    /// <summary>Whether a run has an execution, or had one that could not write its journal.</summary>
    public bool IsAwake(Guid run) => awake.ContainsKey(run) || recovering.ContainsKey(run);

    /// <summary>Goes on with every run that an earlier process was at work on when it ended.</summary>
    public void ResumeInterrupted()
    {
        foreach (var (run, workflow) in store.Standing(queued: false))
            queue.Count(workflow, run);
        foreach (var (run, workflow) in store.Standing(queued: true))
            queue.Wait(workflow, run);
        foreach (var id in store.Interrupted())
            Resume(id);
        // What a run had called may have ended without its being told, or it without what it had called.
        foreach (var id in store.Callers())
            Open(id, () => Continue(id));
        caller.Cancel(store.Orphans());
        StartNext();
    }

    /// <summary>Ends every execution, but no run: nodes in flight have a bounded time, and the rest is for the next start.</summary>
    public async Task Stop()
    {
        stopping = true;
        Execution[] executions = [.. awake.Values.Select(found => found.Value).OfType<Execution>()];
        foreach (var execution in executions)
            execution.Executor.Stop();
        await Task.WhenAll(executions.Select(execution => execution.End)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Gives a run a place if there is one, or if its workflow makes one by cancelling its oldest.</summary>
    async Task<bool> Enter(Guid workflow, Guid run)
    {
        if (queue.TryEnter(workflow, run))
            return true;
        if (workflows.Concurrency(workflow) is not { Beyond: Beyond.Replace, Limit: { } limit })
            return false;
        await Task.WhenAll(queue.Unfinished(workflow).SkipLast(limit - 1).Select(Cancel));
        return queue.TryEnter(workflow, run);
    }

    /// <summary>Puts a run into its workflow's line. It is listed there once it is durable, so that it is there when its turn comes.</summary>
    async Task Queue(Guid workflow, Guid id, IReadOnlyList<RunEvent> first)
    {
        var state = new RunState(id);
        List<RunEvent> numbered = [];
        foreach (var next in first)
        {
            numbered.Add(services.Number(state, next));
            state = state.Apply(numbered[^1]);
        }
        await services.Journal.Append(state, numbered);
        queue.Wait(workflow, id);
        // A place may have become free meanwhile, with nobody in the line.
        StartNext();
    }

    /// <summary>Starts the runs whose turn it is.</summary>
    void StartNext()
    {
        foreach (var id in stopping ? [] : queue.TakeNext())
            Open(id, () => Continue(id));
    }

    /// <summary>Brings something to a run, waking it if it rests.</summary>
    /// <param name="run">The run.</param>
    /// <param name="post">Gives it to an execution; false if that has ended, and then the next one is looked for.</param>
    /// <returns>The execution that took it; null if the run has ended.</returns>
    async Task<Execution?> Deliver(Guid run, Func<RunExecutor, bool> post)
    {
        while (!recovering.ContainsKey(run) && Open(run, () => Continue(run)) is { } execution)
        {
            if (post(execution.Executor))
                return execution;
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    /// <summary>The execution of a run, made if it has none.</summary>
    Execution? Open(Guid run, Func<Execution?> make)
    {
        var entry = awake.GetOrAdd(run, _ => new(make));
        Execution? execution = null;
        try
        {
            execution = entry.Value;
        }
        finally
        {
            if (execution is null)
                awake.TryRemove(new(run, entry));
        }
        if (stopping)
            execution?.Executor.Stop();
        return execution;
    }

    /// <summary>Goes on with a run that rests.</summary>
    Execution? Continue(Guid id)
    {
        var state = RunState.Of(id, services.Journal.Read(id));
        // There is none if its workflow was deleted meanwhile.
        return stopping || state.LastSeq == 0 || state.IsFinished ? null : Launch(state, null);
    }

    void Resume(Guid id) => Open(id, () =>
    {
        var state = RunState.Of(id, services.Journal.Read(id));
        return state.LastSeq == 0 ? null : Launch(state, new WorkflowResumed());
    });

    Execution? Launch(RunState state, RunEvent? first)
    {
        if (workflows.Plan(state.Workflow, state.Version) is { } plan)
            return Launch(plan, state, first);
        _ = End(state, new WorkflowFailed("The server was updated in the middle of this run, and its version of the workflow cannot run any more."));
        return null;
    }

    /// <summary>Ends a run that has no execution.</summary>
    async Task End(RunState state, RunEvent end)
    {
        var numbered = services.Number(state, end);
        state = state.Apply(numbered);
        await services.Journal.Append(state, [numbered]);
        TellEnd(state);
    }

    /// <remarks>
    /// On threads of its own, whatever its caller's: a node that keeps the loop busy holds nobody up who starts or resumes runs, and
    /// nobody who is held up himself holds up the run.
    /// </remarks>
    Execution Launch(FlowPlan plan, RunState state, RunEvent? first, params RunEvent[] reused)
    {
        queue.Begin(state.Id);
        var executor = new RunExecutor(plan, state, services, caller);
        if (cancelling.ContainsKey(state.Id))
            executor.Cancel();
        return new(executor, Task.Run(() => Supervise(executor, state.Id, first, reused)));
    }

    /// <summary>Executes, and when the journal cannot be written (a full disk, a locked file), tries again from what the disk has.</summary>
    async Task Supervise(RunExecutor executor, Guid id, RunEvent? first, RunEvent[] reused)
    {
        RunState state;
        try
        {
            state = await executor.Execute(first is null ? [] : [first, .. reused]);
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not write its journal; it goes on from what is written", id);
            if (executor.Begun.IsCompletedSuccessfully || first is not WorkflowStarted)
                ResumeLater(id);
            else
                queue.End(id);
            throw;
        }
        finally
        {
            awake.TryRemove(id, out _);
            queue.Rest(id);
        }
        if (executor.RestsUntil is { } moment)
        {
            StartNext();
            Rested?.Invoke(moment);
        }
        else if (state.IsFinished)
            TellEnd(state);
        else
            Release(id);
    }

    /// <summary>Picks a run up again after a pause, and again while the disk cannot be read.</summary>
    void ResumeLater(Guid id)
    {
        recovering.TryAdd(id, true);
        _ = services.Clock.At(services.Time.GetUtcNow() + PauseAfterFailedCommit, () =>
        {
            try
            {
                Resume(id);
                recovering.TryRemove(id, out _);
            }
            catch (Exception error)
            {
                services.Logger.LogError(error, "Run {Run} could not be read; it is tried again", id);
                ResumeLater(id);
            }
        }, CancellationToken.None);
    }

    /// <summary>Tells those who have to do with a run that it has ended: who waits for it, the runs that it called, and the run that called it.</summary>
    void TellEnd(RunState run)
    {
        cancelling.TryRemove(run.Id, out _);
        queue.End(run.Id);
        StartNext();
        Release(run.Id);
        if (run.Nodes.Values.Any(node => node.Calls is not null))
            caller.Cancel(store.UnfinishedCalls(run.Id));
        if (run.Parent is { } parent)
            _ = TellParent(parent, run);
    }

    async Task TellParent(RunParent parent, RunState called)
    {
        try
        {
            await Deliver(parent.Run, executor => executor.EndCall(parent.Node, called.Id, called.Status == RunStatus.Completed));
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not be told that a run it called has ended; it looks for itself", parent.Run);
            ResumeLater(parent.Run);
        }
    }

    void Release(Guid id)
    {
        if (awaited.TryRemove(id, out var end))
            end.TrySetResult();
    }

    bool IsThreadOf(Guid thread, Guid workflow) => store.Find(thread) is { } first && first.ThreadId == thread && first.WorkflowId == workflow;
}
