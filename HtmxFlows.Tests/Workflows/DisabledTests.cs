using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class DisabledTests
{
    const string Off = "\"settings\": {\"disabled\": true}";

    [Theory]
    [InlineData($$"""a template {"template": "A"}; off http {"url": "{% not%}", {{Off}}}; a -> off""", "A")]
    [InlineData($$"""off template {"template": "B", {{Off}}}""", "null")]
    [InlineData($$"""a template {"template": "A"}; b template {"template": "B"}; off template {"template": "{{"{{missing}}"}}", {{Off}}}; a -> off; b -> off""", """{"a":"A","b":"B"}""")]
    [InlineData($$"""a template {"template": "A"}; off nothing {{{Off}}}; a -> off""", "A")]
    [InlineData($$"""a template {"template": "A"}; off respond {"value": "R", {{Off}}}; b template {"template": "B"}; a -> off -> b""", "B")]
    [InlineData($$"""a template {"template": "A"}; off wait {"seconds": "1000", {{Off}}}; a -> off""", "A")]
    [InlineData("""a template {"template": "A"}; off template {"template": "B", "settings": {"disabled": true, "retries": "many", "each": {}}}; a -> off""", "A")]
    public async Task A_disabled_node_passes_its_input_on(string flow, string result)
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(flow.Replace(';', '\n'));
        Assert.Equal((RunStatus.Completed, result), (end.Status, HtmxFlows.Data.Json.AsText(end.Result!.Value)));
    }

    [Theory]
    [InlineData("""off branch {"conditions": [{"left": "a", "operator": "equals", "right": "b"}], "settings": {"disabled": true}}; yes template {"template": "yes"}; no template {"template": "no"}; off:true -> yes; off:false -> no""", "yes")]
    [InlineData("""off branch {"settings": {"disabled": true}}; yes template {"template": "yes"}; no template {"template": "no"}; off:false -> no; off:true -> yes""", "yes")]
    [InlineData("""off switch {"settings": {"disabled": true}}; one template {"template": "one"}; two template {"template": "two"}; off:first -> one; off:second -> two""", "one")]
    [InlineData("""off template {"template": "x", "settings": {"disabled": true, "onError": "port"}}; bad template {"template": "bad"}; good template {"template": "good"}; off:error -> bad; off -> good""", "good")]
    [InlineData("""off approve {"text": "?", "settings": {"disabled": true}}; yes template {"template": "yes"}; no template {"template": "no"}; off:approve -> yes; off:reject -> no""", "yes")]
    public async Task A_disabled_node_takes_its_first_port(string flow, string result)
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(flow.Replace(';', '\n'));
        Assert.Equal((RunStatus.Completed, result), (end.Status, HtmxFlows.Data.Json.AsText(end.Result!.Value)));
    }

    [Theory]
    [InlineData("""a template {"template": "A"}; b branch {"conditions": [{"left": "a", "operator": "exists"}], SETTINGS}; c template {"template": "{{input}}"}; a -> c; a -> b; b:false -> c""")]
    [InlineData("""a template {"template": "A"}; b branch {"conditions": [{"left": "a", "operator": "exists"}], SETTINGS}; x template {"template": "X"}; c template {"template": "{{input}}"}; a -> c; a -> b; b:false -> x -> c""")]
    [InlineData("""s switch {"cases": [{"name": "p", "conditions": [{"left": "a", "operator": "equals", "right": "a"}]}, {"name": "q", "conditions": [{"left": "a", "operator": "equals", "right": "a"}]}], "take": "all", SETTINGS}; x template {"template": "X"}; y template {"template": "Y"}; c template {"template": "{{input}}"}; s:p -> x -> c; s:q -> y -> c""")]
    public async Task An_edge_that_a_disabled_node_never_takes_does_not_count_for_the_shape_of_an_input(string flow)
    {
        Assert.False(Plan(flow.Replace("SETTINGS", "\"note\": \"\"", StringComparison.Ordinal)).SingleInputs.Contains("c"));
        var disabled = flow.Replace("SETTINGS", Off, StringComparison.Ordinal);
        Assert.True(Plan(disabled).SingleInputs.Contains("c"));
        await using var engine = Engine.Start();
        Assert.Contains((await engine.Run(disabled.Replace(';', '\n'))).Node("c").Output!.Value.GetString(), new[] { "A", "X" });
    }

    [Fact]
    public void A_disabled_question_has_no_address()
    {
        var problem = Assert.Single(FlowPlan.Make(Flows.Of(
            """
            ok approve {"text": "?", "settings": {"disabled": true}}
            mail template {"template": "{{run.approvals.ok}}"}
            """), NodeTypes.Catalogue).Problems);
        Assert.Equal("`ok` is disabled, so it has no address for an answer. Enable it, or remove this reference.", problem.Message);
    }

    [Fact]
    public void A_disabled_node_is_not_a_type_of_the_catalogue() => Assert.Null(NodeTypes.Catalogue.Find("disabled"));

    static FlowPlan Plan(string flow) => FlowPlan.Make(Flows.Of(flow.Replace(';', '\n')), NodeTypes.Catalogue).Plan!;
}
