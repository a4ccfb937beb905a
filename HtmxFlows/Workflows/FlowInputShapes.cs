using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>The shapes of the inputs in a flow that may be unfinished.</summary>
sealed class FlowInputShapes
{
    readonly SingleInputs? singles;

    public FlowInputShapes(JsonObject flow, NodeCatalogue catalogue)
    {
        if (Flow.Parse(Json.From(flow).GetRawText()).Flow is { } found)
            singles = SingleInputs.Of(found, catalogue);
    }

    public FlowInputShape Of(string id) =>
        singles?.Graph.Contains(id) == true ? new([.. singles.Graph.Predecessors(id)], singles.Contains(id)) : new([], IsSingle: true);
}

/// <summary>What a node's <c>input</c> is.</summary>
/// <param name="IsSingle">Whether it is the output of one predecessor as it is; otherwise it is an object of their outputs by id.</param>
sealed record FlowInputShape(IReadOnlyList<string> Predecessors, bool IsSingle)
{
    /// <summary>Where the values of this input are in another one.</summary>
    /// <param name="after">The other input.</param>
    /// <param name="placeOf">Where the output of a predecessor is now: the id of a predecessor, and the path into its output.</param>
    /// <returns>New places (see <see cref="PathNames"/>).</returns>
    public IReadOnlyDictionary<string, string> Moves(FlowInputShape after, Func<string, string[]> placeOf) => Predecessors
        .Select(source => (Source: source, Place: placeOf(source)))
        .Where(one => after.Predecessors.Contains(one.Place[0]))
        .GroupBy(one => IsSingle ? PathNames.Key("input") : PathNames.Key("input", one.Source), one => PathNames.Key(["input", .. after.IsSingle ? one.Place.Skip(1) : one.Place]))
        // Of a single input with several sources, each may be at another place, and no place fits all.
        .Where(move => move.Distinct().Count() == 1 && move.First() != move.Key)
        .ToDictionary(move => move.Key, move => move.First());
}
