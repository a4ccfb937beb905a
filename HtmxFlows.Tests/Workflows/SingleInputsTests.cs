using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class SingleInputsTests
{
    [Theory]
    [InlineData("a template\nj template\na -> j", true)]
    [InlineData("a template\nb template\nj template\na -> j\nb -> j", false)]
    [InlineData("a branch\nb template\nc template\nj template\na:true -> b\na:false -> c\nb -> j\nc -> j", true)]
    // One way leads from the branch itself.
    [InlineData("a branch\nb template\nj template\na:true -> b\nb -> j\na:false -> j", true)]
    // Longer ways, which part and meet again.
    [InlineData("a branch\nb template\nc template\nd template\ne template\nf template\nj template\na:true -> b\na:true -> c\nb -> d\nc -> d\na:false -> e\ne -> f\nd -> j\nf -> j", true)]
    // A way around the branch.
    [InlineData("s template\na branch\nb template\nc template\nj template\ns -> b\na:true -> b\na:false -> c\nb -> j\nc -> j", false)]
    // Both ways begin at the same port.
    [InlineData("a branch\nb template\nc template\nj template\na:true -> b\na:true -> c\nb -> j\nc -> j", false)]
    // Of three ways, two may deliver together.
    [InlineData("a branch\nb template\nc template\nd template\nj template\na:true -> b\na:true -> c\na:false -> d\nb -> j\nc -> j\nd -> j", false)]
    // A branch behind a branch, with three ends.
    [InlineData("a branch\nb branch\nx template\ny template\nz template\nj template\na:true -> b\nb:true -> x\nb:false -> y\na:false -> z\nx -> j\ny -> j\nz -> j", true)]
    // Several ports lead one way, and another port the other.
    [InlineData("a switch\nb template\nc template\nj template\na:x -> b\na:y -> b\na:fallback -> c\nb -> j\nc -> j", true)]
    [InlineData("a every\nb template\nc template\nj template\na:x -> b\na:y -> c\nb -> j\nc -> j", false)]
    // A node that fails gives nothing at its other ports.
    [InlineData("a risky\nb template\nc template\nj template\na -> b\na:error -> c\nb -> j\nc -> j", true)]
    [InlineData("a riskyevery\nb template\nc template\nj template\na:x -> b\na:error -> c\nb -> j\nc -> j", true)]
    public void A_node_has_a_single_input_if_no_run_can_have_two_deliver(string flow, bool isSingle) =>
        Assert.Equal(isSingle, Plan(flow).SingleInputs.Contains("j"));

    [Fact]
    public void Behind_each_of_many_branches_in_a_row_the_input_is_single()
    {
        var branches = Enumerable.Range(0, 240).Select(i => $"b{i} branch\nt{i} template\nf{i} template\nj{i} template\nb{i}:true -> t{i}\nb{i}:false -> f{i}\nt{i} -> j{i}\nf{i} -> j{i}"
            + (i == 0 ? "" : $"\nj{i - 1} -> b{i}"));
        var plan = Plan(string.Join('\n', branches));
        Assert.All(Enumerable.Range(0, 240), i => Assert.True(plan.SingleInputs.Contains($"j{i}")));
    }

    static FlowPlan Plan(string flow) => FlowPlan.Make(Flows.Of(string.Join('\n', flow.Split('\n').Select(line => line.Contains("->", StringComparison.Ordinal) ? line : Node(line.Split(' '))))), NodeTypes.Catalogue).Plan!;

    static string Node(string[] parts) => parts[1] switch
    {
        "branch" => $$"""{{parts[0]}} branch {"conditions": [{"left": "x", "operator": "is-true"}]}""",
        "switch" => $$"""{{parts[0]}} switch {"cases": [{{Case("x")}}, {{Case("y")}}]}""",
        "every" => $$"""{{parts[0]}} switch {"cases": [{{Case("x")}}, {{Case("y")}}], "take": "all"}""",
        "riskyevery" => $$$"""{{{parts[0]}}} switch {"cases": [{{{Case("x")}}}, {{{Case("y")}}}], "take": "all", "settings": {"onError": "port"}}""",
        "risky" => $$$"""{{{parts[0]}}} template {"template": "x", "settings": {"onError": "port"}}""",
        _ => $$"""{{parts[0]}} template {"template": "x"}""",
    };

    static string Case(string name) => $$"""{"name": "{{name}}", "conditions": [{"left": "x", "operator": "exists"}]}""";
}
