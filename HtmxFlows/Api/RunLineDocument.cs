using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>A run in a list.</summary>
/// <param name="Thread">The conversation: the id of its first run.</param>
/// <param name="Trigger">What started the run.</param>
/// <param name="Parent">The run that called it; null if none did.</param>
public sealed record RunLineDocument(
    Guid Id, Guid Workflow, string WorkflowName, int Version, Guid Thread, RunStatus Status, string Trigger, string Prompt, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, Guid? Parent)
{
    public static RunLineDocument Of(RunLine line) => new(
        line.Id, line.WorkflowId, line.WorkflowName, line.Version, line.ThreadId, Enum.Parse<RunStatus>(line.Status, ignoreCase: true), line.Trigger, line.Prompt, line.StartedAt, line.FinishedAt,
        line.ParentId);
}
