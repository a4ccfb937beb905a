using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class NodeExampleTests
{
    public static TheoryData<string> Types => [.. NodeTypes.Catalogue.Types.Select(type => type.Name)];

    [Theory, MemberData(nameof(Types))]
    public void Every_node_type_has_examples_that_are_right_and_told_apart(string name)
    {
        var type = NodeTypes.Catalogue.Find(name)!;
        Assert.NotEmpty(type.Examples);
        Assert.All(type.Examples, example => Assert.Empty(type.Read(Json.Parse(example.Data)).Problems));
        Assert.Equal(type.Examples.Count, type.Examples.Select(example => example.Title).Distinct().Count());
    }

    [Theory, MemberData(nameof(Types))]
    public async Task No_example_fails_but_those_of_failing(string name)
    {
        var type = NodeTypes.Catalogue.Find(name)!;
        foreach (var example in type.Examples)
            Assert.Equal(name is "fail" or "unsupported", await Run(type, example) is NodeOutcome.Failed);
    }

    [Fact]
    public async Task What_an_example_gives_is_made_by_running_it()
    {
        var branch = NodeTypes.Catalogue.Find("branch")!;
        var outcome = Assert.IsType<NodeOutcome.Completed>(await Run(branch, branch.Examples[0]));
        Assert.Equal(("true", """{"total": 120}"""), (outcome.Port, outcome.Output.GetRawText()));
    }

    [Fact]
    public async Task An_example_that_cannot_be_run_says_why() =>
        Assert.Contains("\"nope\" is unknown here", Assert.IsType<NodeOutcome.Failed>(
            await Run(NodeTypes.Catalogue.Find("template")!, new("A name without a value", """{"template": "{{nope}}"}"""))).Error, StringComparison.Ordinal);

    [Fact]
    public async Task What_would_touch_the_world_outside_is_not_run()
    {
        var http = NodeTypes.Catalogue.Find("http")!;
        Assert.Null(await Run(http, http.Examples[0]));
    }

    static ValueTask<NodeOutcome?> Run(NodeType type, NodeExample example) =>
        example.Run(type, TimeProvider.System, new(), TestContext.Current.CancellationToken);
}
