using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Lets runs call runs: plans the calls of a node, starts them, and reads how they ended.</summary>
sealed class RunCaller(RunSupervisor runs, RunStore store, WorkflowStore workflows, RunServices services)
{
    /// <summary>Makes a node's wish into calls that can be journaled.</summary>
    /// <returns>The calls, or a sentence that says why there are none.</returns>
    public (Calls? Calls, string? Problem) Plan(RunState parent, NodeOutcome.AwaitRuns wish)
    {
        if (DepthBelow(parent) > services.Limits.NestingDepth)
            return (null, $"Runs call runs {services.Limits.NestingDepth} deep here, and that is the limit. Does a workflow call itself without an end?");
        var found = wish.Runs.Select(run => run.Workflow).OfType<string>().Append(wish.Workflow).Distinct().ToDictionary(name => name, Newest);
        if (found.Values.Select(one => one.Problem).OfType<string>().FirstOrDefault() is { } problem)
            return (null, problem);
        var (workflow, version, _) = found[wish.Workflow];
        Call ToCall(CallRequest run)
        {
            var call = new Call(Ids.New(services.Time.GetUtcNow()), run.Prompt, run.Input);
            return run.Workflow is null || found[run.Workflow].Workflow == workflow ? call : call with { Workflow = found[run.Workflow].Workflow, Version = found[run.Workflow].Version };
        }
        var calls = new Calls(workflow, version, [.. wish.Runs.Select(ToCall)], wish.Together, wish.StopsAtFailure);
        return services.FindLimitViolation(Json.From(new { calls, wish.Memory })) is { } excess ? (null, $"{excess} This is what the runs are called with.") : (calls, null);
    }

    (Guid Workflow, int Version, string? Problem) Newest(string nameOrId)
    {
        var (workflow, problem) = workflows.Resolve(nameOrId);
        return workflow is not { } id ? (default, 0, problem)
            : workflows.Newest(id) is { } version ? (id, version, null)
            : (id, 0, $"The workflow “{nameOrId}” has no version that can run. Fix its problems first.");
    }

    /// <summary>What a node sees of a workflow that it may call.</summary>
    public CallableWorkflow? Describe(string nameOrId) =>
        workflows.Resolve(nameOrId).Id is { } id && workflows.Newest(id) is { } version && workflows.FindFlow(id, version) is { } flow && workflows.Find(id) is { } found
            ? new(found.Name, found.Description, flow.Inputs) : null;

    /// <summary>Where calls stand, by the database.</summary>
    public CallProgress Progress(Calls calls) => new(calls, store.Statuses(calls.Runs.Select(call => call.Run)));

    /// <summary>Starts a run that was called; when the task ends, its start is durable.</summary>
    public async Task<RunStart> Start(RunState parent, string node, Calls calls, Call call)
    {
        var request = new RunRequest(call.Workflow ?? calls.Workflow, call.Prompt, "call", Version: call.Version ?? calls.Version, Input: call.Input);
        var start = await runs.Start(request, call.Run, new(parent.Id, node, DepthBelow(parent), parent.Parent?.Top));
        // The run that called it may have ended just before it was there to be cancelled with it.
        if (start.Run is not null && store.Find(parent.Id) is not { FinishedAt: null })
            runs.CancelLater([call.Run]);
        return start;
    }

    /// <summary>Cancels runs that a node waits for no more.</summary>
    public void Cancel(IEnumerable<Guid> called) => runs.CancelLater(called);

    public IReadOnlyList<CallResult> Collect(CallProgress progress) =>
        progress.Collect(store.Ends(progress.Calls.Runs.Select(call => call.Run)).ToDictionary(end => end.Key, end => Result(end.Value)));

    static int DepthBelow(RunState parent) => (parent.Parent?.Depth ?? 0) + 1;

    static CallResult Result(RunEvent end) => end switch
    {
        WorkflowCompleted completed => new(completed.Result, null),
        WorkflowFailed failed => new(null, failed.Error),
        _ => new(null, "It was cancelled.", WasCancelled: true),
    };
}
