using System.Globalization;
using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>
/// Merges two changes of one flow. What only one of them changed is taken from that one. A node is the same one if it has the same id, an edge
/// if it joins the same nodes from the same port. A field of a node, a list of rows included, is one value: if both changed it differently,
/// it is a conflict.
/// </summary>
sealed class FlowMerge
{
    readonly bool takesMine;
    readonly List<MergeConflict> conflicts = [];

    FlowMerge(bool takesMine) => this.takesMine = takesMine;

    /// <param name="origin">The flow that both changes were made from, as JSON.</param>
    /// <param name="theirs">The flow with the first change.</param>
    /// <param name="mine">The flow with the second change.</param>
    /// <param name="takesMine">Whether the second change wins where both conflict.</param>
    /// <returns>The merged flow, and what conflicts in it. In a conflict it has the value that wins.</returns>
    public static (string Flow, IReadOnlyList<MergeConflict> Conflicts) Of(string origin, string theirs, string mine, bool takesMine = false)
    {
        var merge = new FlowMerge(takesMine);
        var merged = merge.Root(Read(origin), Read(theirs), Read(mine));
        return (Json.Pretty(Json.From(merged)), merge.conflicts);
    }

    /// <summary>Whether a change leaves everything that was there as it was, but for edges: it can be made to any later state as it is.</summary>
    public static bool IsAddition(string origin, string mine)
    {
        var (before, after) = (Read(origin), Read(mine));
        var nodes = Keyed(after, "nodes", NodeKey);
        return Rest(before, after).All(key => Same(before[key], after[key]))
            && Keyed(before, "nodes", NodeKey).All(node => nodes.TryGetValue(node.Key, out var there) && Same(node.Value, there));
    }

    static JsonObject Read(string flow) => JsonObject.Create(Json.Parse(flow))!;

    JsonObject Root(JsonObject origin, JsonObject theirs, JsonObject mine)
    {
        var merged = new JsonObject();
        foreach (var key in theirs.Concat(mine).Select(member => member.Key).Distinct())
            Set(merged, theirs, mine, key, key switch
            {
                "nodes" => List(origin, theirs, mine, key, NodeKey, Node),
                "edges" => List(origin, theirs, mine, key, EdgeKey, (was, one, other) => Value(was, one, other, new(null, "edges"))),
                _ => Value(origin[key], theirs[key], mine[key], new(null, key)),
            });
        DropLooseEdges(merged, theirs, mine);
        return merged;
    }

    JsonNode? Node(JsonNode? origin, JsonNode? theirs, JsonNode? mine) => Value(origin, theirs, mine, new(((theirs ?? mine ?? origin) as JsonObject)?["id"]?.ToString(), ""));

    /// <summary>The merged value; null if it is gone.</summary>
    JsonNode? Value(JsonNode? origin, JsonNode? theirs, JsonNode? mine, MergeConflict place)
    {
        if (Same(theirs, mine) || Same(origin, mine))
            return theirs;
        if (Same(origin, theirs))
            return mine;
        if (theirs is JsonObject one && mine is JsonObject other && HasFields(place))
            return Members(origin as JsonObject ?? [], one, other, place);
        conflicts.Add(place);
        return takesMine ? mine : theirs;
    }

    JsonObject Members(JsonObject origin, JsonObject theirs, JsonObject mine, MergeConflict place)
    {
        var merged = new JsonObject();
        foreach (var key in theirs.Concat(mine).Select(member => member.Key).Distinct())
            Set(merged, theirs, mine, key, Value(origin[key], theirs[key], mine[key], place with { Path = place.Path.Length == 0 ? key : $"{place.Path}.{key}" }));
        return merged;
    }

    /// <summary>Nodes and their data consist of fields, and so do the settings; any other value is one field.</summary>
    static bool HasFields(MergeConflict place) => place.Path is "" or "data" or "data.settings" or "concurrency" or "settings"
        || place.Path.StartsWith("data.settings.", StringComparison.Ordinal);

    /// <summary>The items of both lists in their order there, then those of mine, each after its neighbour.</summary>
    static JsonArray List(JsonObject origin, JsonObject theirs, JsonObject mine, string list, Func<JsonObject, string> key, Func<JsonNode?, JsonNode?, JsonNode?, JsonNode?> merge)
    {
        var (was, one, other) = (Keyed(origin, list, key), Keyed(theirs, list, key), Keyed(mine, list, key));
        List<(string Key, JsonNode Item)> merged = [];
        foreach (var (item, value) in one)
        {
            if (merge(was.GetValueOrDefault(item), value, other.GetValueOrDefault(item)) is { } kept)
                merged.Add((item, kept));
        }
        string? before = null;
        foreach (var (item, value) in other)
        {
            if (!one.ContainsKey(item) && merge(was.GetValueOrDefault(item), null, value) is { } added)
                merged.Insert(merged.FindIndex(there => there.Key == before) is >= 0 and var at ? at + 1 : merged.Count, (item, added));
            before = item;
        }
        return [.. merged.Select(item => item.Item.DeepClone())];
    }

    /// <summary>An edge to a node that the other change deleted is gone with the node.</summary>
    static void DropLooseEdges(JsonObject merged, JsonObject theirs, JsonObject mine)
    {
        var left = Ids(merged);
        var gone = Ids(theirs).Concat(Ids(mine)).Where(id => !left.Contains(id)).ToHashSet();
        if (merged["edges"] is JsonArray edges)
        {
            foreach (var edge in edges.OfType<JsonObject>().Where(edge => gone.Contains(Text(edge, "source")) || gone.Contains(Text(edge, "target"))).ToArray())
                edges.Remove(edge);
            Renumber(edges);
        }
    }

    /// <summary>Both changes may have given the same id to different edges.</summary>
    static void Renumber(JsonArray edges)
    {
        var ids = edges.OfType<JsonObject>().Select(edge => Text(edge, "id")).ToHashSet();
        foreach (var again in edges.OfType<JsonObject>().Where(edge => Text(edge, "id").Length > 0).GroupBy(edge => Text(edge, "id")).SelectMany(same => same.Skip(1)).ToArray())
        {
            var number = edges.Count;
            while (!ids.Add(string.Create(CultureInfo.InvariantCulture, $"e{number}")))
                number++;
            again["id"] = string.Create(CultureInfo.InvariantCulture, $"e{number}");
        }
    }

    static HashSet<string> Ids(JsonObject flow) => [.. Keyed(flow, "nodes", NodeKey).Values.Select(node => Text(node, "id"))];

    /// <summary>The items of a list by their keys, in their order; a key that is there again counts as another one.</summary>
    static OrderedDictionary<string, JsonObject> Keyed(JsonObject flow, string list, Func<JsonObject, string> key)
    {
        OrderedDictionary<string, JsonObject> keyed = [];
        Dictionary<string, int> seen = [];
        foreach (var item in (flow[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            var which = seen[key(item)] = seen.GetValueOrDefault(key(item)) + 1;
            keyed[string.Create(CultureInfo.InvariantCulture, $"{key(item)}\n{which}")] = item;
        }
        return keyed;
    }

    static IEnumerable<string> Rest(JsonObject before, JsonObject after) => before.Concat(after).Select(member => member.Key).Where(key => key is not ("nodes" or "edges")).Distinct();

    static string NodeKey(JsonObject node) => Text(node, "id");

    static string EdgeKey(JsonObject edge) => $"{Text(edge, "source")}\n{Text(edge, "sourceHandle")}\n{Text(edge, "target")}";

    static string Text(JsonObject from, string key) => from[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    static void Set(JsonObject merged, JsonObject theirs, JsonObject mine, string key, JsonNode? value)
    {
        // A member that is null is another thing than none; one that was removed stays so.
        if (value is not null || theirs.TryGetPropertyValue(key, out var one) && one is null && mine.TryGetPropertyValue(key, out var other) && other is null)
            merged[key] = value?.DeepClone();
    }
}

/// <summary>A value that two changes of a flow have changed differently.</summary>
/// <param name="Node">The id of its node; null if it is no node's.</param>
/// <param name="Path">Its path there, <c>data.url</c>; empty for the whole node.</param>
public sealed record MergeConflict(string? Node, string Path);
