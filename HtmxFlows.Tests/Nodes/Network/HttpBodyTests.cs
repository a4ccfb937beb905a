using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Whole runs whose values go into queries, forms and JSON bodies.</summary>
public sealed class HttpBodyTests : FlowTests
{
    [Theory]
    [InlineData("""["a", "b"]""", "/?t=a&t=b")]
    [InlineData("""["a & b", 1, true, null, {"x": 1}]""", "/?t=a%20%26%20b&t=1&t=true&t=%7B%22x%22%3A%201%7D")]
    [InlineData("[]", "/")]
    [InlineData("null", "/")]
    [InlineData("\"\"", "/?t=")]
    [InlineData("0", "/?t=0")]
    public async Task A_list_in_the_query_repeats_the_parameter(string value, string target)
    {
        await using var peer = await HttpPeer.Saying("");
        await Run($$$$"""
            a json {"operation": "parse", "value": "{{prompt}}"}
            f http {"url": "{{{{peer.Url}}}}", "query": [{"name": "t", "value": "{{a}}"}]}
            a -> f
            """, value);
        Assert.Equal(target, Assert.Single(peer.Requests).Target);
    }

    [Fact]
    public async Task A_list_in_a_form_repeats_the_field()
    {
        await using var peer = await HttpPeer.Saying("");
        await Run($$$$"""
            a json {"operation": "parse", "value": "[1, null, \"b\"]"}
            f http {"url": "{{{{peer.Url}}}}", "method": "post", "bodyKind": "form", "form": [{"name": "t", "value": "{{a}}"}]}
            m http {"url": "{{{{peer.Url}}}}", "method": "post", "bodyKind": "multipart", "form": [{"name": "t", "value": "{{a}}"}]}
            a -> f -> m
            """);
        Assert.Equal("t=1&t=b", peer.Requests[0].Body);
        Assert.Equal(3, peer.Requests[1].Body.Split("form-data; name=\"t\"").Length);
    }

    [Theory]
    [InlineData("""{"q":"{{prompt}}"}""", "say \"hi\"", """{"q":"say \"hi\""}""")]
    [InlineData("""{"q": "it: {{prompt}}, {{prompt}}!", "n": 1}""", "a\\b\n", """{"q": "it: a\\b\n, a\\b\n!", "n": 1}""")]
    [InlineData("""{"{{prompt}}": ["{{{prompt}}}"]}""", "x\",\"admin\":\"1", """{"x\",\"admin\":\"1": ["x\",\"admin\":\"1"]}""")]
    [InlineData("""{"q": {{json prompt}} }""", "say \"hi\"", """{"q": "say \"hi\"" }""")]
    [InlineData("""{"q": {{prompt}} }""", "[1, null]", """{"q": [1, null] }""")]
    [InlineData("""{"q": "\"{{prompt}}\"" }""", "é", """{"q": "\"é\"" }""")]
    [InlineData("""["{{default prompt "x"}}"]""", "\"", """["\""]""")]
    [InlineData("""{"q":{{json prompt}}}""", "say \"hi\"", """{"q":"say \"hi\""}""")]
    [InlineData("""{"q":{"r":{{json prompt}}}}""", "x", """{"q":{"r":"x"}}""")]
    [InlineData("""{"q": "{{#if prompt}}{{prompt}}{{^}}none{{/if}}" }""", "say \"hi\"", """{"q": "say \"hi\"" }""")]
    [InlineData("""{"q": "{{! say "hi }}{{prompt}}" }""", "say \"hi\"", """{"q": "say \"hi\"" }""")]
    [InlineData("""{"a": 1, "a": "{{prompt}}"}""", "2", """{"a": 1, "a": "2"}""")]
    public async Task A_body_that_is_written_as_JSON_is_JSON_whatever_the_values(string body, string prompt, string sent)
    {
        foreach (var kind in new[] { "auto", "json" })
        {
            await using var peer = await HttpPeer.Saying("");
            var end = await Send(peer, body, prompt, kind);
            Assert.Equal(RunStatus.Completed, end.Status);
            Assert.Equal((sent, "application/json"), (Assert.Single(peer.Requests).Body, peer.Requests[0].Headers["Content-Type"]));
        }
    }

    [Theory]
    [InlineData("""{"q": {{prompt}} }""", "say \"hi\"")]
    [InlineData("""{"q": 1,}""", "")]
    [InlineData("""[{{prompt}}, 1]""", "x")]
    public async Task A_body_that_is_written_as_JSON_and_is_none_fails_and_is_not_sent(string body, string prompt)
    {
        await using var peer = await HttpPeer.Saying("");
        var end = await Send(peer, body, prompt);
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("The body must be JSON, but it is the text", end.Error, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("Dear {{prompt}}: [1]", "x", "Dear x: [1]")]
    [InlineData("[note] {{prompt}}", "\"x\"", "[note] \"x\"")]
    [InlineData("{{prompt}}, {{prompt}}", "\"x", "\"x, \"x")]
    [InlineData("{curly} {{prompt}}", "x", "{curly} x")]
    [InlineData("[{{prompt}}] of [{{prompt}}]", "x", "[x] of [x]")]
    public async Task A_body_that_is_not_written_as_JSON_stays_text(string body, string prompt, string sent)
    {
        await using var peer = await HttpPeer.Saying("");
        await Send(peer, body, prompt);
        Assert.Equal((sent, "text/plain; charset=utf-8"), (Assert.Single(peer.Requests).Body, peer.Requests[0].Headers["Content-Type"]));
    }

    [Fact]
    public async Task A_raw_body_is_sent_as_it_is()
    {
        await using var peer = await HttpPeer.Saying("");
        await Send(peer, """{"q":"{{prompt}}"}""", "say \"hi\"", "raw");
        Assert.Equal("""{"q":"say "hi""}""", Assert.Single(peer.Requests).Body);
    }

    Task<RunState> Send(HttpPeer peer, string body, string prompt, string kind = "auto") =>
        Run($$"""f http {"url": "{{peer.Url}}", "method": "post", "bodyKind": "{{kind}}", "body": {{HtmxFlows.Data.Json.Text(body).GetRawText()}} }""", prompt);

    Task<RunState> Run(string flow, string prompt = "") => Engine.Run(flow, prompt);
}
