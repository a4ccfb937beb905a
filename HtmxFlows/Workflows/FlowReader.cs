using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>Reads nodes and edges, and collects what has no shape.</summary>
sealed class FlowReader
{
    readonly List<FlowProblem> problems = [];

    public static (Flow? Flow, IReadOnlyList<FlowProblem> Problems) Read(JsonElement source)
    {
        if (source.ValueKind != JsonValueKind.Object)
            return (null, [new("A flow is a JSON object with the lists `nodes` and `edges`.")]);
        if (Length(source, "nodes") + Length(source, "edges") > Flow.MostItems)
            return (null, [new($"The flow has more than {Flow.MostItems} nodes and edges. Split it into several workflows.")]);
        var reader = new FlowReader();
        FlowNode[] nodes = [.. reader.Items(source, "nodes", required: true).Select(reader.Node).OfType<FlowNode>()];
        FlowEdge[] edges = [.. reader.Items(source, "edges", required: false).Select(reader.Edge).OfType<FlowEdge>()];
        foreach (var twice in nodes.GroupBy(node => node.Id).Where(group => group.Count() > 1))
            reader.problems.Add(new($"{twice.Count()} nodes have the id `{twice.Key}`. Give each node its own id.", Node: twice.Key));
        var inputs = FlowInputs.Read(source, reader.problems);
        var concurrency = FlowConcurrency.Read(source, reader.problems);
        var settings = FlowRunSettings.Read(source, reader.problems);
        return (new(source, nodes, edges) { Inputs = inputs, Concurrency = concurrency, OnFailure = settings.OnFailure }, reader.problems);
    }

    static int Length(JsonElement source, string name) => source.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;

    IEnumerable<(JsonElement Item, int Index)> Items(JsonElement source, string name, bool required)
    {
        if (source.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            return list.EnumerateArray().Select((item, index) => (item, index));
        if (required || list.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            problems.Add(new($"`{name}` is not a list."));
        return [];
    }

    FlowNode? Node((JsonElement Item, int Index) at)
    {
        var id = Text(at.Item, "id");
        var type = Text(at.Item, "type");
        var data = at.Item.ValueKind == JsonValueKind.Object && at.Item.TryGetProperty("data", out var found) ? found : Json.EmptyObject;
        if (id is null)
            problems.Add(new($"Node {at.Index + 1} has no `id`."));
        else if (type is null)
            problems.Add(new("The node has no `type`.", Node: id));
        else if (data.ValueKind != JsonValueKind.Object)
            problems.Add(new("The node's `data` is not an object.", Node: id));
        else
            return new(id, type, Text(data, "label") ?? id, data);
        return null;
    }

    FlowEdge? Edge((JsonElement Item, int Index) at)
    {
        var id = Text(at.Item, "id") ?? $"edge {at.Index + 1}";
        if (Text(at.Item, "source") is { } source && Text(at.Item, "target") is { } target)
            return new(id, source, Text(at.Item, "sourceHandle"), target);
        problems.Add(new("The edge has no `source` or `target`.", Edge: id));
        return null;
    }

    static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
