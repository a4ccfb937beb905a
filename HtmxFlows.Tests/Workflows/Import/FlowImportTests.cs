using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowImportTests
{
    [Fact]
    public void A_node_of_an_unknown_type_keeps_its_type_its_data_and_its_edges()
    {
        var flow = Import("""
            {"nodes": [
              {"id": "a", "type": "slack", "position": {"x": 1, "y": 2}, "data": {"label": "Tell", "channel": "#news"}},
              {"id": "b", "data": {"label": "No type"}},
              {"id": "c", "type": "template", "data": {"template": "x"}},
              {"id": "d", "type": "template", "data": "no object"}],
             "edges": [{"id": "e1", "source": "a", "target": "b"}, {"source": "b", "target": "c"}]}
            """);

        Assert.Equal(["a unsupported Tell", "b unsupported No type", "c template c", "d unsupported d"], flow.Nodes.Select(node => $"{node.Id} {node.Type} {node.Label}"));
        Assert.Equal("""{"type":"slack","label":"Tell","data":{"label":"Tell","channel":"#news"}}""", Compact(flow.Nodes[0].Data));
        Assert.Equal("""{"type":"","label":"No type","data":{"label":"No type"}}""", Compact(flow.Nodes[1].Data));
        Assert.Equal("""{"type":"template","data":"no object"}""", Compact(flow.Nodes[3].Data));
        Assert.Equal([("a", null, "b"), ("b", null, "c")], flow.Edges.Select(edge => (edge.Source, edge.Port, edge.Target)));
        Assert.Equal("""{"x":1,"y":2}""", Compact(flow.Source.GetProperty("nodes")[0].GetProperty("position")));
    }

    [Fact]
    public void Its_edges_leave_by_the_handles_that_they_left_by()
    {
        var flow = Import("""
            {"nodes": [{"id": "a", "type": "if"}, {"id": "b", "type": "x"}],
             "edges": [{"source": "a", "sourceHandle": "yes", "target": "b"}, {"source": "a", "target": "b"}, {"source": "a", "sourceHandle": "yes", "target": "b"}]}
            """);

        Assert.Equal(["yes", "default", "yes"], flow.Edges.Select(edge => edge.Port));
        Assert.Equal("""{"type":"if","ports":["yes","default"]}""", Compact(flow.Nodes[0].Data));
        Assert.Empty(FlowPlan.Make(flow.Source.GetRawText(), NodeTypes.Catalogue).Problems);
    }

    [Fact]
    public void Connections_by_name_become_edges_and_parameters_become_data()
    {
        var (draft, losses, _) = FlowImport.Read("""
            {"name": "Two", "nodes": [
              {"id": "1", "name": "Hook", "type": "other.webhook", "parameters": {"path": "x"}},
              {"name": "Send", "type": "other.request", "parameters": {"url": "https://example.com"}, "disabled": true},
              {"id": "3", "name": "Model", "type": "other.model"}],
             "connections": {
              "Hook": {"main": [[{"node": "Send", "type": "main", "index": 0}], null, [{"node": "Model"}, {"node": "Ghost"}]]},
              "Model": {"ai_model": [[{"node": "Send"}]]}}}
            """, NodeTypes.Catalogue);
        var flow = Flow.Parse(draft!.Flow).Flow!;

        Assert.Equal(["1 unsupported Hook", "Send unsupported Send", "3 unsupported Model"], flow.Nodes.Select(node => $"{node.Id} {node.Type} {node.Label}"));
        Assert.Equal("""{"type":"other.webhook","label":"Hook","data":{"parameters":{"path":"x"}},"ports":["default","3"]}""", Compact(flow.Nodes[0].Data));
        Assert.Equal("""{"parameters":{"url":"https://example.com"},"disabled":true}""", Compact(flow.Nodes[1].Data.GetProperty("data")));
        Assert.Equal([("1", "default", "Send"), ("1", "3", "3"), ("3", "ai_model", "Send")], flow.Edges.Select(edge => (edge.Source, edge.Port, edge.Target)));
        Assert.Equal(["A connection leads from “Hook” to “Ghost”, but the node “Ghost” does not exist."], losses);
        Assert.Empty(FlowPlan.Make(draft.Flow, NodeTypes.Catalogue).Problems);
    }

    [Theory]
    [InlineData("""{"nodes": [{"id": "a"}, {"id": "b"}], "links": [["a", "b"]], "viewport": {"x": 1}, "meta": {}, "rev": 3}""", "`links` has no meaning in a flow. It is kept, and not used.")]
    [InlineData("""{"nodes": [{"id": "a"}, {"id": "b"}], "connections": [{"from": "a"}]}""", "`connections` has no meaning in a flow. It is kept, and not used.")]
    [InlineData("""{"nodes": [{"id": "a", "type": "template", "data": {"template": "x"}, "wires": [["b"]], "measured": {"width": 1}}, {"id": "b"}]}""", "`wires` has no meaning in a node. It is kept, and not used.")]
    public void What_another_program_connects_in_its_own_way_is_reported(string json, string loss) =>
        Assert.Equal([loss], FlowImport.Read(json, NodeTypes.Catalogue).Losses);

    [Fact]
    public void Ids_may_be_numbers() => Assert.Equal(["1", "2"], Import("""{"nodes": [{"id": 1}, {"id": "2"}], "edges": [{"source": "1", "target": 2}]}""").Nodes.Select(node => node.Id));

    [Fact]
    public void Items_without_a_place_in_a_flow_are_reported() => Assert.Equal(
        [
            "Node 1 has no id.", "Node 2 has no id.", "Node 4 has the id `a` of an earlier node.",
            "Edge 1 connects `a` to `ghost`, but the node `ghost` does not exist.", "Edge 2 has no source or target.", "Edge 3 is not an object.",
        ],
        FlowImport.Read("""{"nodes": [{"type": "x"}, 7, {"id": "a"}, {"id": "a"}], "edges": [{"source": "a", "target": "ghost"}, {"source": "a"}, null]}""", NodeTypes.Catalogue).Losses);

    [Fact]
    public void Data_that_would_become_too_deep_is_kept_as_a_text()
    {
        var deep = $"{new string('[', 60)}{new string(']', 60)}";
        var data = Import($$$"""{"nodes": [{"id": "a", "type": "x", "data": {"deep": {{{deep}}}}}]}""").Nodes[0].Data;
        Assert.Equal($$$"""{"deep":{{{deep}}}}""", string.Concat(data.GetProperty("data").GetString()!.Where(letter => !char.IsWhiteSpace(letter))));
    }

    [Fact]
    public void A_flow_of_our_own_is_imported_as_it_is()
    {
        foreach (var draft in SampleWorkflows.All.Concat(WorkflowTemplates.All.Select(template => template.Workflow)))
        {
            var (imported, losses, _) = FlowImport.Read(FlowFile.Write(draft), NodeTypes.Catalogue);
            Assert.Empty(losses);
            Assert.True(JsonElement.DeepEquals(Json.Parse(draft.Flow), Json.Parse(imported!.Flow)));
        }
    }

    [Fact]
    public void Any_text_is_imported_or_refused() => Prop.ForAll(Arb.From(Gen.OneOf(ArbMap.Default.GeneratorFor<string>(), Values.Select(value => value?.ToJsonString() ?? "null"))), text =>
        FlowImport.Read(text ?? "", NodeTypes.Catalogue) is ({ } draft, _, _) ? Flow.Parse(draft.Flow).Flow is not null : FlowImport.Read(text ?? "", NodeTypes.Catalogue).Problems.Count > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_any_graph_every_node_with_an_id_and_every_edge_between_such_nodes_is_kept() => Prop.ForAll(Arb.From(Graphs), graph =>
    {
        var (draft, losses, _) = FlowImport.Read(graph.ToJsonString(), NodeTypes.Catalogue);
        var (flow, problems) = Flow.Parse(draft!.Flow);
        var (nodes, edges) = (graph["nodes"]!.AsArray(), graph["edges"]!.AsArray());
        var ids = nodes.Select(node => Id(node, "id") ?? Name(node)).OfType<string>().ToHashSet();
        var joined = edges.Where(edge => Id(edge, "source") is { } source && Id(edge, "target") is { } target && ids.Contains(source) && ids.Contains(target)).ToArray();

        Assert.Empty(problems);
        Assert.Equal(ids, flow!.Nodes.Select(node => node.Id).ToHashSet());
        Assert.Equal(ids.Count, flow.Nodes.Count);
        Assert.Equal(joined.Select(edge => (Id(edge, "source"), Id(edge, "target"))), flow.Edges.Select(edge => ((string?)edge.Source, (string?)edge.Target)));
        Assert.All(flow.Nodes, node => Assert.NotNull(NodeTypes.Catalogue.Find(node.Type)));
        Assert.Equal(nodes.Count + edges.Count - ids.Count - joined.Length, losses.Count);
        Assert.DoesNotContain(FlowPlan.Make(draft.Flow, NodeTypes.Catalogue).Problems, problem =>
            problem.Edge is not null && flow.Edges.Any(edge => edge.Id == problem.Edge && flow.Nodes.First(node => node.Id == edge.Source).Type == UnsupportedNode.TypeName) && problem.Message.Contains("leaves", StringComparison.Ordinal));
    }).QuickCheckThrowOnFailure();

    static readonly Gen<JsonNode?> Leaves = Gen.OneOf(
        Gen.Elements("a", "b", "c", "", "{{secrets.x}}", "<script>", "http://127.0.0.1/", "template", "slack", "note").Select(JsonNode? (text) => JsonValue.Create(text)),
        Gen.Elements(1, 2).Select(JsonNode? (number) => JsonValue.Create(number)),
        Gen.Constant<JsonNode?>(null));

    static readonly Gen<JsonNode?> Values = Gen.Sized(size => Value(Math.Min(size, 4)));

    static readonly Gen<JsonObject> Graphs =
        from nodes in Gen.ListOf(Gen.Frequency((8, Item("id", "type", "data")), (1, Values)))
        from edges in Gen.ListOf(Gen.Frequency((8, Item("source", "target", "sourceHandle")), (1, Values)))
        select new JsonObject { ["nodes"] = new JsonArray([.. nodes.Select(Clone)]), ["edges"] = new JsonArray([.. edges.Select(Clone)]) };

    static Gen<JsonNode?> Item(string one, string two, string three) =>
        from first in Leaves from second in Leaves from third in Values select (JsonNode?)new JsonObject { [one] = Clone(first), [two] = Clone(second), [three] = Clone(third) };

    static Gen<JsonNode?> Value(int size) => size == 0 ? Leaves : Gen.OneOf(
        Leaves,
        Gen.ListOf(Value(size - 1), 3).Select(JsonNode? (items) => new JsonArray([.. items.Select(Clone)])),
        from key in Gen.Elements("nodes", "edges", "label", "settings", "flow", "name") from value in Value(size - 1) select (JsonNode?)new JsonObject { [key] = Clone(value) });

    static JsonNode? Clone(JsonNode? node) => node?.DeepClone();

    static string? Name(JsonNode? item) => (item as JsonObject)?["name"]?.GetValueKind() == JsonValueKind.String ? Id(item, "name") : null;

    static string? Id(JsonNode? item, string key) => (item as JsonObject)?[key] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    static string Compact(JsonElement value) => JsonSerializer.Serialize(value);

    static Flow Import(string json)
    {
        var (draft, losses, _) = FlowImport.Read(json, NodeTypes.Catalogue);
        Assert.Empty(losses);
        var (flow, problems) = Flow.Parse(draft!.Flow);
        Assert.Empty(problems);
        return flow!;
    }
}
