using System.Text;
using System.Text.Json;
using HtmxFlows.Inputs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What a run is started with.</summary>
/// <param name="Version">The version to run; null is the newest published one.</param>
/// <param name="Thread">The conversation that the run continues; null begins one.</param>
/// <param name="Input">Values for the inputs that the workflow declares, an object; an input without a value has its default.</param>
/// <param name="Retry">The run that this one repeats a part of; null runs every node.</param>
public sealed record RunRequest(
    Guid Workflow, string Prompt, string Trigger, Guid? Thread = null, int? Version = null, JsonElement? Input = null, RunRetry? Retry = null);

/// <summary>A run that may be started.</summary>
/// <param name="First">Its first event.</param>
/// <param name="Reused">The events that it takes over from the run that it repeats a part of.</param>
sealed record AdmittedRun(FlowPlan Plan, WorkflowStarted First, IReadOnlyList<RunEvent> Reused);

/// <summary>Checks requests to start runs; it changes nothing.</summary>
sealed class RunAdmission(RunStore store, WorkflowStore workflows, Journal journal, RunLimits limits)
{
    /// <returns>The run, or why it is refused.</returns>
    public (AdmittedRun? Run, RunStart Refusal) Check(RunRequest request, Guid id, RunParent? parent)
    {
        if (Encoding.UTF8.GetByteCount(request.Prompt) > limits.PromptBytes)
            return Refused(new FieldProblem("prompt", $"The prompt is longer than {limits.PromptBytes / 1024} KiB. Shorten it."));
        if ((request.Version ?? workflows.Newest(request.Workflow)) is not { } version)
            return workflows.Find(request.Workflow) is null ? (null, RunStart.Missing) : Refused("The workflow has no version that can run. Fix its problems first.");
        if (workflows.Plan(request.Workflow, version) is not { } plan)
            return Refused("This version of the workflow cannot run.");
        if (request.Thread is { } thread && !IsThreadOf(thread, request.Workflow))
            return Refused("The conversation belongs to another workflow, or does not exist.");
        var (input, problems) = InputValues.OfJson(plan.Flow.Inputs, request.Input);
        if (problems.Count > 0)
            return (null, RunStart.Refused(problems));
        if (input?.GetRawText() is { } json && Encoding.UTF8.GetByteCount(json) > limits.InputBytes)
            return Refused(new FieldProblem("input", $"The input is longer than {limits.InputBytes / 1024} KiB. Shorten it."));
        var (reused, refusal) = request.Retry is { } retry ? Reuse(retry, plan) : ([], null);
        return refusal is not null ? Refused(refusal)
            : (new(plan, new(request.Workflow, version, request.Thread ?? id, request.Trigger, request.Prompt, input, parent, request.Retry), reused), default);
    }

    (IReadOnlyList<RunEvent> Events, string? Problem) Reuse(RunRetry retry, FlowPlan now)
    {
        var run = RunState.Of(retry.Run, journal.Read(retry.Run));
        return !run.IsFinished ? ([], "The run has not ended. Wait for its end, or cancel it, and then run it again from there.")
            : workflows.Plan(run.Workflow, run.Version) is { } before ? RunReuse.Plan(run, before, now, retry.From)
            : ([], "The version of the run cannot run any more, so that nothing of it can be used again. Run all of it again.");
    }

    bool IsThreadOf(Guid thread, Guid workflow) => store.Find(thread) is { } first && first.ThreadId == thread && first.WorkflowId == workflow;

    static (AdmittedRun? Run, RunStart Refusal) Refused(string problem) => (null, RunStart.Refused(problem));

    static (AdmittedRun? Run, RunStart Refusal) Refused(FieldProblem problem) => (null, RunStart.Refused(problem));
}
