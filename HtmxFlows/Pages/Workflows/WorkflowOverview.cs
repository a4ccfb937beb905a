using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Reads what the overview of a workflow shows beside its flow.</summary>
public sealed class WorkflowOverview(RunSearch search, RunStore runs, WorkflowTags tags)
{
    const int RunsShown = 10, LongestText = 600, MostRows = 5;

    /// <summary>Among how many of the last outputs the node is looked for whose output is the result.</summary>
    const int OutputsRead = 5;

    public IReadOnlyList<string> Tags(Guid workflow) => tags.Of(workflow);

    public IReadOnlyList<RunLine> Newest(Guid workflow) => search.Page(new() { Workflow = workflow }, default, RunsShown).Runs;

    /// <summary>The newest result; null if no run has completed.</summary>
    public LastResult? LastResult(Guid workflow) =>
        search.Page(new() { Workflow = workflow, Status = RunStatus.Completed }, default, 1).Runs is [var run] && runs.Ends([run.Id]).GetValueOrDefault(run.Id) is WorkflowCompleted end
            ? new(run.Id, end.At, new(Shown(end.Result), MostRows), RunResult.FormatOf(runs.LastOutputs(run.Id, OutputsRead), end.Result) is OutputFormat.Markdown or OutputFormat.Answer) : null;

    /// <summary>The beginning of a text, or of the text in the result as far as there is one.</summary>
    static JsonElement Shown(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object && result.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? Shown(text)
        : result.ValueKind == JsonValueKind.String ? Json.Text(Excerpt.Of(result.GetString()!, LongestText))
        : result;
}
