using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowDiffTests
{
    [Fact]
    public void A_setting_of_a_group_has_the_label_of_the_group()
    {
        var changes = FlowDiff.Of(
            Flow.Parse(Flows.Of("""a template {"template": "x", "settings": {"each": {"items": [1], "parallel": 2}}}""")).Flow!,
            Flow.Parse(Flows.Of("""a template {"template": "x", "settings": {"each": {"items": [1], "parallel": 3}}}""")).Flow!, NodeTypes.Catalogue).Nodes[0].Fields;
        Assert.Equal(("data.settings.each.parallel", "Settings › For each item › In parallel"), (changes[0].Path, changes[0].Label));
    }

    [Fact]
    public void A_changed_field_has_its_path_and_its_label() => Assert.Equal(
        [
            "changed data.label (Label): \"Old\" → \"New\"",
            "changed data.url (URL): \"/a\" → \"/b\"",
            "changed data.headers[1].value (Headers 2 › Value): \"2\" → \"two\"",
            "added data.settings (Settings):  → {\"retries\":3}",
            "removed data.[odd key]: 1 → ",
        ],
        Fields("""http {"label": "Old", "url": "/a", "headers": [{"name": "x", "value": "1"}, {"name": "y", "value": "2"}], "odd key": 1}""",
            """http {"label": "New", "url": "/b", "headers": [{"name": "x", "value": "1"}, {"name": "y", "value": "two"}], "settings": {"retries": 3}}"""));

    [Theory]
    [InlineData("""[{"name": "a"}, {"name": "b"}]""", """[{"name": "a"}, {"name": "new"}, {"name": "b"}]""", """added data.headers[1] (Headers 2):  → {"name":"new"}""")]
    [InlineData("""[{"name": "a"}, {"name": "b"}, {"name": "c"}]""", """[{"name": "a"}, {"name": "c"}]""", """removed data.headers[1] (Headers 2): {"name":"b"} → """)]
    [InlineData("""[{"name": "a"}]""", "[]", """removed data.headers[0] (Headers 1): {"name":"a"} → """)]
    [InlineData("""[{"name": "a"}]""", "7", """changed data.headers (Headers): [{"name":"a"}] → 7""")]
    public void An_added_or_removed_row_is_reported_once(string before, string after, string change) =>
        Assert.Equal([change], Fields($$"""http {"headers": {{before}}}""", $$"""http {"headers": {{after}}}"""));

    [Fact]
    public void Another_type_is_a_difference_and_another_id_with_another_type_another_node()
    {
        Assert.Equal(["changed type (Type): \"template\" → \"fail\""], Fields("template", "fail"));
        Assert.Equal([(Change.Added, "b"), (Change.Removed, "a")], Diff("a template", "b fail").Nodes.Select(node => (node.Change, node.Node.Id)));
    }

    [Theory]
    [InlineData("""a template {"template": "x", "label": "Old"}""", """z template {"label": "New", "template": "x"}""", "changed data.label (Label): \"Old\" → \"New\"")]
    [InlineData("""a template {"template": "x", "label": "Same"}""", """z template {"template": "y", "label": "Same"}""", "changed data.template (Template): \"x\" → \"y\"")]
    public void A_renamed_node_that_is_configured_alike_or_has_the_same_label_is_changed_and_its_edges_stay(string before, string after, string other)
    {
        var diff = Diff($"{before}\nb fail\na -> b", $"{after}\nb fail\nz -> b");
        var node = Assert.Single(diff.Nodes);
        Assert.Equal((Change.Changed, "a", "z"), (node.Change, node.Before!.Id, node.After!.Id));
        Assert.Equal(["changed id (Id): \"a\" → \"z\"", other], node.Fields.Select(Told));
        Assert.Empty(diff.Edges);
    }

    [Fact]
    public void A_new_node_with_another_label_and_another_configuration_is_not_the_old_one() => Assert.Equal(
        [(Change.Added, "z"), (Change.Removed, "a")],
        Diff("""a template {"template": "x", "label": "Old"}""", """z template {"template": "y", "label": "New"}""").Nodes.Select(node => (node.Change, node.Node.Id)));

    [Fact]
    public void Edges_are_compared_by_their_ends_and_not_by_their_ids()
    {
        var diff = Diff("""a branch {"label": "Ask"}""" + "\nb template\na:true -> b\na:false -> b", """a branch {"label": "Ask"}""" + "\nb template\nc template\na:false -> b\na:false -> c");
        Assert.Equal([(Change.Removed, "Ask", "true", "b"), (Change.Added, "Ask", "false", "c")], diff.Edges.Select(edge => (edge.Change, edge.From, edge.Edge.Port, edge.To)));
    }

    [Fact]
    public void Changed_inputs_and_limits_of_runs_are_reported()
    {
        var before = Flow.Parse("""{"nodes": [], "inputs": [{"name": "city", "type": "text"}]}""").Flow!;
        var after = Flow.Parse("""{"nodes": [], "inputs": [{"name": "city", "type": "choice"}], "concurrency": {"limit": 2}}""").Flow!;
        Assert.Equal(["changed inputs[0].type (Inputs 1 › Type): \"text\" → \"choice\"", "added concurrency (Concurrency):  → {\"limit\":2}"],
            FlowDiff.Of(before, after, NodeTypes.Catalogue).Settings.Select(Told));
    }

    [Fact]
    public void A_changed_rate_and_key_are_reported_with_their_labels()
    {
        var before = Flow.Parse("""{"nodes": [], "concurrency": {"rate": 2, "key": "{{prompt}}"}}""").Flow!;
        var after = Flow.Parse("""{"nodes": [], "concurrency": {"rate": 3, "key": "{{run.id}}"}}""").Flow!;
        Assert.Equal(["changed concurrency.rate (Concurrency › Rate): 2 → 3", "changed concurrency.key (Concurrency › Key): \"{{prompt}}\" → \"{{run.id}}\""],
            FlowDiff.Of(before, after, NodeTypes.Catalogue).Settings.Select(Told));
    }

    [Fact]
    public void Texts_of_several_lines_are_compared_line_by_line_and_what_is_far_from_a_difference_is_left_out()
    {
        var before = string.Join('\n', Enumerable.Range(1, 20));
        var after = before.Replace("\n10\n", "\nten\n", StringComparison.Ordinal);
        var field = Assert.Single(Assert.Single(Diff($$"""a template {"template": {{Json.Text(before).GetRawText()}}}""", $$"""a template {"template": {{Json.Text(after).GetRawText()}}}""").Nodes).Fields);
        Assert.Equal(["…6", "7", "8", "9", "-10", "+ten", "11", "12", "13", "…7"], field.Lines!.Select(line => line switch
        {
            { LeftOut: > 0 } => $"…{line.LeftOut}",
            { Change: Change.Added } => $"+{line.Text}",
            { Change: Change.Removed } => $"-{line.Text}",
            _ => line.Text,
        }));
    }

    [Fact]
    public void Texts_of_one_line_or_of_very_many_are_not_compared_line_by_line()
    {
        Assert.Null(new FieldChange("a", null, Json.Text("one"), Json.Text("two")).Lines);
        Assert.Null(new FieldChange("a", null, Json.Text("one"), Json.Text(string.Concat(Enumerable.Repeat("x\r", 2000)))).Lines);
        Assert.Null(new FieldChange("a", null, Json.Text("one\ntwo"), Json.True).Lines);
    }

    [Fact]
    public void A_flow_does_not_differ_from_itself_in_another_order() => Prop.ForAll(Arb.From(
        from flow in RandomFlow
        from nodes in Gen.Shuffle(flow.Nodes.ToArray())
        from edges in Gen.Shuffle(flow.Edges.ToArray())
        select (flow, new Flow(flow.Source, nodes, edges))), pair => FlowDiff.Of(pair.Item1, pair.Item2, NodeTypes.Catalogue).IsEmpty).QuickCheckThrowOnFailure();

    [Fact]
    public void It_names_every_node_and_edge_that_differs_and_no_other() => Prop.ForAll(Arb.From(Gen.Two(RandomFlow)), pair =>
    {
        var (before, after) = pair;
        var diff = FlowDiff.Of(before, after, NodeTypes.Catalogue);
        Assert.Equal(Nodes(before).Except(Nodes(after)).Concat(Nodes(after).Except(Nodes(before))).Select(node => node.Id).Distinct().Order(), diff.Nodes.SelectMany(node => new[] { node.Before?.Id, node.After?.Id }).OfType<string>().Distinct().Order());
        Assert.All(diff.Nodes.Where(node => node.Change == Change.Changed), node => Assert.NotEmpty(node.Fields));
        foreach (var ends in Edges(before).Concat(Edges(after)).Distinct())
        {
            var more = Edges(after).Count(edge => edge == ends) - Edges(before).Count(edge => edge == ends);
            if (diff.Nodes.All(node => node.Before is null || node.After is null || node.Before.Id == node.After.Id))
                Assert.Equal(more, diff.Edges.Where(edge => Ends(edge.Edge) == ends).Sum(edge => edge.Change == Change.Added ? 1 : -1));
        }
    }).QuickCheckThrowOnFailure();

    static IEnumerable<(string Id, string Type, string Data)> Nodes(Flow flow) => flow.Nodes.Select(node => (node.Id, node.Type, node.Data.GetRawText()));

    static (string, string?, string)[] Edges(Flow flow) => [.. flow.Edges.Select(Ends)];

    static (string, string?, string) Ends(FlowEdge edge) => (edge.Source, edge.Port, edge.Target);

    static readonly Gen<string> Ids = Gen.Elements("a", "b", "c", "d");

    static readonly Gen<JsonNode> Values = Gen.Sized(size => Value(Math.Min(size, 3)));

    static readonly Gen<Flow> RandomFlow =
        from nodes in Gen.ListOf(from id in Ids from type in Gen.Elements("http", "template", "odd") from url in Values from headers in Values select new FlowNode(id, type, id, Json.From(new { url, headers })))
        from edges in Gen.ListOf(from source in Ids from target in Ids from port in Gen.Elements("", "error") select new FlowEdge($"{source}{target}", source, port.Length > 0 ? port : null, target))
        select new Flow(Json.EmptyObject, [.. nodes.DistinctBy(node => node.Id)], [.. edges]);

    static Gen<JsonNode> Value(int size) => size == 0
        ? Gen.Elements<JsonNode>("x", "y\nz", 1).Select(value => value.DeepClone())
        : Gen.OneOf(
            Value(0),
            Gen.ListOf(Value(size - 1), 3).Select(JsonNode (items) => new JsonArray([.. items.Select(item => item.DeepClone())])),
            Gen.Two(Value(size - 1)).Select(JsonNode (pair) => new JsonObject { ["name"] = pair.Item1.DeepClone(), ["v w"] = pair.Item2.DeepClone() }));

    static string[] Fields(string before, string after) => [.. Assert.Single(Diff($"a {before}", $"a {after}").Nodes).Fields.Select(Told)];

    static string Told(FieldChange field) =>
        $"{field.Change.ToString().ToLowerInvariant()} {field.Path}{(field.Label is null ? "" : $" ({field.Label})")}: {Compact(field.Before)} → {Compact(field.After)}";

    static string Compact(JsonElement? value) => value is { } json ? JsonSerializer.Serialize(json, Json.Options) : "";

    static FlowDiff Diff(string before, string after) => FlowDiff.Of(Flow.Parse(Flows.Of(before)).Flow!, Flow.Parse(Flows.Of(after)).Flow!, NodeTypes.Catalogue);
}
