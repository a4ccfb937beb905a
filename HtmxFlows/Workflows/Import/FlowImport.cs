using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Converts any React Flow graph to a flow. A node of an unknown type becomes an <see cref="UnsupportedNode"/>, which keeps its data. A node
/// without an id and an edge without a node at an end are skipped. A valid flow stays unchanged.
/// Nothing is run or fetched.
/// </summary>
public sealed class FlowImport
{
    const string Connections = "connections";

    /// <summary>The members of flows and nodes here and in React Flow.</summary>
    static readonly HashSet<string>
        FlowMembers = ["nodes", "edges", "inputs", "concurrency", "settings", "viewport", "defaultViewport"],
        NodeMembers =
        [
            "id", "type", "position", "data", "name", "positionAbsolute", "measured", "style", "handles", "origin", "extent", "computed", "internals",
            "ariaLabelConfig", "domAttributes",
        ];

    readonly NodeCatalogue catalogue;
    readonly List<string> losses = [];
    readonly Dictionary<string, JsonObject> nodes = [];
    readonly HashSet<string> unsupported = [];

    FlowImport(NodeCatalogue catalogue) => this.catalogue = catalogue;

    /// <summary>Reads whatever <see cref="FlowFile.Read"/> reads.</summary>
    /// <returns>The workflow to save, or null with the problem if the text is not a JSON object; and a sentence for each skipped item.</returns>
    public static (WorkflowContent? Draft, IReadOnlyList<string> Losses, IReadOnlyList<FlowProblem> Problems) Read(string json, NodeCatalogue catalogue)
    {
        var (draft, problems) = FlowFile.Read(json);
        if (draft is null)
            return (null, [], problems);
        if (Flow.Parse(draft.Flow) is (null, var unreadable))
            return (null, [], unreadable);
        var import = new FlowImport(catalogue);
        var flow = JsonObject.Create(Json.Parse(draft.Flow))!;
        import.Convert(flow);
        return (draft with { Flow = Json.Pretty(Json.From(flow)) }, import.losses, []);
    }

    void Convert(JsonObject flow)
    {
        if (flow["nodes"] is not JsonArray given)
            return;
        foreach (var (index, node) in Take(given).Index())
            Keep(node, index);
        TakeConnections(flow);
        FindUnused(flow);
        if (flow["edges"] is JsonArray edges)
            flow["edges"] = new JsonArray([.. Take(edges).Index().Where(edge => Joins(edge.Item, edge.Index)).Select(edge => edge.Item)]);
        var leaving = (flow["edges"] as JsonArray ?? []).OfType<JsonObject>().ToLookup(edge => Text(edge["source"]));
        foreach (var id in unsupported)
            GivePorts(id, [.. leaving[id]]);
        flow["nodes"] = new JsonArray([.. nodes.Values]);
    }

    /// <summary>Makes edges of connections that name their nodes, if there are no edges.</summary>
    void TakeConnections(JsonObject flow)
    {
        if (flow["edges"] is JsonArray { Count: > 0 } || NamedConnections.Read(flow[Connections], IdOf) is not ({ } edges, var unconnected))
            return;
        losses.AddRange(unconnected);
        flow["edges"] = new JsonArray([.. edges]);
        flow.Remove(Connections);
    }

    string? IdOf(string name) => nodes.ContainsKey(name) ? name : nodes.FirstOrDefault(node => Text(node.Value["name"]) == name).Key;

    /// <summary>If no edge joins several nodes, reports lists and objects that are kept in the flow and mean nothing there: they may be connections of another form.</summary>
    void FindUnused(JsonObject flow)
    {
        if (nodes.Count < 2 || flow["edges"] is JsonArray { Count: > 0 })
            return;
        foreach (var (name, _) in flow.Where(member => IsUnused(member, FlowMembers)))
            losses.Add($"`{name}` has no meaning in a flow. It is kept, and not used.");
        foreach (var name in nodes.Values.SelectMany(node => node.Where(member => IsUnused(member, NodeMembers))).Select(member => member.Key).Distinct())
            losses.Add($"`{name}` has no meaning in a node. It is kept, and not used.");
    }

    static bool IsUnused(KeyValuePair<string, JsonNode?> member, HashSet<string> known) =>
        member.Value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && !known.Contains(member.Key);

    /// <summary>The items, detached from the list.</summary>
    static JsonNode?[] Take(JsonArray list)
    {
        JsonNode?[] items = [.. list];
        list.Clear();
        return items;
    }

    void Keep(JsonNode? item, int index)
    {
        if (item is not JsonObject node || (Name(node, "id") ?? Text(node["name"])) is not { } id)
        {
            losses.Add($"Node {index + 1} has no id.");
            return;
        }
        node["id"] = id;
        if (node["data"] is null)
            node.Remove("data");
        if (!nodes.TryAdd(id, node))
            losses.Add($"Node {index + 1} has the id `{id}` of an earlier node.");
        else if (!IsKnown(node))
            MakeUnsupported(node, id);
    }

    bool IsKnown(JsonObject node) => (node["data"] is JsonObject || !node.ContainsKey("data")) && Text(node["type"]) is { } type && catalogue.Find(type) is not null;

    void MakeUnsupported(JsonObject node, string id)
    {
        unsupported.Add(id);
        var (type, data) = (Text(node["type"]) ?? "", node["data"] ?? TakeOthers(node));
        node["type"] = UnsupportedNode.TypeName;
        node["data"] = new JsonObject { ["type"] = type };
        if ((Text((data as JsonObject)?["label"]) ?? Text(node["name"])) is { } label)
            node["data"]!["label"] = label;
        if (data is null)
            return;
        node["data"]!["data"] = data.DeepClone();
        // One level deeper than before, it may exceed the nesting limit.
        if (Json.TryParse($$"""{"nodes":[{{Json.Pretty(Json.From(node))}}]}""") is null)
            node["data"]!["data"] = Json.Pretty(Json.From(data));
    }

    /// <summary>The configuration of a node that has it beside its id and type instead of in <c>data</c>; null if there is none.</summary>
    static JsonObject? TakeOthers(JsonObject node)
    {
        var others = new JsonObject();
        foreach (var member in node.Where(member => !NodeMembers.Contains(member.Key)).ToArray())
        {
            node.Remove(member.Key);
            others[member.Key] = member.Value;
        }
        return others.Count == 0 ? null : others;
    }

    bool Joins(JsonNode? item, int index)
    {
        if (item is not JsonObject edge)
            losses.Add($"Edge {index + 1} is not an object.");
        else if ((Name(edge, "source"), Name(edge, "target")) is not ({ } source, { } target))
            losses.Add($"Edge {index + 1} has no source or target.");
        else if (new[] { source, target }.FirstOrDefault(end => !nodes.ContainsKey(end)) is { } missing)
            losses.Add($"Edge {index + 1} connects `{source}` to `{target}`, but the node `{missing}` does not exist.");
        else
            return true;
        return false;
    }

    /// <summary>If some edges leave from a named port, the others need a named port too.</summary>
    void GivePorts(string id, JsonObject[] leaving)
    {
        const string Plain = "default";
        if (leaving.All(edge => Text(edge["sourceHandle"]) is null))
            return;
        foreach (var edge in leaving.Where(edge => Text(edge["sourceHandle"]) is null))
            edge["sourceHandle"] = Plain;
        nodes[id]["data"]!["ports"] = new JsonArray([.. leaving.Select(edge => Text(edge["sourceHandle"])).Distinct().Select(port => JsonValue.Create(port))]);
    }

    /// <summary>An id. Other programs may write it as a number, which is converted to text.</summary>
    static string? Name(JsonObject item, string key)
    {
        if (item[key]?.GetValueKind() == JsonValueKind.Number)
            item[key] = item[key]!.ToJsonString();
        return Text(item[key]);
    }

    static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}
