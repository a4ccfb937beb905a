using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Makes a flow of any React Flow graph. What has no type that is known here becomes an <see cref="UnsupportedNode"/> which keeps it; a node
/// without an id, and an edge without a node at an end, have no place in a flow, and are lost. What is a flow already stays as it is. Nothing
/// is run or fetched.
/// </summary>
public sealed class FlowImport
{
    readonly NodeCatalogue catalogue;
    readonly List<string> losses = [];
    readonly Dictionary<string, JsonObject> nodes = [];
    readonly HashSet<string> unsupported = [];

    FlowImport(NodeCatalogue catalogue) => this.catalogue = catalogue;

    /// <summary>Reads whatever <see cref="FlowFile.Read"/> reads.</summary>
    /// <returns>What to save; null with the problem if there is no JSON object. And a sentence for each thing that it does not have any more.</returns>
    public static (WorkflowDraft? Draft, IReadOnlyList<string> Losses, IReadOnlyList<FlowProblem> Problems) Read(string json, NodeCatalogue catalogue)
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
        if (flow["edges"] is JsonArray edges)
            flow["edges"] = new JsonArray([.. Take(edges).Index().Where(edge => Joins(edge.Item, edge.Index)).Select(edge => edge.Item)]);
        var leaving = (flow["edges"] as JsonArray ?? []).OfType<JsonObject>().ToLookup(edge => Text(edge["source"]));
        foreach (var id in unsupported)
            GivePorts(id, [.. leaving[id]]);
        flow["nodes"] = new JsonArray([.. nodes.Values]);
    }

    /// <summary>The items, free to be put elsewhere.</summary>
    static JsonNode?[] Take(JsonArray list)
    {
        JsonNode?[] items = [.. list];
        list.Clear();
        return items;
    }

    void Keep(JsonNode? item, int index)
    {
        if (item is not JsonObject node || Name(node, "id") is not { } id)
        {
            losses.Add($"Node {index + 1} has no id.");
            return;
        }
        if (node["data"] is null)
            node.Remove("data");
        if (!nodes.TryAdd(id, node))
            losses.Add($"Node {index + 1} has the id `{id}`, which an earlier one has.");
        else if (!IsKnown(node))
            MakeUnsupported(node, id);
    }

    bool IsKnown(JsonObject node) => (node["data"] is JsonObject || !node.ContainsKey("data")) && Text(node["type"]) is { } type && catalogue.Find(type) is not null;

    void MakeUnsupported(JsonObject node, string id)
    {
        unsupported.Add(id);
        var (type, data) = (Text(node["type"]) ?? "", node["data"]);
        node["type"] = UnsupportedNode.TypeName;
        node["data"] = new JsonObject { ["type"] = type };
        if (data is null)
            return;
        node["data"]!["data"] = data.DeepClone();
        // A level deeper than it was, it may be too deep to be read again.
        if (Json.TryParse($$"""{"nodes":[{{Json.Pretty(Json.From(node))}}]}""") is null)
            node["data"]!["data"] = Json.Pretty(Json.From(data));
        if (data is JsonObject && Text(data["label"]) is { } label)
            node["data"]!["label"] = label;
    }

    bool Joins(JsonNode? item, int index)
    {
        if (item is not JsonObject edge)
            losses.Add($"Edge {index + 1} is no object.");
        else if ((Name(edge, "source"), Name(edge, "target")) is not ({ } source, { } target))
            losses.Add($"Edge {index + 1} has no source or no target.");
        else if (new[] { source, target }.FirstOrDefault(end => !nodes.ContainsKey(end)) is { } missing)
            losses.Add($"Edge {index + 1} joins `{source}` to `{target}`, and there is no node `{missing}`.");
        else
            return true;
        return false;
    }

    /// <summary>Where some edges leave by a port with a name, the others need one too.</summary>
    void GivePorts(string id, JsonObject[] leaving)
    {
        const string Plain = "default";
        if (leaving.All(edge => Text(edge["sourceHandle"]) is null))
            return;
        foreach (var edge in leaving.Where(edge => Text(edge["sourceHandle"]) is null))
            edge["sourceHandle"] = Plain;
        nodes[id]["data"]!["ports"] = new JsonArray([.. leaving.Select(edge => Text(edge["sourceHandle"])).Distinct().Select(port => JsonValue.Create(port))]);
    }

    /// <summary>An id, which other programs may write as a number; it is a text from then on.</summary>
    static string? Name(JsonObject item, string key)
    {
        if (item[key]?.GetValueKind() == JsonValueKind.Number)
            item[key] = item[key]!.ToJsonString();
        return Text(item[key]);
    }

    static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}
