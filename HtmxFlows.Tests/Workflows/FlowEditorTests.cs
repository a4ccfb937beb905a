using System.Text.Json.Nodes;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowEditorTests
{
    const string Chain =
        """
        a template {"label": "First", "template": "{{prompt}}"}
        b compute {"sql": "SELECT :a || ' ' || :prompt AS both, 'no :a here' AS text -- :a"}
        c template {"template": "{{b.both}} {{nodes.a}} {{#each input}}{{a}} {{@root.a}}{{/each}} {{! a }} a"}
        a -> b -> c
        """;

    readonly FlowEditor editor = new(Flows.Of(Chain), NodeTypes.Catalogue);

    Flow Now => Flow.Parse(editor.Flow) is ({ } flow, []) ? flow : throw new InvalidOperationException(editor.Flow);

    string Edges => string.Join(' ', Now.Edges.Select(edge => $"{edge.Source}{(edge.Port is null ? "" : $".{edge.Port}")}→{edge.Target}").Order(StringComparer.Ordinal));

    string Data(string id, string field) => editor.DataOf(id)[field]!.GetValue<string>();

    [Fact]
    public void Deleting_a_node_does_not_join_more_than_a_flow_may_have()
    {
        var many = new FlowEditor(Star(120), NodeTypes.Catalogue);
        Assert.Contains("would exceed", Assert.Throws<FlowEditException>(() => many.Delete(["hub"], join: true)).Message, StringComparison.Ordinal);
        var fewer = new FlowEditor(Star(90), NodeTypes.Catalogue);
        fewer.Delete(["hub"], join: true);
        var edges = Flow.Parse(fewer.Flow).Flow!.Edges;
        Assert.Equal(90 * 90, edges.Count);
        Assert.Equal(edges.Count, edges.Select(edge => edge.Id).Distinct().Count());

        static string Star(int points) => Flows.Of(string.Join('\n', Enumerable.Range(0, points).Select(n => $"i{n} fail\no{n} fail\ni{n} -> hub\nhub -> o{n}").Prepend("hub fail")));
    }

    [Fact]
    public void A_flow_that_is_too_large_to_run_is_not_changed_by_forms()
    {
        var edges = string.Join(',', Enumerable.Range(0, FlowPlan.MostEdges).Select(n => """{"source":"a","target":"b"}"""));
        var full = $$"""{"nodes":[{"id":"a","type":"fail"},{"id":"b","type":"fail"}],"edges":[{{edges}}]}""";
        Assert.Contains("only as JSON", Assert.Throws<FlowEditException>(() => new FlowEditor(full.Replace("[{\"source\"", "[{\"source\":\"a\",\"target\":\"b\"},{\"source\"", StringComparison.Ordinal), NodeTypes.Catalogue)).Message, StringComparison.Ordinal);
        Assert.Contains("Paste fewer", Assert.Throws<FlowEditException>(() => new FlowEditor(full, NodeTypes.Catalogue).Paste(full)).Message, StringComparison.Ordinal);
        var pasted = new FlowEditor("""{"nodes":[]}""", NodeTypes.Catalogue);
        pasted.Paste(full);
        Assert.Equal(FlowPlan.MostEdges, Flow.Parse(pasted.Flow).Flow!.Edges.Select(edge => edge.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(NodePlace.Alone, null, "a→b b→c")]
    [InlineData(NodePlace.After, "a", "a→template b→c template→b")]
    [InlineData(NodePlace.Beside, "a", "a→b a→template b→c")]
    [InlineData(NodePlace.Before, "a", "a→b b→c template→a")]
    [InlineData(NodePlace.Before, "b", "a→template b→c template→b")]
    [InlineData(NodePlace.Edge, "a-b", "a→template b→c template→b")]
    [InlineData(NodePlace.After, "c", "a→b b→c c→template")]
    public void A_node_is_put_where_it_is_wanted(NodePlace place, string? at, string edges)
    {
        var added = editor.Add("template", place, at);

        Assert.Equal(("Added Template", "template"), (added.Change, added.Node));
        Assert.Equal(edges, Edges);
    }

    [Fact]
    public void A_node_after_a_port_leaves_the_other_ports_alone_and_continues_by_its_own_first_port()
    {
        var branching = new FlowEditor(Flows.Of("""
            if branch {}
            yes template {"template": "y"}
            no template {"template": "n"}
            if:true -> yes
            if:false -> no
            """), NodeTypes.Catalogue);

        branching.Add("branch", NodePlace.After, "if", "true");

        var edges = Flow.Parse(branching.Flow).Flow!.Edges.Select(edge => $"{edge.Source}.{edge.Port}→{edge.Target}").Order(StringComparer.Ordinal);
        Assert.Equal(["branch.true→yes", "if.false→no", "if.true→branch"], edges);
    }

    [Fact]
    public void Ids_are_short_and_never_meet_another_or_a_name_that_every_node_sees()
    {
        Assert.Equal(["template", "template2", "template3"], Enumerable.Range(0, 3).Select(_ => editor.Add("template").Node));
        Assert.Equal(Now.Nodes.Count, Now.Nodes.Select(node => node.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("start", "start")]
    [InlineData("a node: 1", "[a node: 1]")]
    public void What_refers_to_a_node_follows_its_id_in_templates(string id, string written)
    {
        var free = new FlowEditor(Flows.Of(Chain.Replace(":a ||", ":prompt ||", StringComparison.Ordinal)), NodeTypes.Catalogue);

        free.Rename("a", id);

        Assert.Equal($"{{{{b.both}}}} {{{{nodes.{written}}}}} {{{{#each input}}}}{{{{a}}}} {{{{@root.{written}}}}}{{{{/each}}}} {{{{! a }}}} a", free.DataOf("c")["template"]!.GetValue<string>());
        Assert.Equal([(id, "b"), ("b", "c")], Flow.Parse(free.Flow).Flow!.Edges.Select(edge => (edge.Source, edge.Target)));
    }

    [Fact]
    public void What_refers_to_a_node_follows_its_id_in_SQL_but_not_in_texts_and_comments()
    {
        Assert.Equal("Renamed a to start", editor.Rename("a", " start ").Change);

        Assert.Equal("SELECT :start || ' ' || :prompt AS both, 'no :a here' AS text -- :a", Data("b", "sql"));
    }

    [Theory]
    [InlineData("a", "", "Enter an id of 1 to 100 characters.")]
    [InlineData("a", "b", "The id “b” is already used.")]
    [InlineData("a", "prompt", "“prompt” is a reserved name. Use another id.")]
    [InlineData("x", "y", "The node “x” no longer exists.")]
    [InlineData("a", "two words", "b uses a in its SQL, where “[two words]” is not allowed. Use a name of letters, digits and _, or provide the value by an earlier node.")]
    public void An_id_that_cannot_be_is_refused_with_a_sentence(string id, string to, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<FlowEditException>(() => editor.Rename(id, to)).Message);

    [Theory]
    [InlineData(true, "a→c")]
    [InlineData(false, "")]
    public void A_deleted_node_takes_its_edges_along_and_may_join_its_neighbours(bool join, string edges)
    {
        Assert.Equal("Deleted b", editor.Delete(["b"], join).Change);

        Assert.Equal(edges, Edges);
        Assert.Equal(["a", "c"], Now.Nodes.Select(node => node.Id));
    }

    [Theory]
    [InlineData("a", "c", null)]
    [InlineData("a", "a", "A node cannot connect to itself.")]
    [InlineData("a", "b", "First is already connected to b.")]
    [InlineData("c", "a", "First comes before c, so this edge would form a loop.")]
    [InlineData("a", "x", "The node “x” no longer exists.")]
    public void Nodes_are_connected_if_the_flow_stays_one_that_ends(string source, string target, string? sentence)
    {
        if (sentence is not null)
        {
            Assert.Equal(sentence, Assert.Throws<FlowEditException>(() => editor.Connect(source, null, target)).Message);
            return;
        }
        editor.Connect(source, null, target);
        Assert.Equal("a→b a→c b→c", Edges);
        editor.Disconnect(Now.Edges.Single(edge => (edge.Source, edge.Target) == ("a", "c")).Id);
        Assert.Equal("a→b b→c", Edges);
    }

    [Fact]
    public void Copies_refer_to_each_other_and_to_what_was_not_copied()
    {
        editor.Duplicate(["b", "c"]);

        Assert.Equal("a→b b2→c2 b→c", Edges);
        Assert.StartsWith("{{b2.both}} {{nodes.a}}", Data("c2", "template"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_copied_can_be_pasted_into_another_flow()
    {
        var other = new FlowEditor(Flows.Of("""b template {"template": "mine"}"""), NodeTypes.Catalogue);

        Assert.Equal(("Pasted 2 nodes", "b2"), other.Paste(editor.Copy(["b", "c"])) is var pasted ? (pasted.Change, pasted.Node) : default);

        var flow = Flow.Parse(other.Flow).Flow!;
        Assert.Equal(["b", "b2", "c"], flow.Nodes.Select(node => node.Id));
        Assert.Equal([("b2", "c")], flow.Edges.Select(edge => (edge.Source, edge.Target)));
        Assert.StartsWith("{{b2.both}}", other.DataOf("c")["template"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""{"nodes": []}""")]
    [InlineData("""{"nodes": [{"id": 7}]}""")]
    public void What_is_no_JSON_of_nodes_is_not_pasted(string json)
    {
        var before = editor.Flow;
        Assert.Throws<FlowEditException>(() => editor.Paste(json));
        Assert.Equal(before, editor.Flow);
    }

    [Fact]
    public void Nodes_that_are_moved_out_become_a_workflow_that_is_given_what_they_refer_to()
    {
        editor.Add("template", NodePlace.After, "c");
        editor.Change("template", new JsonObject { ["template"] = "{{c}}" });

        var (edit, moved) = editor.MoveOut(["b", "c"], "Inner");

        Assert.Equal(("Moved 2 nodes to the workflow Inner", "workflow"), (edit.Change, edit.Node));
        Assert.Equal("a→workflow workflow→template", Edges);
        Assert.Equal("{{workflow}}", Data("template", "template"));
        Assert.Equal("Inner", Data("workflow", "workflow"));
        var inner = Flow.Parse(moved).Flow!;
        Assert.Equal(["a→given", "b→c", "given→b"], inner.Edges.Select(edge => $"{edge.Source}→{edge.Target}").Order(StringComparer.Ordinal));
        Assert.Equal("{{run.input.from_a}}", inner.Nodes.Single(node => node.Id == "a").Data.GetProperty("template").GetString());
        Assert.StartsWith("{{b.both}} {{nodes.a}}", inner.Nodes.Single(node => node.Id == "c").Data.GetProperty("template").GetString(), StringComparison.Ordinal);
        Assert.Equal(["from_a={{a}}", "given={{input}}"], editor.DataOf("workflow")["input"]!.AsArray().Select(row => $"{row!["name"]}={row["value"]}"));
    }

    [Fact]
    public void Templates_that_are_moved_out_refer_to_what_their_workflow_is_given()
    {
        var (_, moved) = editor.MoveOut(["c"], "Inner");

        Assert.Equal("{{run.input.from_b.both}} {{run.input.from_a}} {{#each input}}{{a}} {{@root.run.input.from_a}}{{/each}} {{! a }} a",
            Flow.Parse(moved).Flow!.Nodes.Single(node => node.Id == "c").Data.GetProperty("template").GetString());
    }

    [Fact]
    public void A_reference_into_the_middle_of_moved_nodes_is_reported()
    {
        editor.Add("template", NodePlace.After, "c");
        editor.Change("template", new JsonObject { ["template"] = "{{b.both}}" });

        Assert.Contains("Move that node too", Assert.Throws<FlowEditException>(() => editor.MoveOut(["b", "c"], "Inner")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_sequence_of_edits_keeps_a_flow_that_can_be_read_and_has_no_loose_edge()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var any = new FlowEditor(Flows.Of(Chain), NodeTypes.Catalogue);
            for (var step = 0; step < 25; step++)
                RandomEdits.Make(any, random);
            var (flow, problems) = Flow.Parse(any.Flow);
            Assert.Empty(problems);
            var ids = flow!.Nodes.Select(node => node.Id).ToHashSet();
            Assert.Equal(flow.Nodes.Count, ids.Count);
            Assert.All(flow.Edges, edge => Assert.True(ids.Contains(edge.Source) && ids.Contains(edge.Target), $"seed {seed}: {edge}"));
            Assert.Equal(flow.Edges.Count, flow.Edges.Select(edge => edge.Id).Distinct().Count());
            Assert.Empty(new FlowGraph(flow).FindCycle() ?? []);
        }
    }
}

/// <summary>Valid edits, and some that are refused.</summary>
static class RandomEdits
{
    /// <summary>Makes one edit, or none if it is refused.</summary>
    public static FlowEdit? Make(FlowEditor editor, Random random)
    {
        var flow = Flow.Parse(editor.Flow).Flow!;
        string Node() => flow.Nodes.Count == 0 ? "none" : flow.Nodes[random.Next(flow.Nodes.Count)].Id;
        string Edge() => flow.Edges.Count == 0 ? "none" : flow.Edges[random.Next(flow.Edges.Count)].Id;
        string[] Some() => [.. flow.Nodes.Select(node => node.Id).Where(_ => random.Next(3) == 0)];
        try
        {
            return random.Next(10) switch
            {
                0 => editor.Add("template"),
                1 => editor.Add("branch", NodePlace.After, Node()),
                2 => editor.Add("compute", NodePlace.Before, Node()),
                3 => editor.Add("template", NodePlace.Edge, Edge()),
                4 => editor.Connect(Node(), null, Node()),
                5 => editor.Disconnect(Edge()),
                6 => editor.Delete([Node()], random.Next(2) == 0),
                7 => editor.Rename(Node(), $"n{random.Next(1000)}"),
                8 => editor.Duplicate(Some()),
                _ => editor.MoveOut(Some(), "Moved").Edit,
            };
        }
        catch (FlowEditException)
        {
            return null;
        }
    }
}
