using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>A workflow in a list.</summary>
/// <param name="LastRun">Its newest run.</param>
public sealed record WorkflowLineDocument(Guid Id, string Name, string Description, int? Version, LastRunDocument? LastRun)
{
    public static WorkflowLineDocument Of(WorkflowLine line) => new(
        line.Id, line.Name, line.Description, line.Version,
        line.LastRunId is { } run ? new(run, Enum.Parse<RunStatus>(line.LastStatus!, ignoreCase: true), line.LastStartedAt!.Value, line.LastFinishedAt) : null);
}
