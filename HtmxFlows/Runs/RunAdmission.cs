using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Whether a run may be started. The set is closed.</summary>
abstract record Admission
{
    Admission() { }

    /// <param name="Events">The events that the run begins with: its start, and what it reuses of the run that it repeats in part.</param>
    public sealed record Admitted(FlowPlan Plan, IReadOnlyList<RunEvent> Events) : Admission
    {
        public WorkflowStarted Start => (WorkflowStarted)Events[0];
    }

    public sealed record Refused(RunStart.NotStarted Reason) : Admission;
}

/// <summary>Checks requests to start runs. It changes nothing.</summary>
sealed class RunAdmission(RunStore store, WorkflowStore workflows, WorkflowPlans plans, Journal journal, RunLimits limits)
{
    public Admission Check(RunRequest request, Guid id, RunParent? parent)
    {
        if (Encoding.UTF8.GetByteCount(request.Prompt) > limits.PromptBytes)
            return Refused(new FieldProblem("prompt", $"The prompt is longer than {limits.PromptBytes / 1024} KiB. Shorten it."));
        if ((request.Version ?? plans.Newest(request.Workflow)) is not { } version)
            return workflows.Find(request.Workflow) is null ? new Admission.Refused(new RunStart.Missing()) : Refused("The workflow has no version that can run. Fix its problems first.");
        if (plans.Find(request.Workflow, version, request.UpTo) is not { } plan)
            return Refused("This version of the workflow cannot run.");
        if (request.Thread is { } thread && !IsThreadOf(thread, request.Workflow))
            return Refused("The conversation belongs to another workflow, or does not exist.");
        if (FindTriggerProblem(plan, request) is { } unfit)
            return Refused(unfit);
        var (input, problems) = InputValues.OfJson(request is { Input: null } and ({ Fired: not null } or { TriggerData: not null }) ? [.. plan.Flow.Inputs.Select(one => one with { Required = false })] : plan.Flow.Inputs, request.Input);
        if (problems.Count > 0)
            return Refused([.. problems]);
        if (parent is null && request.Retry is null && Unsent(plan, input, request.Files ?? []) is { Length: > 0 } unsent)
            return Refused(unsent);
        if (input?.GetRawText() is { } json && Encoding.UTF8.GetByteCount(json) > limits.InputBytes)
            return Refused(new FieldProblem("input", $"The input is longer than {limits.InputBytes / 1024} KiB. Shorten it."));
        var start = new WorkflowStarted(request.Workflow, version, request.Thread ?? id, request.Trigger, request.Prompt, input, parent, request.Retry, Files: request.Files is { Count: > 0 } sent ? sent : null) { UpTo = request.UpTo, By = request.By, StartedBy = request.StartedBy, Fired = request.Fired?.Node, FiredData = DataOf(plan, request.Fired) ?? request.TriggerData, TraceParent = request.TraceParent, Beside = request.Beside };
        return request.Retry is { } retry ? Reuse(retry, plan, start) : new Admission.Admitted(plan, [start]);
    }

    Admission Reuse(RunRetry retry, FlowPlan now, WorkflowStarted start)
    {
        var run = RunState.Of(retry.Run, journal.Read(retry.Run));
        if (!run.IsFinished)
            return Refused("The run has not ended. Wait for its end, or cancel it first.");
        if (plans.Find(run.Workflow, run.Version, run.UpTo) is not { } before)
            return Refused("The version of the run can no longer run, so its results cannot be reused. Run everything again.");
        return RunReuse.Plan(run, before, now, retry.From) switch
        {
            ReusePlan.Planned planned => new Admission.Admitted(now, [start, .. planned.Events]),
            ReusePlan.Refused refused => Refused(refused.Problem),
            var other => throw new InvalidOperationException($"{other} is no outcome of a plan."),
        };
    }

    /// <summary>A run starts with a trigger of its version, or with nodes that are none.</summary>
    static FieldProblem? FindTriggerProblem(FlowPlan plan, RunRequest request) =>
        request.Fired is { Node: var node } ? plan.ActiveTriggers.Any(trigger => trigger.Id == node) ? null : new("trigger", $"The version to run has no trigger `{Excerpt.Of(node)}`. {Triggers(plan)}")
        : plan.StartsWithTriggersOnly ? new("trigger", $"This workflow starts with its triggers. Choose the one to try. {Triggers(plan)}")
        : null;

    static JsonElement? DataOf(FlowPlan plan, FiredTrigger? fired) =>
        fired is { Data.ValueKind: JsonValueKind.Undefined } ? plan.Nodes[fired.Node].Type.SampleData : fired?.Data;

    static string Triggers(FlowPlan plan) =>
        plan.ActiveTriggers.Count == 0 ? "It has no trigger." : $"Its triggers are {string.Join(", ", plan.ActiveTriggers.Select(trigger => $"`{trigger.Id}`"))}.";

    /// <summary>An id of a file opens nothing: the file itself has to be sent.</summary>
    static FieldProblem[] Unsent(FlowPlan plan, JsonElement? input, IReadOnlyList<Guid> sent) =>
        [.. plan.Flow.Inputs.Where(one => one.Type == FlowInputType.File && FileValue.Of(input!.Value.GetProperty(one.Name)) is { } file && !sent.Contains(file.Id))
            .Select(one => new FieldProblem(InputValues.Prefix + one.Name, $"{one.Title} must be sent as a file, in a form with parts (multipart/form-data)."))];

    bool IsThreadOf(Guid thread, Guid workflow) => store.Find(thread) is { } first && first.ThreadId == thread && first.WorkflowId == workflow;

    static Admission.Refused Refused(string problem) => new(new RunStart.Refused(problem));

    static Admission.Refused Refused(params FieldProblem[] problems) => new(new RunStart.Refused(problems));
}
