using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

/// <summary>What nodes read of other nodes follows them when they are renamed, copied or moved out.</summary>
public sealed class FlowEditorReferenceTests
{
    const string Two = "a template\nb template\na -> t\nb -> t\n";

    [Theory]
    [InlineData("{{input.a.x}} {{input.b.y}}", "{{input.first.x}} {{input.b.y}}")]
    [InlineData("{{#with input}}{{../input.a}}{{a.x}}{{/with}}", "{{#with input}}{{../input.first}}{{a.x}}{{/with}}")]
    [InlineData("{{#each b}}{{#each this}}{{../../a.x}} {{../a.x}} {{@root.input.a}}{{/each}}{{/each}}", "{{#each b}}{{#each this}}{{../../first.x}} {{../a.x}} {{@root.input.first}}{{/each}}{{/each}}")]
    [InlineData("{{nodes.a.x}} {{run.approvals.a}} {{run.input.a}}", "{{nodes.first.x}} {{run.approvals.first}} {{run.input.a}}")]
    [InlineData("{{default input.a 'a'}} input.a", "{{default input.first 'a'}} input.a")]
    public void Templates_follow_a_new_id(string template, string expected)
    {
        var editor = Editor($$"""{{Two}}t template {"template": "{{template}}"}""");
        editor.Rename("a", "first");
        Assert.Equal(expected, Text(editor, "t", "template"));
    }

    [Fact]
    public void A_new_id_and_the_old_one_again_give_the_same_flow()
    {
        string[] flows = [.. WorkflowTemplates.All.SelectMany(template => template.Called.Append(template.Workflow)).Select(content => content.Flow)];
        foreach (var flow in flows)
        {
            foreach (var node in Flow.Parse(flow).Flow!.Steps)
            {
                var editor = new FlowEditor(flow, NodeTypes.Catalogue);
                editor.Rename(node.Id, "another");
                Assert.False(JsonElement.DeepEquals(Json.Parse(flow), Json.Parse(editor.Flow)));
                var back = new FlowEditor(editor.Flow, NodeTypes.Catalogue);
                back.Rename("another", node.Id);
                Assert.True(JsonElement.DeepEquals(Json.Parse(flow), Json.Parse(back.Flow)), back.Flow);
            }
        }
    }

    [Theory]
    [InlineData("SELECT :input ->> '$.a.x', :input -> 'a', :input -> '$.b'", "SELECT :input ->> '$.first.x', :input -> '$.first', :input -> '$.b'")]
    [InlineData("SELECT json_extract(:input, '$.a.x', '$.b', '$.a[0]') FROM json_each(:nodes, '$.a')", "SELECT json_extract(:input, '$.first.x', '$.b', '$.first[0]') FROM json_each(:nodes, '$.first')")]
    [InlineData("SELECT :run ->> '$.approvals.a', :run ->> '$.input.a', '$.a', :a ->> '$.a'", "SELECT :run ->> '$.approvals.first', :run ->> '$.input.a', '$.a', :first ->> '$.a'")]
    public void Paths_in_SQL_follow_a_new_id(string sql, string expected)
    {
        var editor = Editor($$"""{{Two}}t compute {"sql": "{{sql}}"}""");
        editor.Rename("a", "first");
        Assert.Equal(expected, Text(editor, "t", "sql"));
    }

    [Theory]
    [InlineData("return nodes.a.x + input.a + nodes['a'] + run.approvals.a;", "return nodes.first.x + input.first + nodes.first + run.approvals.first;")]
    [InlineData("const { a, b } = nodes; return a + run.input.a;", "const { first: a, b } = nodes; return a + run.input.a;")]
    [InlineData("return 'nodes.a {{nodes.a}} {{a}}'; // nodes.a", "return 'nodes.a {{nodes.a}} {{a}}'; // nodes.a")]
    public void Paths_in_scripts_follow_a_new_id(string script, string expected)
    {
        var editor = Editor($$$"""{{{Two}}}t code {"script": "{{{script}}}"}""");
        editor.Rename("a", "first");
        Assert.Equal(expected, Text(editor, "t", "script"));
    }

    [Fact]
    public void A_copied_script_reads_copies()
    {
        var editor = Editor($$$"""{{{Two}}}t code {"script": "return input.a.x + nodes.b;"}""");
        editor.Duplicate(["a", "b", "t"]);
        Assert.Equal("return input.a2.x + nodes.b2;", Text(editor, "t2", "script"));
    }

    [Fact]
    public void A_script_that_is_moved_out_reads_what_its_workflow_is_given()
    {
        var editor = Editor("""a template""" + "\n" + """t code {"script": "return nodes.a.x + input.y + run.input.city;"}""" + "\na -> t");
        var (_, moved) = editor.MoveOut(["t"], "Moved");
        var flow = Flow.Parse(moved).Flow!;
        Assert.Equal(["from_a", "city", "given"], flow.Inputs.Select(input => input.Name));
        Assert.Equal("return run.input.from_a.x + input.y + run.input.city;", flow.Nodes.Single(node => node.Id == "t").Data.GetProperty("script").GetString());
    }

    [Fact]
    public void A_script_that_reads_a_node_inside_of_what_is_moved_out_is_refused()
    {
        var editor = Editor("""a template""" + "\n" + """b template""" + "\n" + """t code {"script": "return nodes.a;"}""" + "\na -> b\nb -> t");
        Assert.Contains("Move that node too", Assert.Throws<FlowEditException>(() => editor.MoveOut(["a", "b"], "Moved")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"operation": "get", "path": "a.x"}""", "first.x")]
    [InlineData("""{"operation": "get", "path": "a.x", "value": "{{b}}"}""", "a.x")]
    public void A_path_into_the_input_follows_a_new_id(string data, string expected)
    {
        var editor = Editor($"{Two}t json {data}");
        editor.Rename("a", "first");
        Assert.Equal(expected, Text(editor, "t", "path"));
    }

    [Fact]
    public void A_single_input_has_no_ids_to_follow()
    {
        var editor = Editor("""a template""" + "\n" + """t template {"template": "{{input.a}} {{a}}"}""" + "\na -> t");
        editor.Rename("a", "first");
        Assert.Equal("{{input.a}} {{first}}", Text(editor, "t", "template"));
    }

    [Fact]
    public void Copies_read_their_input_from_copies()
    {
        var editor = Editor($$$"""{{{Two}}}t template {"template": "{{input.a.x}} {{input.b.y}} {{run.approvals.a}}"}""");
        var copied = editor.Copy(["a", "b", "t"]);
        editor.Duplicate(["a", "b", "t"]);
        editor.Paste(copied);
        Assert.Equal("{{input.a2.x}} {{input.b2.y}} {{run.approvals.a2}}", Text(editor, "t2", "template"));
        Assert.Equal("{{input.a3.x}} {{input.b3.y}} {{run.approvals.a3}}", Text(editor, "t3", "template"));
    }

    [Theory]
    // One of two sources of the input moves: it is the new node's output now.
    [InlineData("m template\nz template\nm -> t\nz -> t", "m", "{{input.m.x}} {{input.z}}", "{{input.workflow.x}} {{input.z}}")]
    // Both sources move: the result of their workflow has them by their ids.
    [InlineData("m template\nn template\nm -> t\nn -> t", "m n", "{{input.m.x}} {{input.n}}", "{{input.m.x}} {{input.n}}")]
    // Two ends move, and the node follows one of them.
    [InlineData("m template\nn template\nm -> t\nn -> u", "m n", "{{input.x}}", "{{input.m.x}}")]
    // The only source moves.
    [InlineData("m template\nm -> t", "m", "{{input.x}} {{m.x}}", "{{input.x}} {{workflow.x}}")]
    public void What_reads_its_input_from_moved_nodes_follows_them(string before, string moved, string template, string expected)
    {
        var editor = Editor($$"""{{before}}{{"\n"}}t template {"template": "{{template}}"}{{"\n"}}u template""");
        editor.MoveOut(moved.Split(' '), "Moved");
        Assert.Equal(expected, Text(editor, "t", "template"));
    }

    [Theory]
    [InlineData("template", """{"template": "{{input.c}}"}""", "`input` has the outputs of the nodes before by their ids, and `c` is none of them. Use `input.a`, `input.b`.")]
    [InlineData("template", """{"template": "{{nodes.c.x}}"}""", "No node is called \"c\".")]
    [InlineData("template", """{"template": "{{#each a}}{{../c}}{{/each}}"}""", "No node is called \"c\".")]
    [InlineData("compute", """{"sql": "SELECT :nodes ->> '$.c'"}""", "No node is called \"c\".")]
    [InlineData("compute", """{"sql": "SELECT json_extract(:input, '$.c')"}""", "`input` has the outputs of the nodes before by their ids, and `c` is none of them. Use `input.a`, `input.b`.")]
    [InlineData("code", """{"script": "return nodes.c;"}""", "No node is called \"c\".")]
    [InlineData("code", """{"script": "return input.c;"}""", "`input` has the outputs of the nodes before by their ids, and `c` is none of them. Use `input.a`, `input.b`.")]
    [InlineData("code", """{"script": "return run.input.c;"}""", "`run.input.c` is not declared.")]
    [InlineData("compute", """{"sql": "SELECT :run ->> '$.input.c'"}""", "`run.input.c` is not declared.")]
    [InlineData("json", """{"operation": "get", "path": "c.x"}""", "`input` has the outputs of the nodes before by their ids, and `c` is none of them. Use `input.a`, `input.b`.")]
    [InlineData("template", """{"template": "{{run.approvals.a}}"}""", "`a` is not a node that asks a person, so it has no address for an answer. Use the id of one that does.")]
    public void A_path_to_a_node_that_is_not_there_is_a_problem(string type, string data, string problem) =>
        Assert.StartsWith(problem, Assert.Single(FlowPlan.Make(Flows.Of($"{Two.Replace("template", "template {\"template\": \"x\"}", StringComparison.Ordinal)}t {type} {data}"), NodeTypes.Catalogue).Problems).Message, StringComparison.Ordinal);

    static FlowEditor Editor(string flow) => new(Flows.Of(flow), NodeTypes.Catalogue);

    static string Text(FlowEditor editor, string node, string field) => editor.DataOf(node)[field]!.GetValue<string>();
}
