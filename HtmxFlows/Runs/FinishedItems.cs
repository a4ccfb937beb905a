using System.Collections.Immutable;
using System.Text.Json;

namespace HtmxFlows.Runs;

/// <summary>The journaled items of a node that runs for each item of a list.</summary>
/// <param name="Total">How many items the list has.</param>
/// <param name="Outputs">The outputs by their positions.</param>
public sealed record FinishedItems(int Total, ImmutableDictionary<int, JsonElement> Outputs)
{
    public static FinishedItems None { get; } = new(0, ImmutableDictionary<int, JsonElement>.Empty);

    public FinishedItems With(NodeItemCompleted item) => new(item.Total, Outputs.SetItem(item.Index, item.Output));
}
