using HtmxFlows.Data;

namespace HtmxFlows.Tests.Runs;

public sealed class RunDataTests
{
    [Theory]
    [InlineData("{{#each @root}}{{@key}} {{/each}}", "\"prompt input run nodes before \"")]
    [InlineData("{{json nodes}}!", "\"{\\\"before\\\":\\\"1\\\"}!\"")]
    [InlineData("{{nodes}}", "{\"before\":\"1\"}")]
    [InlineData("{{default nodes.beside 0}}", "0")]
    [InlineData("{{default (lookup nodes \\\"beside\\\") 0}}", "0")]
    [InlineData("{{default (lookup @root \\\"beside\\\") 0}}", "0")]
    [InlineData("{{lookup @root \\\"before\\\"}}", "\"1\"")]
    public async Task A_node_sees_its_ancestors_and_no_other_node_that_has_run(string template, string output)
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            $$"""
            beside template {"template": "2"}
            before template {"template": "1"}
            looks template {"template": "{{template}}"}
            before -> looks
            """);

        var end = await engine.End(run);

        Assert.Equal(Json.Pretty(Json.Parse(output)), Json.Pretty(end.Node("looks").Output!.Value));
        Assert.True(end.Node("beside").HasDelivered);
    }

    [Fact]
    public async Task Compute_sees_its_ancestors_only()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            beside template {"template": "2"}
            before template {"template": "1"}
            looks compute {"sql": "SELECT json_extract(:nodes, '$.before') AS b, json_extract(:nodes, '$.beside') AS c"}
            before -> looks
            """);

        var output = (await engine.End(run)).Node("looks").Output?.GetRawText();

        Assert.Contains("\"b\":\"1\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("2", output, StringComparison.Ordinal);
    }
}
