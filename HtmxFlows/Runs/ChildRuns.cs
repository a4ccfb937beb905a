using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What a node's wish for runs leads to. The set is closed.</summary>
abstract record CallPlan
{
    CallPlan() { }

    public sealed record Planned(Calls Calls) : CallPlan;

    /// <param name="Problem">A sentence for people.</param>
    public sealed record Refused(string Problem) : CallPlan;
}

/// <summary>Lets runs call runs: plans the calls of a node, starts them, and reads how they ended.</summary>
sealed class ChildRuns(RunStore store, WorkflowStore workflows, WorkflowPlans plans, ChildRunRequests requests, WorkflowPeople people, RunLimits limits, OutputLimits outputs, Clock clock)
{
    /// <summary>Makes a node's wish into calls that can be journaled.</summary>
    public CallPlan Plan(RunState parent, NodeOutcome.AwaitRuns wish)
    {
        if (DepthBelow(parent) > limits.NestingDepth)
            return new CallPlan.Refused($"Runs are nested {limits.NestingDepth} levels deep, the limit. Check whether a workflow runs itself.");
        Dictionary<string, Callee> callees = [];
        foreach (var name in wish.Runs.Select(run => run.Workflow).OfType<string>().Append(wish.Workflow).Distinct())
        {
            switch (workflows.Resolve(name))
            {
                case ResolveOutcome.NotFound missing:
                    return new CallPlan.Refused(missing.Problem);
                case ResolveOutcome.Found(var hidden) when !people.MayCall(hidden, parent.StartedBy?.Id):
                    return new CallPlan.Refused(WorkflowStore.Missing(name));
                case ResolveOutcome.Found(var id) when plans.Newest(id) is { } version:
                    callees[name] = new(id, version);
                    break;
                default:
                    return new CallPlan.Refused($"The workflow “{name}” has no version that can run. Fix its problems first.");
            }
        }
        var callee = callees[wish.Workflow];
        var calls = new Calls(callee.Workflow, callee.Version, [.. wish.Runs.Select(run => ToCall(run, callee, callees))], wish.Together, wish.StopsAtFailure);
        return outputs.FindLimitViolation(Json.From(new { calls, wish.Memory })) is { } violation ? new CallPlan.Refused($"{violation} This is what the runs are called with.")
            : new CallPlan.Planned(calls);
    }

    /// <summary>A call; it names its workflow only if that is not the one of all calls.</summary>
    Call ToCall(CallRequest run, Callee callee, Dictionary<string, Callee> callees)
    {
        var call = new Call(Ids.New(clock.Now), run.Prompt, run.Input);
        return run.Workflow is not { } name || callees[name] == callee ? call : call with { Workflow = callees[name].Workflow, Version = callees[name].Version };
    }

    /// <summary>A workflow and the version that is called.</summary>
    sealed record Callee(Guid Workflow, int Version);

    /// <summary>The progress of calls, from the database.</summary>
    public CallProgress Progress(Calls calls) => new(calls, store.Statuses(calls.Runs.Select(call => call.Run)));

    /// <summary>Starts a run that was called. When the task completes, the start is durable.</summary>
    public async Task<RunStart> Start(RunState parent, string node, Calls calls, Call call)
    {
        var request = new RunRequest(call.Workflow ?? calls.Workflow, call.Prompt, RunTrigger.Call, Version: call.Version ?? calls.Version, Input: call.Input) { StartedBy = parent.StartedBy, TraceParent = Telemetry.Current ?? parent.TraceParent };
        var start = await requests.Start(request, call.Run, new(parent.Id, node, DepthBelow(parent), parent.Parent?.Top));
        // The parent may have ended just before the child was there to be cancelled with it.
        if (start is RunStart.Started && store.Find(parent.Id) is not { FinishedAt: null })
            Cancel([call.Run]);
        return start;
    }

    /// <summary>Cancels runs that a node no longer waits for.</summary>
    public void Cancel(IEnumerable<Guid> called) => requests.Cancel(called);

    public IReadOnlyList<CallResult> Collect(CallProgress progress) =>
        progress.Collect(store.Ends(progress.Calls.Runs.Select(call => call.Run)).ToDictionary(end => end.Key, end => Result(end.Value) with { Run = end.Key }));

    static int DepthBelow(RunState parent) => (parent.Parent?.Depth ?? 0) + 1;

    static CallResult Result(RunEvent end) => end switch
    {
        WorkflowCompleted completed => new(completed.Result, null),
        WorkflowFailed failed => new(null, failed.Error),
        _ => new(null, "It was cancelled.", WasCancelled: true),
    };
}
