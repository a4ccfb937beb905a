using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

public sealed class HttpNodeTests
{
    [Fact]
    public async Task It_gives_status_address_headers_and_body()
    {
        await using var peer = await Answering("""{"id": 12345678901234567890}""", "application/json");
        var output = Json.Parse(await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}things"}"""));
        Assert.Equal(200, output.GetProperty("status").GetInt32());
        Assert.Equal($"{peer.Url}things", output.GetProperty("url").GetString());
        Assert.Equal("application/json", output.GetProperty("headers").GetProperty("content-type").GetString());
        Assert.Equal("12345678901234567890", output.GetProperty("body").GetProperty("id").GetRawText());
    }

    [Theory]
    [InlineData("text/plain", "\"1\"")]
    [InlineData("text/html; charset=utf-8", "\"1\"")]
    [InlineData("application/xml", "\"1\"")]
    [InlineData("application/json", "1")]
    [InlineData("application/problem+json", "1")]
    public async Task The_body_is_what_its_type_says(string? type, string json)
    {
        await using var peer = await Answering("1", type);
        Assert.Equal(json, Json.Parse(await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}"}""")).GetProperty("body").GetRawText());
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task The_body_is_base64_if_that_is_set(string? type)
    {
        await using var peer = await Answering("1", type);
        Assert.Equal("\"MQ==\"", Json.Parse(await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}", "response": "base64"}""")).GetProperty("body").GetRawText());
    }

    [Theory]
    [InlineData("get", null)]
    [InlineData("head", null)]
    [InlineData("options", null)]
    [InlineData("post", "run/node")]
    [InlineData("put", "run/node")]
    [InlineData("patch", "run/node")]
    [InlineData("delete", "run/node")]
    public async Task Each_method_is_sent_and_those_that_change_something_carry_the_idempotency_key(string method, string? key)
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http", $$"""{"method": "{{method}}", "url": "{{peer.Url}}"}""");
        var request = Assert.Single(peer.Requests);
        Assert.Equal(method.ToUpperInvariant(), request.Method);
        Assert.Equal(key, request.Headers.GetValueOrDefault("Idempotency-Key"));
    }

    [Fact]
    public async Task The_query_is_encoded_and_added_to_the_one_in_the_address()
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http",
            $$$"""{"url": "{{{peer.Url}}}a?x=1", "query": [{"name": "q", "value": "{{prompt}}"}, {"name": "a&b", "value": "#"}, {"name": "none"}]}""",
            """{"prompt": "1 & 2=ü?"}""");
        Assert.Equal("/a?x=1&q=1%20%26%202%3D%C3%BC%3F&a%26b=%23&none=", Assert.Single(peer.Requests).Target);
    }

    [Theory]
    [InlineData("echo?q={{prompt}}", "Tom & Jerry #1", "/echo?q=Tom%20%26%20Jerry%20%231")]
    [InlineData("echo?q={{prompt}}&x=1#{{prompt}}", "a=b&c", "/echo?q=a%3Db%26c&x=1")]
    [InlineData("{{prompt}}/items", "a/b?c", "/a%2Fb%3Fc/items")]
    [InlineData("items/{{upper prompt}}?{{prompt}}=1", "ü/?#%", "/items/%C3%9C%2F%3F%23%25?%C3%BC%2F%3F%23%25=1")]
    [InlineData("?q={{url-encode prompt}}", "a b", "/?q=a%20b")]
    [InlineData("?{{{prompt}}}", "a=1&b=2", "/?a=1&b=2")]
    [InlineData("{{{prompt}}}", "a/b", "/a/b")]
    [InlineData("{{#if prompt}}?q={{prompt}}{{/if}}", "&", "/?q=%26")]
    [InlineData("?n={{none}}&t={{list}}&u={{list}}x&v={{object}}", "", "/?n=&t=a&t=%26&u=%5B%22a%22%2C%20%22%26%22%5Dx&v=%7B%22a%22%3A%201%7D")]
    [InlineData("?t={{gaps}}", "", "/?t=a")]
    [InlineData("{{! a ? }}x/{{prompt}}", "a?b", "/x/a%3Fb")]
    [InlineData("..{{prompt}}/x", ".", "/.../x")]
    public async Task Values_in_the_URL_are_encoded_for_their_position(string url, string prompt, string target)
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http", Json.From(new { url = $"{peer.Url}{url}" }).GetRawText(), $$"""{"prompt": {{Json.Text(prompt).GetRawText()}}, "none": null, "list": ["a", "&"], "gaps": [null, "a", null], "object": {"a": 1} }""");
        Assert.Equal(target, Assert.Single(peer.Requests).Target);
    }

    [Theory]
    [InlineData("{{address}}")]
    [InlineData("{{address}}?q={{prompt}}")]
    [InlineData("http://{{host}}?q={{prompt}}")]
    [InlineData("{{scheme}}://{{host}}/?q={{prompt}}")]
    public async Task A_URL_may_begin_with_a_value(string url)
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http", Json.From(new { url }).GetRawText(), Json.From(new { scheme = "http", host = peer.Url.Authority, address = peer.Url, prompt = "&" }).GetRawText());
        Assert.Equal(url.Contains('?', StringComparison.Ordinal) ? "/?q=%26" : "/", Assert.Single(peer.Requests).Target);
    }

    [Theory]
    [InlineData("https://{{prompt}}.example.com/", "evil.com/", "“evil.com/” cannot be a part of a host name.")]
    [InlineData("https://example.com:{{prompt}}/", "80@evil.com", "cannot be a part of a host name.")]
    [InlineData("https://example.com/a/{{prompt}}/b", "..", "A value makes “..” a part of the path")]
    [InlineData("https://example.com/{{prompt}}{{prompt}}", ".", "A value makes “..” a part of the path")]
    [InlineData("https://example.com/a/{{{prompt}}}", "%2e%2E", "A value makes “%2e%2E” a part of the path")]
    public async Task A_value_that_would_lead_elsewhere_is_refused(string url, string prompt, string problem)
    {
        var failure = await NodeTypes.Failure("http", Json.From(new { url }).GetRawText(), Json.From(new { prompt }).GetRawText());
        Assert.Contains(problem, failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_are_sent()
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http", $$$"""{"url": "{{{peer.Url}}}", "headers": [{"name": "X-Who", "value": "{{prompt}}"}]}""", """{"prompt": "me"}""");
        Assert.Equal("me", Assert.Single(peer.Requests).Headers["X-Who"]);
    }

    [Theory]
    [InlineData("\"{{input}}\"", """{"a": 1}""", "application/json")]
    [InlineData("\"[{{input.a}}]\"", "[1]", "application/json")]
    [InlineData("""{"b":[true]}""", """{"b":[true]}""", "application/json")]
    [InlineData("\"just {{input.a}}\"", "just 1", "text/plain; charset=utf-8")]
    public async Task The_body_is_sent_as_json_if_it_is_json(string body, string sent, string type)
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http", $$"""{"method": "post", "url": "{{peer.Url}}", "body": {{body}} }""", """{"input": {"a": 1}}""");
        var request = Assert.Single(peer.Requests);
        Assert.Equal((sent, type), (request.Body, request.Headers["Content-Type"]));
    }

    [Fact]
    public async Task A_content_type_header_wins_over_the_guess()
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http",
            $$"""{"method": "post", "url": "{{peer.Url}}", "body": "a=1", "headers": [{"name": "content-type", "value": "application/x-www-form-urlencoded"}]}""");
        Assert.Equal("application/x-www-form-urlencoded", Assert.Single(peer.Requests).Headers["Content-Type"]);
    }

    [Theory]
    [InlineData(404, "text/plain", "Nobody here", "answered 404 Not Found: Nobody here")]
    [InlineData(500, null, "", "answered 500 Internal Server Error")]
    [InlineData(422, "application/json", """{"why": "because"}""", """answered 422 Unprocessable Entity: {"why": "because"}""")]
    [InlineData(502, "application/json", "<html>Bad gateway", "answered 502 Bad Gateway: <html>Bad gateway")]
    public async Task A_status_of_400_or_more_fails_and_tells_what_came_back(int status, string? type, string body, string message)
    {
        await using var peer = await Answering(body, type, status);
        var error = await NodeTypes.Failure("http", $$"""{"method": "put", "url": "{{peer.Url}}a?secret=1"}""");
        Assert.Equal($"PUT {peer.Url}a {message}", error);
    }

    [Fact]
    public async Task A_long_refusal_is_reported_in_part()
    {
        await using var peer = await Answering(new('x', 5000), "text/plain", 400);
        Assert.EndsWith("xxx…", await NodeTypes.Failure("http", $$"""{"url": "{{peer.Url}}"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("""{"a":NaN}""", "unexpected N (JSON has no NaN) at line 1, column 6. To get it as it is, set Response to text.")]
    [InlineData("[1,-Infinity]", "unexpected I (JSON has no Infinity)")]
    [InlineData("\"\\ud800\"", "half a surrogate pair")]
    public async Task An_answer_that_says_it_is_json_and_is_not_fails(string body, string message)
    {
        await using var peer = await Answering(body, "application/json");
        var error = await NodeTypes.Failure("http", $$"""{"url": "{{peer.Url}}"}""");
        Assert.StartsWith("The answer declares JSON", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "file: addresses cannot be called")]
    [InlineData("/relative", "is not a full URL")]
    [InlineData("http://169.254.169.254/latest", "169.254.169.254")]
    [InlineData("http://10.0.0.1/", "10.0.0.1")]
    [InlineData("http://user:pass@127.0.0.1/", "user name or a password")]
    public async Task An_address_that_must_not_be_called_is_not(string url, string message) =>
        Assert.Contains(message, await NodeTypes.Failure("http", """{"url": "{{prompt}}"}""", Json.From(new { prompt = url }).GetRawText()), StringComparison.Ordinal);

    [Fact]
    public async Task A_line_break_does_not_get_into_a_header()
    {
        await using var peer = await Answering("", null);
        var error = await NodeTypes.Failure("http",
            $$$"""{"url": "{{{peer.Url}}}", "headers": [{"name": "X-A", "value": "{{prompt}}"}]}""", """{"prompt": "a\r\nX-B: c"}""");
        Assert.Contains("X-A", error, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("{}", "url: URL is required.")]
    [InlineData("""{"url": "{{prompt}}", "method": "GET"}""", "method: Method must be one of get, post, put, patch, delete, head, options.")]
    [InlineData("""{"url": "x", "query": {"a": 1}}""", "query: Query must be a list of objects.")]
    [InlineData("""{"url": "x", "headers": [{"value": "1"}]}""", "headers[0].name: Name is required.")]
    [InlineData("""{"url": "{{> x}}"}""", "url: `{{> x}}` is a partial, which is not supported.")]
    [InlineData("""{"url": "x", "query": [{"name": "a", "value": "{{> x}}"}]}""", "query[0].value: `{{> x}}` is a partial, which is not supported.")]
    public void An_invalid_configuration_of_http_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("http", data));

    [Fact]
    public async Task A_setting_that_is_null_is_left_out()
    {
        await using var peer = await Answering("", null);
        await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}", "method": null, "query": null, "headers": [{"name": "A", "value": null}], "body": null}""");
        Assert.Equal("GET", Assert.Single(peer.Requests).Method);
    }

    [Fact]
    public void It_works_outside() => Assert.Equal(Execution.External, NodeTypes.Catalogue.Find("http")!.Execution);

    static Task<HttpPeer> Answering(string body, string? type, int status = 200) => HttpPeer.Start(context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        var bytes = Encoding.UTF8.GetBytes(HttpMethods.IsHead(context.Request.Method) ? "" : body);
        return context.Response.Body.WriteAsync(bytes).AsTask();
    });
}
