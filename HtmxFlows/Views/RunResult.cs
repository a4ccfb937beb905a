using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The result of a run that has completed, as the conversation shows it.</summary>
/// <param name="Format">The format that the node gave it.</param>
public sealed record RunResult(Guid Run, JsonElement Value, OutputFormat? Format)
{
    /// <summary>The address of the result as text.</summary>
    public string Address => $"/runs/{Run}/result";

    /// <summary>The result as a table, if it is a list of objects.</summary>
    public ShownValue Shown { get; } = new("result", Value, Format, $"/runs/{Run}/result");

    public Output Output => Shown.Output;

    /// <summary>The result of a run; null if it has none.</summary>
    public static RunResult? Of(RunView view) => view.Run.Result is { } result ? new(view.Run.Id, result, FormatOf(view, result)) : null;

    static OutputFormat? FormatOf(RunView view, JsonElement result) => FormatOf(
        from node in view.Nodes
        where node.State is { Status: NodeStatus.Completed, Output: not null }
        orderby node.State.FinishedAt descending
        select (node.State.Output!.Value, node.State.Format), result);

    /// <summary>The format of the last node whose output is the result.</summary>
    /// <param name="outputs">The outputs of a run, the newest first.</param>
    public static OutputFormat? FormatOf(IEnumerable<(JsonElement Value, OutputFormat? Format)> outputs, JsonElement result) =>
        outputs.FirstOrDefault(output => output.Format is not (null or OutputFormat.PassedOn) && JsonElement.DeepEquals(output.Value, result)).Format;
}
