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
    [InlineData("""{"headers": [{"name": "a b", "value": "x"}]}""", "headers[0].name: “a b” is not the name of a header.")]
    [InlineData("""{"headers": [{"name": "Set-Cookie", "value": "x"}]}""", "headers[0].name: The header Set-Cookie is set by the server. Remove it.")]
    [InlineData("""{"headers": [{"name": "content-type", "value": "x"}]}""", "headers[0].name: The header content-type is set by the server. Remove it, and use the field Content type.")]
    [InlineData("""{"headers": [{"name": "Content-Length", "value": "x"}]}""", "headers[0].name: The header Content-Length is set by the server. Remove it.")]
    public void An_invalid_configuration_of_respond_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("respond", data));

    [Theory]
    [InlineData("""{"status": "{{input}}"}""", "99", "Status is “99”; a number from 200 to 599 is required.")]
    [InlineData("""{"status": "ok"}""", "", "Status is “ok”; a number from 200 to 599 is required.")]
    [InlineData("""{"headers": [{"name": "X", "value": "{{input}}"}]}""", "a\\nSet-Cookie: b", "The value of the header X contains a line break")]
    [InlineData("""{"contentType": "{{input}}"}""", "a\\r\\nb", "The value of the header Content-Type contains a line break")]
    public async Task A_response_that_cannot_be_sent_fails_the_node(string data, string input, string problem) =>
        Assert.StartsWith(problem, await NodeTypes.Failure("respond", data, $$"""{"input": "{{input}}"}"""), StringComparison.Ordinal);

    [Fact]
    public async Task The_response_is_kept_with_the_result_of_the_run()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""
            say respond {"value": "{{prompt}}", "status": "201", "contentType": "text/csv", "headers": [{"name": "X-Count", "value": "{{prompt}}"}]}
            tidy template {"template": "x"}
            say -> tidy
            """, "2");
        Assert.Equal((201, "text/csv", "2"), (end.Response!.Status, end.Response.ContentType, end.Response.Headers!["X-Count"]));
        Assert.Null((await engine.Run("""say respond {"value": "x"}""")).Response);
        Assert.Null((await engine.Run("""
            a respond {"value": "x", "status": "201"}
            b respond {"value": "x", "status": "202"}
            """)).Response);
    }

    [Fact]
    public async Task The_run_continues_behind_it_and_has_its_value_as_the_result()
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
