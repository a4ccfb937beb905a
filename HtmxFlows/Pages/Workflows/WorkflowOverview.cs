using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Reads what the overview of a workflow shows beside its flow.</summary>
public sealed class WorkflowOverview(RunSearch search, RunStore runs, WorkflowTags tags)
{
    const int RunsShown = 10, LongestResult = 600;

    public IReadOnlyList<string> Tags(Guid workflow) => tags.Of(workflow);

    public IReadOnlyList<RunLine> Newest(Guid workflow) => search.Page(new() { Workflow = workflow }, default, RunsShown).Runs;

    /// <summary>The newest result; null if no run has completed.</summary>
    public LastResult? LastResult(Guid workflow) =>
        search.Page(new() { Workflow = workflow, Status = RunStatus.Completed }, default, 1).Runs is [var run] && runs.Ends([run.Id]).GetValueOrDefault(run.Id) is WorkflowCompleted end
            ? new(run.Id, end.At, Excerpt.Of(Text(end), LongestResult)) : null;

    /// <summary>A text of the result rather than its JSON, as far as there is one.</summary>
    static string Text(WorkflowCompleted end) =>
        end.Result.ValueKind == JsonValueKind.Object && end.Result.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!
        : end.Result.ValueKind == JsonValueKind.String ? end.Result.GetString()!
        : Json.Readable(end.Result);
}
