using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>A run that failed or completed, as it is reported.</summary>
sealed record EndedRun(RunState State, Workflow Workflow, string? FailedNode)
{
    public const string Failed = "failed", Recovered = "recovered";

    public bool HasFailed => State.Status == RunStatus.Failed;

    public DateTimeOffset At => State.FinishedAt!.Value;

    /// <summary>What <c>{{trigger}}</c> has of it.</summary>
    public JsonElement Data => Json.From(new
    {
        @event = HasFailed ? Failed : Recovered,
        run = State.Id,
        workflow = Workflow.Name,
        workflowId = Workflow.Id,
        node = FailedNode,
        error = State.Error,
        url = $"/runs/{State.Id}",
    });
}
