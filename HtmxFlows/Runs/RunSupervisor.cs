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
public sealed record RunRequest(Guid Workflow, string Prompt, string Trigger, Guid? Thread = null, int? Version = null, JsonElement? Input = null);

/// <summary>Starts runs, keeps them going, and picks up what an earlier process left unfinished. No run depends on who watches it.</summary>
public sealed class RunSupervisor(RunStore store, WorkflowStore workflows, RunServices services)
{
    static readonly TimeSpan PauseAfterFailedCommit = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<Guid, (RunExecutor Executor, Task<RunState> End)> live = [];
    readonly ConcurrentDictionary<Guid, bool> cancelling = [];
    bool stopping;

    /// <summary>Starts a run. When the task ends, the start is durable.</summary>
    public async Task<RunStart> Start(RunRequest request)
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
        var id = Ids.New(services.Time.GetUtcNow());
        var executor = Launch(plan, new(id), new WorkflowStarted(request.Workflow, version, request.Thread ?? id, request.Trigger, request.Prompt, input));
        await executor.Begun;
        return (id, null);
    }

    /// <summary>Asks a run to end as cancelled; the task ends when it has. Nothing happens to a run that has ended.</summary>
    public async Task Cancel(Guid run)
    {
        if (!live.ContainsKey(run) && store.Find(run) is not { FinishedAt: null })
            return;
        // Remembered, for the run may just be between a commit that failed and its being picked up again.
        cancelling.TryAdd(run, true);
        if (!live.TryGetValue(run, out var found))
            return;
        found.Executor.Cancel();
        await found.End.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Ends when the run has ended, or at once if it is not under way in this process.</summary>
    public Task End(Guid run) => live.TryGetValue(run, out var found) ? found.End : Task.CompletedTask;

    /// <summary>Goes on with every run that an earlier process left unfinished.</summary>
    public void ResumeUnfinished()
    {
        foreach (var id in store.Unfinished())
            Resume(id);
    }

    /// <summary>Ends every execution, but no run: nodes in flight have a bounded time, and the rest is for the next start.</summary>
    public async Task Stop()
    {
        stopping = true;
        foreach (var (executor, _) in live.Values)
            executor.Stop();
        await Task.WhenAll(live.Values.Select(found => (Task)found.End)).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    void Resume(Guid id)
    {
        var state = RunState.Of(id, services.Journal.Read(id));
        if (state.LastSeq == 0)
            return; // Its workflow was deleted meanwhile.
        if (workflows.Plan(state.Workflow, state.Version) is { } plan)
        {
            Launch(plan, state, new WorkflowResumed());
            return;
        }
        var failed = new WorkflowFailed("The server was updated in the middle of this run, and its version of the workflow cannot run any more.")
        {
            Seq = state.LastSeq + 1,
            At = services.Time.GetUtcNow(),
        };
        _ = services.Journal.Append(state.Apply(failed), [failed]);
    }

    RunExecutor Launch(FlowPlan plan, RunState state, RunEvent first)
    {
        var executor = new RunExecutor(plan, state, services);
        // On threads of its own, whatever its caller's: a node that keeps the loop busy holds nobody up who starts or resumes runs,
        // and nobody who is held up himself holds up the run.
        var begin = new TaskCompletionSource();
        var end = Task.Run(() => Supervise(executor, state.Id, first, begin.Task));
        live[state.Id] = (executor, end);
        if (cancelling.ContainsKey(state.Id))
            executor.Cancel();
        begin.SetResult();
        return executor;
    }

    /// <summary>Executes, and when the journal cannot be written (a full disk, a locked file), tries again from what the disk has.</summary>
    async Task<RunState> Supervise(RunExecutor executor, Guid id, RunEvent first, Task listed)
    {
        await listed;
        try
        {
            var ended = await executor.Execute(first);
            cancelling.TryRemove(id, out _);
            return ended;
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not write its journal; it goes on from what is written", id);
            if (executor.Begun.IsCompletedSuccessfully || first is WorkflowResumed)
                ResumeLater(id);
            throw;
        }
        finally
        {
            live.TryRemove(id, out _);
        }
    }

    /// <summary>Picks a run up again after a pause, and again while the disk cannot be read.</summary>
    void ResumeLater(Guid id) => _ = services.Clock.At(services.Time.GetUtcNow() + PauseAfterFailedCommit, () =>
    {
        try
        {
            Resume(id);
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Run {Run} could not be read; it is tried again", id);
            ResumeLater(id);
        }
    }, CancellationToken.None);

    bool IsThreadOf(Guid thread, Guid workflow) => store.Find(thread) is { } first && first.ThreadId == thread && first.WorkflowId == workflow;
}
