using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Changes a flow as a person does in the editor. Each change is whole: ids stay unique, edges have two ends, templates follow the
/// nodes that they refer to. What this program does not know in the JSON stays as it is. The flow need not be free of problems.
/// </summary>
public sealed partial class FlowEditor
{
    readonly NodeCatalogue catalogue;
    readonly JsonObject root;

    // Every id that an edge has or had: a new edge gets another.
    readonly Lazy<HashSet<string>> edgeIds;

    /// <param name="flow">The flow's JSON: an object.</param>
    public FlowEditor(string flow, NodeCatalogue catalogue)
    {
        this.catalogue = catalogue;
        root = JsonObject.Create(Json.Parse(flow))!;
        Nodes = List("nodes");
        Edges = List("edges");
        if (Nodes.Count > FlowPlan.MostNodes || Edges.Count > FlowPlan.MostEdges)
            throw new FlowEditException($"The flow has more than {FlowPlan.MostNodes} nodes or {FlowPlan.MostEdges} edges, so it can be edited only as JSON.");
        edgeIds = new(() => [.. Edges.OfType<JsonObject>().Select(IdOf)]);
    }

    /// <summary>The flow's JSON as it is now.</summary>
    public string Flow => Json.Pretty(Json.From(root));

    JsonArray Nodes { get; }

    JsonArray Edges { get; }

    /// <summary>Adds a node.</summary>
    /// <param name="type">The name of its type.</param>
    /// <param name="place">Where: between a node and all that follows it (After) or that it follows (Before), from a node without touching what follows (Beside), or on an edge.</param>
    /// <param name="at">The id of that node or edge.</param>
    /// <param name="port">The port of that node, for After and Beside; null is the default port.</param>
    public FlowEdit Add(string type, NodePlace place = NodePlace.Alone, string? at = null, string? port = null)
    {
        var known = catalogue.Find(type) ?? throw new FlowEditException($"Unknown node type “{type}”.");
        var id = FreeId(type);
        var data = known.Shape.Started();
        data.Insert(0, "label", known.Title);
        var node = new JsonObject { ["id"] = id, ["type"] = type, ["data"] = data };
        if (place == NodePlace.Edge)
            Insert(node, known, FindEdge(at), FindEdge(at));
        else if (place != NodePlace.Alone)
            Insert(node, known, place, Find(at), port);
        else
            Nodes.Add(node);
        return new($"Added {known.Title}", id);
    }

    /// <summary>What a node says of itself, to be changed and given to <see cref="Change"/>.</summary>
    public JsonObject DataOf(string id) => Find(id)["data"]?.DeepClone() as JsonObject ?? [];

    /// <summary>The type of a node; null if there is none of its name.</summary>
    public NodeType? TypeOf(string id) => catalogue.Find(Text(Find(id), "type"));

    /// <summary>What the flow says of itself beside its nodes and edges, to be changed and given to <see cref="ChangeSettings"/>.</summary>
    public JsonObject Settings => new(root.Where(member => member.Key is not ("nodes" or "edges")).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    /// <summary>Replaces what the flow says of itself beside its nodes and edges: its inputs and its limit.</summary>
    public FlowEdit ChangeSettings(JsonObject settings)
    {
        string[] written = [.. JsonDifference.Between(Settings, settings, "flow")];
        foreach (var key in root.Select(member => member.Key).Where(key => key is not ("nodes" or "edges")).ToArray())
            root.Remove(key);
        foreach (var (key, value) in settings)
            root[key] = value?.DeepClone();
        return new("Changed the workflow's settings") { Written = written };
    }

    /// <summary>Pins an output to a node, or takes the pin away.</summary>
    public FlowEdit Pin(string id, NodePin? pin)
    {
        var data = DataOf(id);
        if (pin is null)
            data.Remove(NodePin.Key);
        else
            data[NodePin.Key] = JsonSerializer.SerializeToNode(pin, Json.Options);
        return Change(id, data) with { Written = null, Change = $"{(pin is null ? "Unpinned" : "Pinned")} the output of {Label(id)}" };
    }

    /// <summary>Disables a node, so that it passes its input on, or enables it again.</summary>
    public FlowEdit Disable(string id, bool isDisabled)
    {
        var data = DataOf(id);
        var settings = data["settings"] as JsonObject ?? [];
        data.Remove("settings");
        settings.Remove("disabled");
        if (isDisabled)
            settings["disabled"] = true;
        if (settings.Count > 0)
            data["settings"] = settings;
        return Change(id, data) with { Written = null, Change = $"{(isDisabled ? "Disabled" : "Enabled")} {Label(id)}" };
    }

    /// <summary>Replaces what a node says of itself: its <c>data</c>, the label and settings included.</summary>
    public FlowEdit Change(string id, JsonObject data)
    {
        string[] written = [.. JsonDifference.Between(Find(id)["data"], data, $"{id} data")];
        Find(id)["data"] = data;
        return new($"Changed {Label(id)}", id) { Written = written };
    }

    /// <summary>Joins two nodes.</summary>
    public FlowEdit Connect(string source, string? port, string target)
    {
        Find(source);
        Find(target);
        if (source == target)
            throw new FlowEditException("A node cannot connect to itself.");
        if (Edges.OfType<JsonObject>().Any(edge => Joins(edge, source, port, target)))
            throw new FlowEditException($"{Label(source)} is already connected to {Label(target)}.");
        if (Reaches(target, source))
            throw new FlowEditException($"{Label(target)} comes before {Label(source)}, so this edge would form a loop.");
        Edges.Add(Edge(source, port, target));
        return new($"Connected {Label(source)} to {Label(target)}", source);
    }

    /// <summary>Removes an edge.</summary>
    public FlowEdit Disconnect(string edge)
    {
        var found = FindEdge(edge);
        Edges.Remove(found);
        return new($"Disconnected {Label(Text(found, "source"))} from {Label(Text(found, "target"))}", Text(found, "source"));
    }

    /// <summary>Deletes nodes with their edges.</summary>
    /// <param name="join">Whether what came before is led on to what came after.</param>
    public FlowEdit Delete(IReadOnlyCollection<string> ids, bool join)
    {
        var what = Name(ids);
        foreach (var id in ids)
            Delete(id, join);
        return new($"Deleted {what}");
    }

    /// <summary>Gives a node another id; edges and templates that refer to it follow.</summary>
    public FlowEdit Rename(string id, string to)
    {
        to = to.Trim();
        var node = Find(id);
        if (to == id)
            return new($"Kept the id {id}", id);
        if (to.Length is 0 or > LongestId)
            throw new FlowEditException($"Enter an id of 1 to {LongestId} characters.");
        if (FlowCheck.CommonNames.Contains(to))
            throw new FlowEditException($"“{to}” is a reserved name. Use another id.");
        if (Ids.Contains(to))
            throw new FlowEditException($"The id “{to}” is already used.");
        var inputs = new FlowInputShapes(root, catalogue);
        node["id"] = to;
        foreach (var edge in Edges.OfType<JsonObject>())
            MoveEnds(edge, new() { [id] = to });
        foreach (var other in Nodes.OfType<JsonObject>())
            Follow(other, Moves(new() { [id] = to }, inputs.Of(other == node ? id : Text(other, "id"))));
        return new($"Renamed {id} to {to}", to) { Renamed = (id, to) };
    }

    const int LongestId = 100;

    HashSet<string> Ids => [.. Nodes.OfType<JsonObject>().Select(node => Text(node, "id"))];

    JsonObject Find(string? id) => Nodes.OfType<JsonObject>().FirstOrDefault(node => id is not null && Text(node, "id") == id)
        ?? throw new FlowEditException($"The node “{id}” no longer exists.");

    JsonObject FindEdge(string? id) => Edges.OfType<JsonObject>().FirstOrDefault(edge => id is not null && IdOf(edge) == id)
        ?? throw new FlowEditException("The edge no longer exists.");

    string IdOf(JsonObject edge) => Text(edge, "id") is { Length: > 0 } id ? id : string.Create(CultureInfo.InvariantCulture, $"edge {Edges.IndexOf(edge) + 1}");

    /// <summary>Puts a node between an edge's ends.</summary>
    void Insert(JsonObject node, NodeType type, JsonObject incoming, JsonObject outgoing)
    {
        var (source, target, port) = (Text(incoming, "source"), Text(outgoing, "target"), Text(incoming, "sourceHandle"));
        Edges.Remove(incoming);
        Nodes.Insert(Nodes.IndexOf(Find(source)) + 1, node);
        Edges.Add(Edge(source, port, Text(node, "id")));
        Edges.Add(Edge(Text(node, "id"), FirstPort(type), target));
    }

    void Insert(JsonObject node, NodeType type, NodePlace place, JsonObject at, string? port)
    {
        var (id, other) = (Text(node, "id"), Text(at, "id"));
        foreach (var edge in place == NodePlace.Beside ? [] : Edges.OfType<JsonObject>().ToArray())
        {
            if (place == NodePlace.Before && Text(edge, "target") == other)
                edge["target"] = id;
            else if (place == NodePlace.After && Text(edge, "source") == other && Text(edge, "sourceHandle") == (port ?? ""))
                Edges[Edges.IndexOf(edge)] = Edge(id, FirstPort(type), Text(edge, "target"));
        }
        Nodes.Insert(Nodes.IndexOf(at) + (place == NodePlace.Before ? 0 : 1), node);
        Edges.Add(place == NodePlace.Before ? Edge(id, FirstPort(type), other) : Edge(other, port, id));
    }

    void Delete(string id, bool join)
    {
        var node = Find(id);
        JsonObject[] incoming = [.. Edges.OfType<JsonObject>().Where(edge => Text(edge, "target") == id)];
        JsonObject[] outgoing = [.. Edges.OfType<JsonObject>().Where(edge => Text(edge, "source") == id)];
        Nodes.Remove(node);
        foreach (var edge in incoming.Union(outgoing))
            Edges.Remove(edge);
        if (!join)
            return;
        if ((long)incoming.Length * outgoing.Length + Edges.Count > FlowPlan.MostEdges)
            throw new FlowEditException($"Reconnecting the neighbours of {Text(node, "id")} would exceed {FlowPlan.MostEdges} edges, the limit of a flow. Delete some of its edges first.");
        var joined = Edges.OfType<JsonObject>().Select(Ends).ToHashSet();
        foreach (var (before, after) in incoming.SelectMany(before => outgoing.Select(after => (before, after))))
        {
            var ends = (Text(before, "source"), Text(before, "sourceHandle"), Text(after, "target"));
            if (joined.Add(ends))
                Edges.Add(Edge(ends.Item1, ends.Item2, ends.Item3));
        }
    }

    bool Reaches(string from, string to) => ReachedFrom([from]).Contains(to);

    /// <summary>Nodes, and all that paths from them lead to.</summary>
    HashSet<string> ReachedFrom(IEnumerable<string> ids)
    {
        var targets = Edges.OfType<JsonObject>().ToLookup(edge => Text(edge, "source"), edge => Text(edge, "target"));
        HashSet<string> seen = [];
        var open = new Stack<string>(ids);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (var target in targets[next])
                open.Push(target);
        }
        return seen;
    }

    static bool Joins(JsonObject edge, string source, string? port, string target) =>
        Ends(edge) == (source, port ?? "", target);

    static (string Source, string Port, string Target) Ends(JsonObject edge) => (Text(edge, "source"), Text(edge, "sourceHandle"), Text(edge, "target"));

    JsonObject Edge(string source, string? port, string target)
    {
        var number = Edges.Count + 1;
        while (!edgeIds.Value.Add(EdgeId(number)))
            number++;
        var edge = new JsonObject { ["id"] = EdgeId(number), ["source"] = source, ["target"] = target };
        if (!string.IsNullOrEmpty(port))
            edge["sourceHandle"] = port;
        return edge;
    }

    static string EdgeId(int number) => string.Create(CultureInfo.InvariantCulture, $"e{number}");

    static string? FirstPort(NodeType type) => type.Ports.Count > 0 ? type.Ports[0] : null;

    string FreeId(string wish, ICollection<string>? taken = null)
    {
        var ids = taken ?? Ids;
        bool IsFree(string id) => !ids.Contains(id) && !FlowCheck.CommonNames.Contains(id);
        return IsFree(wish) ? wish : Enumerable.Range(2, ids.Count + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"{wish}{number}")).First(IsFree);
    }

    string Label(string id) => Nodes.OfType<JsonObject>().FirstOrDefault(node => Text(node, "id") == id)?["data"] is JsonObject data && Text(data, "label") is { Length: > 0 } label ? label : id;

    string Name(IReadOnlyCollection<string> ids) => ids.Count == 1 ? Label(ids.First()) : $"{ids.Count} nodes";

    static string Text(JsonObject from, string key) => from[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    JsonArray List(string key)
    {
        if (root[key] is not JsonArray list)
            root[key] = list = [];
        return list;
    }
}
