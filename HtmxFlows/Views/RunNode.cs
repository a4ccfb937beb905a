using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A node of a run, as its inspector shows it.</summary>
/// <param name="Events">The events about it, in order.</param>
/// <param name="Input">Its input; null if it has not started, or if the flow cannot be read any more.</param>
/// <param name="Called">The runs that its last attempt has called, in order.</param>
/// <param name="Statuses">The statuses of the first of those runs.</param>
public sealed record RunNode(RunView View, FlowNode Node, IReadOnlyList<NodeEvent> Events, JsonElement? Input, IReadOnlyList<Guid> Called, IReadOnlyDictionary<Guid, RunStatus> Statuses)
{
    public NodeState State => View.Run.Node(Node.Id);

    /// <summary>The item that is looked at, numbered from 1; null if none is.</summary>
    public int? Item { get; init; }

    /// <summary>The output, as far as the node has one to show: of a node that waits, it is yet to come.</summary>
    public JsonElement? Output => State.IsDecided ? State.Output : null;

    /// <summary>What the last attempt has logged, line by line.</summary>
    public IReadOnlyList<string> Log => State.Log ?? [];

    /// <summary>How long it worked and waited; null if it has not ended, or has not started in this run.</summary>
    public TimeSpan? Duration => State is { StartedAt: { } from, FinishedAt: { } to } ? to - from : null;

    /// <summary>The tools that it has called.</summary>
    public IReadOnlyList<ToolStep> Tools => Output is { } output ? ToolStep.In(output) : ToolStep.In(State.Memory ?? Events.OfType<NodeWaiting>().LastOrDefault()?.Memory);

    /// <summary>Its items, or the runs that it has called; null if it has none, or one.</summary>
    public ItemStrip? Strip =>
        Tools.Count > 0 ? null
        : Called.Count > 1 ? new(Node.Id, string.Concat(Called.Take(ItemCells.Most).Select(Cell)), Called.Count)
        : NodeSettings.HasEach(Node.Data) && Output is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() is > 0 and var count ? new(Node.Id, ItemCells.Of(list), count)
        : ItemStrip.Of(Node, State, View.Progress.GetValueOrDefault(Node.Id));

    /// <summary>The run of the item that is looked at; null if there is none.</summary>
    public Guid? ItemRun => Item is { } number && number <= Called.Count ? Called[number - 1] : null;

    /// <summary>The output of the item that is looked at; null if it has none, or not yet.</summary>
    public JsonElement? ItemOutput => Item is not { } number ? null
        : Output is { ValueKind: JsonValueKind.Array } list ? number <= list.GetArrayLength() ? list[number - 1] : null
        : State.Items?.Outputs.TryGetValue(number - 1, out var output) == true ? output : null;

    char Cell(Guid run) => Statuses.TryGetValue(run, out var status) ? status switch
    {
        RunStatus.Completed => ItemCells.Completed,
        RunStatus.Failed or RunStatus.Cancelled => ItemCells.Failed,
        RunStatus.Running => ItemCells.Running,
        _ => ItemCells.Waiting,
    } : ItemCells.Waiting;
}
