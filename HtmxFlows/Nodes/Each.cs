using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>A node runs once for each item of a list: <c>data.settings.each</c>.</summary>
public sealed record Each
{
    /// <summary>The most items of one node.</summary>
    public const int MostItems = 10_000;

    /// <summary>What the node's fields call an item and its position from 0. They hide names of the run; names of the node's own hide them.</summary>
    public const string Item = "item", Index = "index";

    [Display(Name = "Items", Description = "The list, e.g. {{fetch.body.items}}. The fields of the node see each item as `item`, and its position from 0 as `index`."), Required, DataType(DataType.MultilineText)]
    public Template Items { get; init; } = new("");

    [Display(Name = "In parallel", Description = "How many items at a time."), Range(1, 100)]
    public int Parallel { get; init; } = 5;

    [Display(Name = "On failure", Description = "Stop: the first item that fails, after its retries, fails the node. Collect: its error is in the list in its place.")]
    public OnFailure OnFailure { get; init; }

    public static IReadOnlyList<string> Names { get; } = [Item, Index];

    /// <summary>Evaluates the list, once for a node.</summary>
    /// <exception cref="NodeException">It is no list, or too long.</exception>
    internal JsonElement List(NodeContext context, CancellationToken cancellation)
    {
        var list = Items.Evaluate(context, cancellation);
        var count = ListInput.Items(list).Count;
        return count <= MostItems ? list : throw new NodeException($"The list has {count} items; the limit is {MostItems}. Split it.");
    }

    internal IEnumerable<FieldProblem> FindProblems() =>
        Items.FindProblem() is { } problem ? [new("each.items", problem)]
        : Items.Syntax.Secrets.Count > 0 ? [new("each.items", "Secrets cannot be in a list of items, which is stored. Use {{secrets.NAME}} in the field of the node that sends it.")]
        : [];
}
