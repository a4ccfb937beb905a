using HtmxFlows.Credentials;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowPlanTests
{
    [Fact]
    public void A_flow_that_is_right_becomes_a_plan()
    {
        var (plan, problems) = Make(
            """
            a branch {"conditions": [{"left": "{{prompt}}", "operator": "is-true"}], "settings": {"onError": "port"}}
            b template {"template": "{{a}} {{input}} {{run.id}} {{nodes}}"}
            c compute {"sql": "SELECT :a, :nodes"}
            a:true -> b
            a:error -> c
            """);
        Assert.Empty(problems);
        Assert.Equal(["true", "false", "error"], plan!.Nodes["a"].Ports.Names);
        Assert.Equal([null], plan.Nodes["b"].Ports.Names);
        Assert.Equal(["a", "b", "c"], plan.Graph.Order);
    }

    [Fact]
    public void An_error_port_without_an_edge_is_a_warning()
    {
        var (plan, problems) = Make("""a template {"template": "x", "settings": {"onError": "port"}}""");
        Assert.Empty(problems);
        var warning = Assert.Single(plan!.Warnings);
        Assert.Equal(("a", "settings.onError", true), (warning.Node, warning.Field, warning.IsWarning));
        Assert.StartsWith("Errors of this node are ignored, because its port `error` is not connected.", warning.Message, StringComparison.Ordinal);
        Assert.Empty(Make("""
            a template {"template": "x", "settings": {"onError": "port"}}
            b template {"template": "y"}
            a:error -> b
            """).Plan!.Warnings);
    }

    [Theory]
    [InlineData("""{"template": "x", "tempalte": "y"}""", "tempalte", "`tempalte` has no effect. Did you mean `template`?")]
    [InlineData("""{"template": "x", "settings": {"retrys": 3}}""", "settings.retrys", "`settings.retrys` has no effect. Did you mean `settings.retries`?")]
    [InlineData("""{"template": "x", "settings": {"each": {"items": "{{prompt}}", "parralel": 2}}}""", "settings.each.parralel", "`settings.each.parralel` has no effect. Did you mean `settings.each.parallel`?")]
    public void A_misspelled_key_is_a_warning(string data, string field, string message)
    {
        var (plan, problems) = Make($"a template {data}");
        Assert.Empty(problems);
        var warning = Assert.Single(plan!.Warnings);
        Assert.Equal(("a", field, true, message), (warning.Node, warning.Field, warning.IsWarning, warning.Message));
    }

    [Fact]
    public void A_misspelled_key_in_a_row_is_a_warning()
    {
        var warning = Assert.Single(Make("""a sort {"items": "{{prompt}}", "by": [{"path": "total"}, {"path": "name", "descending": true}]}""").Plan!.Warnings);
        Assert.Equal(("by[1].descending", "`by[1].descending` has no effect. The fields are `by[1].path`, `by[1].direction`, `by[1].type`, `by[1].ignoreCase`."), (warning.Field, warning.Message));
    }

    [Fact]
    public void A_label_a_pin_and_the_data_of_a_note_or_a_placeholder_are_no_warnings() => Assert.Empty(Make("""
        a template {"label": "A", "template": "x", "pinned": {"output": 1}, "settings": {"note": "n", "markdown": true}}
        b note {"text": "x", "colour": "red"}
        c unsupported {"type": "other", "parameters": {"x": 1}, "settings": {"disabled": true}}
        """).Plan!.Warnings);

    [Fact]
    public void More_nodes_or_edges_than_can_be_run_are_a_problem_and_nothing_else_is_checked()
    {
        Assert.Equal("The workflow has 1001 nodes; the limit is 1000.", Problem(Large(1001, 0)));
        Assert.Equal("The workflow has 10001 edges; the limit is 10000.", Problem(Large(2, 10_001)));
        Assert.Equal("The workflow has 19000 edges; the limit is 10000.", Problem(Large(1000, 19_000)));
    }

    [Theory]
    [InlineData(20_001, 0)]
    [InlineData(2, 50_000)]
    public void A_flow_of_any_size_is_refused_before_it_is_read(int nodes, int edges)
    {
        var (flow, plan, problems) = FlowPlan.Make(Large(nodes, edges), NodeTypes.Catalogue);
        Assert.Null(flow);
        Assert.Null(plan);
        Assert.Equal("The flow has more than 20000 nodes and edges. Split it into several workflows.", Assert.Single(problems).Message);
    }

    [Fact]
    public void Templates_that_are_too_much_work_to_check_are_a_problem()
    {
        // Each text has its own names, for the same text is work once.
        string Text(int which) => string.Concat(Enumerable.Range(0, 400).Select(part => "{{n0.a" + part + "b" + which + "}}"));
        string Flow(int distinct) => Flows.Of(string.Join('\n', Enumerable.Range(0, 40).Select(number => $$"""n{{number}} template {"template":"{{Text(number % distinct)}}"}""")));

        Assert.StartsWith("The workflow has too many expressions:", Problem(Flow(distinct: 40)), StringComparison.Ordinal);
        Assert.DoesNotContain(FlowPlan.Make(Flow(distinct: 2), NodeTypes.Catalogue).Problems, problem => problem.Message.Contains("too many expressions", StringComparison.Ordinal));
    }

    [Fact]
    public void So_many_problems_are_listed_and_the_others_counted()
    {
        var problems = FlowPlan.Make(Large(1000, 0, type: "teleport"), NodeTypes.Catalogue).Problems;
        Assert.Equal(FlowPlan.MostProblems + 1, problems.Count);
        Assert.Equal("800 more problems are not listed. Fix these first.", problems[^1].Message);
    }

    static string Problem(string flow) => Assert.Single(FlowPlan.Make(flow, NodeTypes.Catalogue).Problems).Message;

    /// <summary>Nodes, and edges among them that go round.</summary>
    static string Large(int nodes, int edges, string type = "fail")
    {
        var all = Enumerable.Range(0, nodes).Select(number => $$$"""{"id":"n{{{number}}}","type":"{{{type}}}","data":{"message":"x"}}""");
        var between = Enumerable.Range(0, edges).Select(number => $$"""{"id":"e{{number}}","source":"n{{number % nodes}}","target":"n{{number * 7 % nodes}}"}""");
        return $$"""{"nodes":[{{string.Join(',', all)}}],"edges":[{{string.Join(',', between)}}]}""";
    }

    [Fact]
    public void Everything_is_said_at_once_and_at_its_node_or_edge()
    {
        var (plan, problems) = Make(
            """
            a teleport
            b template
            c http {"url": "{{> x}}", "settings": {"retries": -1}}
            d template {"template": "{{e}} {{nope}}"}
            e template {"template": "{{d}}"}
            f compute {"sql": "SELECT :d"}
            input fail {"message": "x"}
            d -> e
            d:true -> f
            d -> gone
            """);
        Assert.Null(plan);
        Assert.Equal(
            [
                $"a type: Unknown node type `teleport`. The types are {string.Join(", ", NodeTypes.Catalogue.Types.Select(type => type.Name).Order(StringComparer.Ordinal))}.",
                "b template: Template is required.",
                "c settings.retries: Retries must be a whole number from 0 to 100.",
                "c url: `{{> x}}` is a partial, which is not supported.",
                "d:true-f: The edge leaves `d` from the port `true`; the node has the default port (no sourceHandle).",
                "input: `input` is a reserved name. Use another id.",
                "d-gone: The edge connects `d` to `gone`, but the node `gone` does not exist.",
                "d template: `e` does not run before this node, so it has no output yet. Connect it, or use another node.",
                "d template: No node is called \"nope\".",
            ],
            problems);
    }

    [Fact]
    public void A_problem_names_other_nodes_by_their_labels()
    {
        var (_, _, problems) = FlowPlan.Make("""
            {"nodes": [{"id": "a", "type": "template", "data": {"label": "First", "template": "x"}}, {"id": "b", "type": "template", "data": {"label": "Second", "template": "{{a}}"}}],
             "edges": [{"id": "e", "source": "a", "target": "gone"}]}
            """, NodeTypes.Catalogue, null);

        Assert.Equal(
            [
                "The edge connects “First” (`a`) to `gone`, but the node `gone` does not exist.",
                "“First” (`a`) does not run before this node, so it has no output yet. Connect it, or use another node.",
            ],
            problems.Select(problem => problem.Message));
    }

    [Theory]
    [InlineData("a -> b -> a", "a → b → a")]
    [InlineData("a -> a", "a → a")]
    [InlineData("a -> b -> c -> d\nd -> b", "b → c → d → b")]
    public void A_cycle_is_named(string edges, string cycle)
    {
        var nodes = string.Join('\n', "abcd".Select(id => $$"""{{id}} template {"template": "x"}"""));
        var problem = Assert.Single(Make($"{nodes}\n{edges}").Problems);
        Assert.Equal(cycle, problem.Split(": ")[2].Split(". ")[0]);
    }

    [Fact]
    public void A_branch_is_left_by_its_own_ports_alone() =>
        Assert.Equal(["a-b: The edge leaves `a` from no port; the node has `true`, `false`."], Make(
            """
            a branch {"conditions": [{"left": "x", "operator": "is-true"}]}
            b template {"template": "x"}
            a -> b
            """).Problems);

    [Fact]
    public void The_error_port_is_there_only_when_the_settings_ask_for_it() =>
        Assert.Equal(["a:error-b: The edge leaves `a` from the port `error`; the node has the default port (no sourceHandle)."], Make(
            """
            a template {"template": "x"}
            b template {"template": "x"}
            a:error -> b
            """).Problems);

    [Theory]
    [InlineData("""b template {"template": "{{b}}"}""")]
    [InlineData("""b set {"fields": [{"name": "x", "value": "{{#if c}}1{{/if}}"}]}""")]
    [InlineData("""b compute {"sql": "SELECT :c"}""")]
    public void Only_what_can_have_run_before_can_be_referred_to(string node) =>
        Assert.Contains("does not run before", Assert.Single(Make($$"""{{node}}{{'\n'}}c template {"template": "x"}{{'\n'}}b -> c""").Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("""a template {"template": "{{secrets.TOKEN}} {{secrets.NOPE}}"}""",
        "a template: There is no secret `NOPE` on this server. Give it a value with the setting HtmxFlows:Secrets:NOPE (in the environment HtmxFlows__Secrets__NOPE), and start the server again.")]
    [InlineData("""a template {"template": "{{json secrets}}"}""", "a template: `secrets` alone is not allowed. Name one, e.g. {{secrets.NAME}}.")]
    [InlineData("""a compute {"sql": "SELECT :secrets"}""",
        "a sql: Secrets are not available in SQL, because results are stored. Use {{secrets.NAME}} in the field that sends it.")]
    [InlineData("""secrets template {"template": "x"}""", "secrets: `secrets` is a reserved name. Use another id.")]
    public void Secrets_are_named_one_by_one_in_templates_and_must_be_there(string flow, string problem) =>
        Assert.Equal([problem], Make(flow, new([KeyValuePair.Create("TOKEN", (string?)"swordfish")])).Problems);

    [Fact]
    public void A_workflow_without_a_node_is_none() =>
        Assert.Equal([": The workflow is empty. Add a node first."], Make("").Problems);

    [Fact]
    public void A_workflow_has_at_most_a_thousand_nodes()
    {
        static string Many(int count) => string.Join('\n', Enumerable.Range(0, count).Select(n => $$"""n{{n}} template {"template": "x"}"""));
        Assert.Empty(Make(Many(1000)).Problems);
        Assert.Equal([": The workflow has 1001 nodes; the limit is 1000."], Make(Many(1001)).Problems);
    }

    [Fact]
    public void Unreadable_parts_and_problems_are_reported_together()
    {
        var (flow, plan, problems) = FlowPlan.Make("""{"nodes": [{"id": "a"}, {"id": "b", "type": "fail"}]}""", NodeTypes.Catalogue);
        Assert.NotNull(flow);
        Assert.Null(plan);
        Assert.Equal(["The node has no `type`.", "Message is required."], problems.Select(problem => problem.Message));
    }

    [Fact]
    public void No_json_makes_the_check_throw()
    {
        string[] values = ["null", "5", "\"x\"", "\"{{a}}\"", "[]", "{}", "[null]", "[{}]", "true", "\"put\"", "1e999"];
        var keys = NodeTypes.Catalogue.Types.SelectMany(type => type.Shape.Fields).Select(field => field.Name).Append("settings").Append("label").Distinct().ToArray();
        var random = new Random(20300131);
        for (var round = 0; round < 2000; round++)
        {
            var type = NodeTypes.Catalogue.Types[random.Next(NodeTypes.Catalogue.Types.Count)].Name;
            var data = string.Join(',', keys.Where(_ => random.Next(3) == 0).Select(key => $"\"{key}\": {values[random.Next(values.Length)]}"));
            _ = FlowPlan.Make($$"""{"nodes": [{"id": "a", "type": "{{type}}", "data": { {{data}} } }]}""", NodeTypes.Catalogue);
        }
    }

    static (FlowPlan? Plan, string[] Problems) Make(string flow, Secrets? secrets = null)
    {
        var (_, plan, problems) = FlowPlan.Make(Flows.Of(flow), NodeTypes.Catalogue, secrets is null ? null : new(secrets, _ => null));
        return (plan, [.. problems.Select(problem => $"{problem.Node}{problem.Edge}{(problem.Field is null ? "" : " ")}{problem.Field}: {problem.Message}")]);
    }
}
