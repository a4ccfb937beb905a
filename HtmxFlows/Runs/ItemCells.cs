using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>The items of a node, or the runs that it waits for, as a text with a letter each.</summary>
public static class ItemCells
{
    public const char Waiting = 'w', Running = 'r', Completed = 'c', Failed = 'f';

    /// <summary>How many there are letters for, the first ones: what a person sees in a line.</summary>
    public const int Most = 100;

    /// <summary>The letters of items that are begun in their order.</summary>
    /// <param name="letter">The letter of an item that has ended, by its position; null if it has not.</param>
    /// <param name="parallel">How many items are worked on at a time: the first that have not ended.</param>
    public static string InOrder(int total, int parallel, Func<int, char?> letter) => string.Create(Math.Min(total, Most), (parallel, letter), static (cells, items) =>
    {
        for (var index = 0; index < cells.Length; index++)
            cells[index] = items.letter(index) ?? (items.parallel-- > 0 ? Running : Waiting);
    });

    /// <summary>The letters of a list of outputs in which failures were collected.</summary>
    public static string Of(JsonElement outputs) =>
        outputs.ValueKind == JsonValueKind.Array ? string.Concat(outputs.EnumerateArray().Take(Most).Select(EndOf)) : "";

    /// <summary>How many items of a node failed although it completed, of how many; null if none did.</summary>
    /// <param name="data">The configuration of the node, which says whether failures are collected (<see cref="OnFailure.Collect"/>).</param>
    public static (int Failed, int Total)? CollectedIn(JsonElement data, NodeState state) =>
        state is { Status: NodeStatus.Completed, Output: { ValueKind: JsonValueKind.Array } outputs } && NodeSettings.CollectsFailures(data) && outputs.EnumerateArray().Count(IsFailure) is > 0 and var failed
            ? (failed, outputs.GetArrayLength()) : null;

    /// <summary>The letter of an item by its output.</summary>
    public static char EndOf(JsonElement output) => IsFailure(output) ? Failed : Completed;

    /// <summary>Whether an output is the error of an item that failed: an object with <c>error</c> and nothing else.</summary>
    public static bool IsFailure(JsonElement output) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("error", out _) && output.GetPropertyCount() == 1;
}
