using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Runs;

public sealed class JoiningTests
{
    [Theory]
    [InlineData("arriving", "", Decision.Undecided)]
    [InlineData("arriving", "a", Decision.Undecided)]
    [InlineData("arriving", "a b", Decision.Start)]
    [InlineData("arriving", "a -b", Decision.Start)]
    [InlineData("arriving", "-a -b", Decision.Skip)]
    [InlineData("arriving", "-a", Decision.Undecided)]
    [InlineData("all", "a", Decision.Undecided)]
    [InlineData("all", "a b", Decision.Start)]
    [InlineData("all", "-a", Decision.Skip)]
    [InlineData("all", "a -b", Decision.Skip)]
    [InlineData("first", "", Decision.Undecided)]
    [InlineData("first", "a", Decision.Start)]
    [InlineData("first", "-a", Decision.Undecided)]
    [InlineData("first", "-a b", Decision.Start)]
    [InlineData("first", "-a -b", Decision.Skip)]
    public void A_join_starts_or_is_skipped_by_what_its_edges_deliver(string join, string decided, Decision expected)
    {
        var plan = Plan($"a template\nb template\nj fail {{\"message\": \"x\", \"settings\": {{\"join\": \"{join}\"}}}}\na -> j\nb -> j");
        Assert.Equal(expected, Joining.Decide(plan, Run(decided), "j"));
    }

    [Fact]
    public void A_node_without_incoming_edges_starts() => Assert.Equal(Decision.Start, Joining.Decide(Plan("a template"), Run(""), "a"));

    [Fact]
    public void An_edge_from_a_port_that_was_not_taken_is_dead()
    {
        var plan = Plan("a branch\nb template\nc template\na:true -> b\na:false -> c");
        Assert.Equal((Decision.Start, Decision.Skip), (Joining.Decide(plan, Run("a:true"), "b"), Joining.Decide(plan, Run("a:true"), "c")));
    }

    [Fact]
    public void Several_ports_can_be_taken_at_once()
    {
        var plan = Plan("a switch\nb template\nc template\nd template\na:x -> b\na:y -> c\na:fallback -> d");
        RunEvent[] events = [new WorkflowStarted(Guid.Empty, 1, Guid.Empty, RunTrigger.Api, ""), new NodeStarted("a", 1), new NodeCompleted("a", Json.Null, "x", MorePorts: ["y"])];
        var run = RunState.Of(Guid.Empty, events.Select((next, at) => next with { Seq = at + 1 }));
        Assert.Equal((Decision.Start, Decision.Start, Decision.Skip), (Joining.Decide(plan, run, "b"), Joining.Decide(plan, run, "c"), Joining.Decide(plan, run, "d")));
    }

    [Theory]
    [InlineData("a respond\nb template\na -> b", "a b", "\"a\"")]
    [InlineData("a template\nb respond\na -> b", "a -b", "\"a\"")]
    [InlineData("a respond\nb respond\na -> b", "a b", "\"b\"")]
    [InlineData("a respond\nb respond\nc template", "a b c", """{"a":"a","b":"b"}""")]
    public void The_result_is_the_output_of_the_node_that_answers(string flow, string decided, string json) =>
        Assert.Equal(json, Joining.Completion(Plan(flow), Run(decided)).Result.GetRawText());

    [Fact]
    public void The_input_of_one_predecessor_is_its_output()
    {
        Assert.Equal("\"a\"", Joining.Input(Plan("a template\nb template\na -> b"), Run("a"), "b").GetRawText());
        Assert.Equal("\"a\"", Joining.Input(Plan("a branch\nb template\na:true -> b\na:false -> b"), Run("a:true"), "b").GetRawText());
    }

    [Fact]
    public void The_input_of_several_is_an_object_of_those_that_delivered()
    {
        var plan = Plan("a template\nb template\nc template\nj template\na -> j\nb -> j\nc -> j");
        Assert.Equal("""{"a":"a","c":"c"}""", Joining.Input(plan, Run("a -b c"), "j").GetRawText());
    }

    [Fact]
    public void The_input_behind_ways_that_exclude_each_other_is_the_output_that_came()
    {
        var plan = Plan("a branch\nb template\nc template\nj template\na:true -> b\na:false -> c\nb -> j\nc -> j");
        Assert.Equal("\"c\"", Joining.Input(plan, Run("a:false -b c"), "j").GetRawText());
    }

    [Fact]
    public void A_node_at_the_start_has_no_input() => Assert.Equal("null", Joining.Input(Plan("a template"), Run(""), "a").GetRawText());

    [Theory]
    [InlineData("a template\nb template\na -> b", "a b", "\"b\"")]
    [InlineData("a template\nb template", "a b", """{"a":"a","b":"b"}""")]
    [InlineData("a branch\nb template\na:true -> b", "a:false -b", "\"a\"")]
    [InlineData("a template\nb template\nc template\na -> b\na -> c", "a b c", """{"b":"b","c":"c"}""")]
    [InlineData("a template\nb branch\nc template\na -> c\nb:true -> c", "a b:false -c", """{"a":"a","b":"b"}""")]
    [InlineData("a branch\nb template\na:true -> b\na:false -> b", "a:true -b", "\"a\"")]
    public void The_result_is_the_output_that_no_node_took(string flow, string decided, string json) =>
        Assert.Equal(json, Joining.Completion(Plan(flow), Run(decided)).Result.GetRawText());

    static FlowPlan Plan(string flow) => FlowPlan.Make(Flows.Of(flow
        .Replace("template", """template {"template": "x"}""", StringComparison.Ordinal)
        .Replace("switch", """switch {"cases": [{"name": "x", "conditions": [{"left": "x", "operator": "exists"}]}, {"name": "y", "conditions": [{"left": "x", "operator": "exists"}]}]}""", StringComparison.Ordinal)
        .Replace("branch", """branch {"conditions": [{"left": "x", "operator": "is-true"}]}""", StringComparison.Ordinal)), NodeTypes.Catalogue).Plan!;

    static RunEvent[] Completed(string[] parts) => [new NodeStarted(parts[0], 1), new NodeCompleted(parts[0], Json.Text(parts[0]), parts.ElementAtOrDefault(1))];

    /// <summary>A run in which <c>a</c> has its own name as output, <c>a:port</c> left by a port, and <c>-a</c> was skipped.</summary>
    static RunState Run(string decided) => RunState.Of(Guid.Empty, decided.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(IEnumerable<RunEvent> (id) => id[0] == '-' ? [new NodeSkipped(id[1..])] : Completed(id.Split(':')))
        .Prepend(new WorkflowStarted(Guid.Empty, 1, Guid.Empty, RunTrigger.Api, ""))
        .Select((next, at) => next with { Seq = at + 1 }));
}
