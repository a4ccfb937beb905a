using HtmxFlows.Nodes;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class RespondNodeTests
{
    [Theory]
    [InlineData("""{"value": "Hello {{input.name}}"}""", "\"Hello Ada\"")]
    [InlineData("""{"value": "{{input}}"}""", """{"name":"Ada"}""")]
    [InlineData("""{"value": ""}""", """{"name":"Ada"}""")]
    [InlineData("{}", """{"name":"Ada"}""")]
    [InlineData("""{"value": [1e400,null]}""", "[1e400,null]")]
    public async Task It_gives_its_value_or_the_input(string data, string json) =>
        Assert.Equal(json, await NodeTypes.Output("respond", data, """{"input": {"name":"Ada"}}"""));

    [Theory]
    [InlineData("""{"value": "*x*", "markdown": true}""", OutputFormat.Markdown)]
    [InlineData("""{"value": [1], "markdown": true}""", null)]
    [InlineData("""{"value": "*x*"}""", null)]
    public async Task A_text_may_be_Markdown(string data, OutputFormat? format) =>
        Assert.Equal(format, Assert.IsType<NodeOutcome.Completed>(await NodeTypes.Execute("respond", data)).Format);

    [Theory]
    [InlineData("""{"value": "{{> x}}"}""", "value: `{{> x}}` is a partial, which is not supported.")]
    [InlineData("""{"markdown": "yes"}""", "markdown: Markdown must be true or false.")]
    public void A_bad_configuration_is_told(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("respond", data));

    [Fact]
    public async Task The_run_goes_on_behind_it_and_has_its_value_as_the_result()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""
            say respond {"value": "the answer to {{prompt}}"}
            tidy template {"template": "{{input}}, tidied"}
            say -> tidy
            """, "all");
        Assert.Equal(("the answer to all", "the answer to all, tidied"), (end.Result?.GetString(), end.Node("tidy").Output?.GetString()));
    }

    [Fact]
    public async Task One_that_failed_has_not_answered()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""
            say respond {"value": "{{nope}}", "settings": {"onError": "continue"}}
            tidy template {"template": "tidied"}
            say -> tidy
            """.Replace("{{nope}}", "{{run.nope}}", StringComparison.Ordinal));
        Assert.Equal("tidied", end.Result?.GetString());
    }
}
