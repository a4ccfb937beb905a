using System.Globalization;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Sql;

namespace HtmxFlows.Workflows;

// Several nodes at once: copied, pasted, and moved into a workflow of their own.
public sealed partial class FlowEditor
{
    /// <summary>Nodes and the edges among them as JSON, to be pasted here or elsewhere.</summary>
    public string Copy(IReadOnlyCollection<string> ids) => Json.Pretty(Json.From(Part(ids)));

    /// <summary>Copies nodes with the edges among them; their templates refer to the copies.</summary>
    public FlowEdit Duplicate(IReadOnlyCollection<string> ids)
    {
        var what = Name(ids);
        var copies = Place(Part(ids));
        return new($"Duplicated {what}", copies[0]);
    }

    /// <summary>Adds copied nodes; ids that are taken are changed, and what refers to them follows.</summary>
    /// <param name="json">What <see cref="Copy"/> gave, or any flow.</param>
    public FlowEdit Paste(string json)
    {
        if (Workflows.Flow.Parse(json) is not ({ } flow, []))
            throw new FlowEditException("This is not the JSON of nodes. Use “Copy as JSON” in the editor, and paste the result.");
        if (flow.Nodes.Count == 0)
            throw new FlowEditException("The pasted JSON contains no nodes.");
        if (Nodes.Count + flow.Nodes.Count > FlowPlan.MostNodes || Edges.Count + flow.Edges.Count > FlowPlan.MostEdges)
            throw new FlowEditException($"The flow would exceed {FlowPlan.MostNodes} nodes or {FlowPlan.MostEdges} edges. Paste fewer nodes.");
        var pasted = Place(JsonObject.Create(flow.Source)!);
        return new($"Pasted {Name(pasted)}", pasted[0]);
    }

    /// <summary>Moves nodes into a workflow of their own, and puts a node that runs it in their place. What they refer to outside becomes its inputs.</summary>
    /// <param name="workflow">The name of the new workflow.</param>
    /// <returns>What was done, and the flow of the new workflow.</returns>
    public (FlowEdit Edit, string Moved) MoveOut(IReadOnlyCollection<string> ids, string workflow)
    {
        var part = Part(ids);
        var before = new FlowInputShapes(root, catalogue);
        var (entering, leaving) = Border([.. ids]);
        string[] ends = [.. ids.Where(id => part["edges"]!.AsArray().OfType<JsonObject>().All(edge => Text(edge, "source") != id))];
        var given = Given(part, ids, entering.Length > 0);
        var call = new JsonObject { ["id"] = FreeId("workflow"), ["type"] = "workflow", ["data"] = Calling(workflow, given) };
        var id = Text(call, "id");
        Nodes.Insert(Nodes.IndexOf(Find(ids.First())), call);
        foreach (var edge in entering)
            edge["target"] = id;
        foreach (var edge in leaving)
            edge["source"] = id;
        foreach (var moved in ids)
            Delete(moved, join: false);
        Unite();
        // One end gives its output as the result; several give an object by their ids.
        string[] PlaceOf(string end) => ends.Length == 1 ? [id] : [id, end];
        var follows = ends.ToDictionary(end => PathNames.Key(end), end => PathNames.Key(PlaceOf(end)));
        var after = new FlowInputShapes(root, catalogue);
        foreach (var other in Nodes.OfType<JsonObject>().Where(other => other != call))
        {
            if (NamesIn(other).FirstOrDefault(name => ids.Contains(name) && !ends.Contains(name)) is { } inner)
                throw new FlowEditException($"{Label(Text(other, "id"))} uses {inner}, which would be inside the new workflow and is not its result. Move that node too.");
            Dictionary<string, string> all = new(follows);
            foreach (var (from, to) in before.Of(Text(other, "id")).Moves(after.Of(Text(other, "id")), source => ids.Contains(source) ? PlaceOf(source) : [source]))
                all[from] = to;
            Follow(other, all);
        }
        Begin(part, given, [.. entering.Select(edge => Text(edge, "source"))]);
        return (new($"Moved {Words(ids)} to the workflow {workflow}", id), Json.Pretty(Json.From(part)));
    }

    static string Words(IReadOnlyCollection<string> ids) => ids.Count == 1 ? "a node" : $"{ids.Count} nodes";

    /// <summary>The edges into nodes that are to be moved, and out of them.</summary>
    (JsonObject[] Entering, JsonObject[] Leaving) Border(HashSet<string> moved)
    {
        JsonObject[] entering = [.. Edges.OfType<JsonObject>().Where(edge => !moved.Contains(Text(edge, "source")) && moved.Contains(Text(edge, "target")))];
        JsonObject[] leaving = [.. Edges.OfType<JsonObject>().Where(edge => moved.Contains(Text(edge, "source")) && !moved.Contains(Text(edge, "target")))];
        if (leaving.FirstOrDefault(edge => Text(edge, "sourceHandle").Length > 0) is { } chosen)
            throw new FlowEditException($"{Label(Text(chosen, "source"))} has an edge from its port {Text(chosen, "sourceHandle")}. A workflow has no ports, so also move the nodes after it, or do not move that node.");
        var behind = ReachedFrom(leaving.Select(exit => Text(exit, "target")));
        if (entering.Any(edge => behind.Contains(Text(edge, "source"))))
            throw new FlowEditException("A path leaves these nodes and returns to them. Move the nodes on that path too.");
        if (entering.FirstOrDefault(edge => Text(edge, "sourceHandle").Length > 0) is { } port && entering.Select(edge => Text(edge, "sourceHandle")).Distinct().Count() > 1)
            throw new FlowEditException($"These nodes have edges from several ports of {Label(Text(port, "source"))}, which a single node cannot distinguish. Move that node too.");
        var ways = entering.GroupBy(edge => Text(edge, "target")).Select(into => string.Join('\n', into.Select(edge => Text(edge, "source")).Order(StringComparer.Ordinal)));
        return ways.Distinct().Count() > 1
            ? throw new FlowEditException("Several of these nodes follow different nodes, and a single node would wait for all of them. Move fewer nodes, or also move the nodes before them.")
            : (entering, leaving);
    }

    /// <summary>What the nodes of a part refer to outside of it: a template for each, by the name that the part's workflow has for it as an input.</summary>
    Dictionary<string, (string Name, string Template)> Given(JsonObject part, IReadOnlyCollection<string> ids, bool hasInput)
    {
        var outside = Ids.Except(ids).ToHashSet();
        var nodes = part["nodes"]!.AsArray().OfType<JsonObject>().ToArray();
        Dictionary<string, (string, string)> given = [];
        foreach (var name in nodes.SelectMany(NamesIn).Where(outside.Contains).Distinct())
            given[name] = (InputName(name, given.Count), TemplateSyntax.Written(name));
        foreach (var name in nodes.SelectMany(node => Texts(node["data"]).SelectMany(text => TemplateSyntax.Parse(text).Paths).Concat(DataPaths(node))).Where(path => path is ["run", "input", _, ..]).Select(path => path[2]).Distinct())
            given[$"run.input.{name}"] = (name, $"run.input.{TemplateSyntax.Written(name)}");
        if (hasInput)
            given["input"] = ("given", "input");
        return given;
    }

    /// <summary>Makes a part a flow of its own.</summary>
    /// <param name="before">The nodes that led into it.</param>
    void Begin(JsonObject part, Dictionary<string, (string Name, string Template)> given, string[] before)
    {
        var nodes = part["nodes"]!.AsArray();
        // SQL refers to nodes alone, so a node of the same id stands for each that it refers to.
        string[] stands = [.. nodes.OfType<JsonObject>().SelectMany(References).Where(given.ContainsKey).Distinct()];
        var follows = given.Where(pair => !pair.Key.StartsWith("run.", StringComparison.Ordinal) && pair.Key != "input" && !stands.Contains(pair.Key))
            .ToDictionary(pair => PathNames.Key(pair.Key), pair => $"run.input.{pair.Value.Name}");
        foreach (var node in nodes.OfType<JsonObject>())
            Follow(node, follows);
        part["inputs"] = new JsonArray([.. given.Values.Select(one => new JsonObject { ["name"] = one.Name, ["type"] = "json" })]);
        if (before.Length == 0)
            return;
        var entered = nodes.OfType<JsonObject>().Select(node => Text(node, "id")).ToArray();
        var edges = part["edges"]!.AsArray();
        var first = FreeId("given", [.. entered, .. stands]);
        string[] starts = [.. entered.Where(id => edges.OfType<JsonObject>().All(edge => Text(edge, "target") != id))];
        nodes.Insert(0, Passing(first, "Input", "given"));
        foreach (var (index, start) in starts.Index())
            edges.Add(new JsonObject { ["id"] = $"given{index + 1}", ["source"] = first, ["target"] = start });
        foreach (var (index, id) in stands.Index())
        {
            nodes.Insert(0, Passing(id, Label(id), given[id].Name));
            edges.Add(new JsonObject { ["id"] = $"stands{index + 1}", ["source"] = id, ["target"] = first });
        }
    }

    /// <summary>A node that gives an input of the run.</summary>
    static JsonObject Passing(string id, string label, string input) => new()
    {
        ["id"] = id,
        ["type"] = "template",
        ["data"] = new JsonObject { ["label"] = label, ["template"] = $"{{{{run.input.{input}}}}}" },
    };

    /// <summary>Several edges from one port to one node are one.</summary>
    void Unite()
    {
        foreach (var twice in Edges.OfType<JsonObject>().GroupBy(Ends).SelectMany(same => same.Skip(1)).ToArray())
            Edges.Remove(twice);
    }

    static JsonObject Calling(string workflow, Dictionary<string, (string Name, string Template)> given) => new()
    {
        ["label"] = workflow,
        ["workflow"] = workflow,
        ["input"] = new JsonArray([.. given.Values.Select(one => new JsonObject { ["name"] = one.Name, ["value"] = $"{{{{{one.Template}}}}}" })]),
    };

    // The name of an input has fewer characters to choose from than an id, and must not meet another.
    static string InputName(string id, int number) =>
        $"from_{new string([.. id.Select(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' ? letter : '_')])}{(id.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') ? "" : string.Create(CultureInfo.InvariantCulture, $"_{number + 1}"))}";

    JsonObject Part(IReadOnlyCollection<string> ids)
    {
        var chosen = ids.ToHashSet();
        if (chosen.Count == 0)
            throw new FlowEditException("Choose at least one node.");
        return new()
        {
            ["nodes"] = new JsonArray([.. ids.Distinct().Select(id => Find(id).DeepClone())]),
            ["edges"] = new JsonArray([.. Edges.OfType<JsonObject>().Where(edge => chosen.Contains(Text(edge, "source")) && chosen.Contains(Text(edge, "target"))).Select(edge => edge.DeepClone())]),
        };
    }

    /// <summary>Adds nodes under ids that are free.</summary>
    /// <returns>Their ids, in their order.</returns>
    List<string> Place(JsonObject part)
    {
        Dictionary<string, string> ids = [];
        var taken = Ids;
        JsonObject[] nodes = [.. (part["nodes"] as JsonArray ?? []).OfType<JsonObject>()];
        foreach (var old in nodes.Select(node => Text(node, "id")))
            taken.Add(ids[old] = FreeId(old, taken));
        var inputs = new FlowInputShapes(part, catalogue);
        foreach (var node in nodes.Select(node => (JsonObject)node.DeepClone()))
        {
            var moves = Moves(ids, inputs.Of(Text(node, "id")));
            node["id"] = ids[Text(node, "id")];
            Follow(node, moves);
            Nodes.Add(node);
        }
        foreach (var edge in (part["edges"] as JsonArray ?? []).OfType<JsonObject>().Where(edge => ids.ContainsKey(Text(edge, "source")) && ids.ContainsKey(Text(edge, "target"))))
            Edges.Add(Edge(ids[Text(edge, "source")], Text(edge, "sourceHandle"), ids[Text(edge, "target")]));
        return [.. ids.Values];
    }

    /// <summary>Where the values of nodes are that have other ids now, for a node that refers to them.</summary>
    /// <param name="ids">The new ids by the old ones.</param>
    /// <param name="input">The node's input, by the old ids.</param>
    static Dictionary<string, string> Moves(Dictionary<string, string> ids, FlowInputShape input)
    {
        Dictionary<string, string> moves = [];
        foreach (var (id, to) in ids.Where(pair => pair.Key != pair.Value))
        {
            moves[PathNames.Key(id)] = PathNames.Key(to);
            moves[PathNames.Key("run", "approvals", id)] = PathNames.Key("run", "approvals", to);
            if (!input.IsSingle && input.Predecessors.Contains(id))
                moves[PathNames.Key("input", id)] = PathNames.Key("input", to);
        }
        return moves;
    }

    static void MoveEnds(JsonObject edge, Dictionary<string, string> ids)
    {
        foreach (var end in new[] { "source", "target" })
        {
            if (ids.TryGetValue(Text(edge, end), out var to))
                edge[end] = to;
        }
    }

    /// <summary>Has what a node refers to follow nodes that have another name now.</summary>
    /// <param name="names">The new places (see <see cref="PathNames"/>).</param>
    void Follow(JsonObject node, Dictionary<string, string> names)
    {
        if (names.Count == 0 || node["data"] is not JsonObject data)
            return;
        if (References(node).FirstOrDefault(name => names.TryGetValue(PathNames.Key(name), out var to) && !SqlTokens.IsName(to)) is { } name)
            throw new FlowEditException($"{Label(Text(node, "id"))} uses {name} in its SQL, where “{names[PathNames.Key(name)]}” is not allowed. Use a name of letters, digits and _, or provide the value by an earlier node.");
        node["data"] = Rewrite(data, null, data, catalogue.Find(Text(node, "type")), names);
    }

    static JsonNode? Rewrite(JsonNode? value, string? field, JsonObject data, NodeType? type, Dictionary<string, string> names) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Rewrite(member.Value, member.Key, data, type, names)))),
        JsonArray items => new JsonArray([.. items.Select(item => Rewrite(item, field, data, type, names))]),
        JsonValue one when one.TryGetValue<string>(out var text) => Rewrite(text, field, data, type, names),
        _ => value?.DeepClone(),
    };

    static string Rewrite(string text, string? field, JsonObject data, NodeType? type, Dictionary<string, string> names)
    {
        var isCode = type?.Shape.Fields.Any(own => own.Name == field && own.Kind == FieldKind.Code) == true;
        var renamed = isCode ? text : TemplateSyntax.Rename(text, names);
        return type is null || field is null ? renamed : type.Rename(field, renamed, data, names);
    }

    /// <summary>The names at the root of a run's data that a node refers to.</summary>
    IEnumerable<string> NamesIn(JsonObject node) => Texts(node["data"])
        .SelectMany(text => TemplateSyntax.Parse(text).Paths).Concat(DataPaths(node))
        .Select(path => path is ["nodes", var id, ..] ? id : path.FirstOrDefault(""))
        .Concat(References(node));

    IEnumerable<string> References(JsonObject node) => Read(node) is var (type, configuration) ? type.References(configuration).Select(found => found.Name) : [];

    IEnumerable<IReadOnlyList<string>> DataPaths(JsonObject node) => Read(node) is var (type, configuration) ? type.DataPaths(configuration).Select(found => found.Path) : [];

    (NodeType Type, object Configuration)? Read(JsonObject node) =>
        catalogue.Find(Text(node, "type")) is { } type && type.Read(Json.From(node["data"])).Configuration is { } configuration ? (type, configuration) : null;

    static IEnumerable<string> Texts(JsonNode? value) => value switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue one when one.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
