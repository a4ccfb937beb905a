using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>The items of a node, or the runs that it has called, as a strip of cells, each a link.</summary>
/// <param name="Cells">The first of them, a letter each (see <see cref="ItemCells"/>).</param>
/// <param name="Total">How many there are.</param>
public sealed record ItemStrip(string Node, string Cells, int Total)
{
    /// <summary>How many of the cells are failures.</summary>
    public int Failed => Cells.Count(cell => cell == ItemCells.Failed);

    public bool IsCut => Cells.Length < Total;

    /// <summary>The query that opens an item in the inspector. For people, numbers start at 1.</summary>
    public string Query(int number) => Words.Invariant($"?node={Uri.EscapeDataString(Node)}&item={number}");

    /// <summary>The status of an item as a word.</summary>
    public static string Status(char cell) => cell switch
    {
        ItemCells.Completed => "completed",
        ItemCells.Failed => "failed",
        ItemCells.Running => "running",
        _ => "waiting",
    };

    /// <summary>The strip of a node that is at work; null if it has no items.</summary>
    public static ItemStrip? Of(FlowNode node, NodeState state, NodeProgress? progress) => state switch
    {
        { Calls: { Runs.Count: > 1 } calls, Memory: null } => new(node.Id, progress?.Cells ?? new(ItemCells.Waiting, Math.Min(calls.Runs.Count, ItemCells.Most)), calls.Runs.Count),
        { Calls: not null, Memory: null, Earlier: { } earlier } => OfRounds(node, earlier.Count + 1, ItemCells.Running),
        { Status: NodeStatus.Running } when progress is { Cells: { } cells, Total: > 0 and var total } => new(node.Id, cells, total),
        _ => null,
    };

    /// <summary>The strip of a node that has just ended; null if it had no items.</summary>
    public static ItemStrip? Of(LogEntry entry) => entry switch
    {
        { Node: { } node, Before: { Calls: not null, Memory: null, Earlier: { } earlier } } => OfRounds(node, earlier.Count + 1, entry.Event is NodeFailed ? ItemCells.Failed : ItemCells.Completed),
        { Node: { } node, Event: NodeCompleted { Output: { ValueKind: System.Text.Json.JsonValueKind.Array } output } } when IsOfItems(entry) =>
            output.GetArrayLength() is > 0 and var count ? new(node.Id, ItemCells.Of(output), count) : null,
        _ => null,
    };

    static ItemStrip OfRounds(FlowNode node, int rounds, char last) =>
        new(node.Id, new string(ItemCells.Completed, Math.Min(rounds, ItemCells.Most) - 1) + (rounds > ItemCells.Most ? ItemCells.Completed : last), rounds);

    static bool IsOfItems(LogEntry entry) => entry.Before is { Calls: { Runs.Count: > 1 }, Memory: null } || NodeSettings.HasEach(entry.Node!.Data);
}
