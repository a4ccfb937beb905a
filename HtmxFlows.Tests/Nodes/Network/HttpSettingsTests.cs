using System.IO.Compression;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Bodies, authentication, and what answers are taken for.</summary>
public sealed class HttpSettingsTests
{
    const string Names = """{"input": {"a": 1, "text": "x & y=ü"}, "prompt": "say \"hi\""}""";

    [Theory]
    [InlineData("none", "\"ignored\"", "", null)]
    [InlineData("json", "\"{{input.a}}\"", "1", "application/json")]
    [InlineData("json", "\"{{prompt}}\"", "\"say \\\"hi\\\"\"", "application/json")]
    [InlineData("json", "\"{\\\"n\\\": {{input.a}} }\"", "{\"n\": 1 }", "application/json")]
    [InlineData("json", "{\"b\":[true]}", "{\"b\":[true]}", "application/json")]
    [InlineData("raw", "\"[1]\"", "[1]", "text/plain; charset=utf-8")]
    [InlineData("raw", "{\"b\":1}", "{\"b\":1}", "text/plain; charset=utf-8")]
    [InlineData("auto", "\"[1]\"", "[1]", "application/json")]
    public async Task A_body_is_sent_as_its_kind_says(string kind, string body, string sent, string? type)
    {
        await using var peer = await HttpPeer.Saying("");
        await NodeTypes.Output("http", $$"""{"method": "post", "url": "{{peer.Url}}", "bodyKind": "{{kind}}", "body": {{body}} }""", Names);
        var request = Assert.Single(peer.Requests);
        Assert.Equal((sent, type), (request.Body, request.Headers.GetValueOrDefault("Content-Type")));
    }

    [Fact]
    public async Task A_form_is_sent_encoded()
    {
        await using var peer = await HttpPeer.Saying("");
        await NodeTypes.Output("http", $$$"""{"method": "post", "url": "{{{peer.Url}}}", "bodyKind": "form", "form": [{"name": "q&1", "value": "{{input.text}}"}, {"name": "none"}]}""", Names);
        var request = Assert.Single(peer.Requests);
        Assert.Equal(("q%261=x%20%26%20y%3D%C3%BC&none=", "application/x-www-form-urlencoded"), (request.Body, request.Headers["Content-Type"]));
    }

    [Fact]
    public async Task A_multipart_form_has_texts_and_files_and_nobody_who_writes_one_part_begins_another()
    {
        string? field = null, file = null, type = null, name = null;
        await using var peer = await HttpPeer.Start(_ => Task.CompletedTask);
        await NodeTypes.Output("http",
            $$$"""{"method": "post", "url": "{{{peer.Url}}}", "bodyKind": "multipart", "form": [{"name": "t", "value": "{{input.text}}"}, {"name": "f", "fileName": "{{prompt}}\r\nX: y", "type": "image/png", "value": "AP8=", "base64": true}]}""", Names);
        var request = Assert.Single(peer.Requests);
        var boundary = request.Headers["Content-Type"].Split("boundary=")[1];
        string[] parts = request.Body.Split($"--{boundary}");
        (field, file) = (parts[1], parts[2]);
        (name, type) = (file.Split("\r\n")[1], file.Split("\r\n")[2]);
        Assert.Equal("\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nx & y=ü\r\n", field);
        Assert.Equal("Content-Disposition: form-data; name=\"f\"; filename=\"say %22hi%22%0D%0AX: y\"", name);
        Assert.Equal("Content-Type: image/png", type);
        Assert.Equal("--\r\n", parts[3]);
    }

    [Fact]
    public async Task The_same_multipart_form_is_the_same_bytes_so_that_another_attempt_is_the_same_call()
    {
        await using var peer = await HttpPeer.Saying("");
        for (var attempt = 0; attempt < 2; attempt++)
            await NodeTypes.Output("http", $$"""{"method": "post", "url": "{{peer.Url}}", "bodyKind": "multipart", "form": [{"name": "a", "value": "1"}]}""");
        Assert.Single(peer.Requests.Select(request => request.Body).Distinct());
    }

    [Theory]
    [InlineData(""" "bodyKind": "json", "body": "{\"n\": {{prompt}} }" """, "The body must be JSON, but it is the text “{\"n\": say \"hi\" }”.")]
    [InlineData(""" "bodyKind": "json" """, "The body is empty; JSON is required.")]
    [InlineData(""" "bodyKind": "multipart", "form": [{"name": "f", "base64": true, "value": "{{prompt}}"}] """, "The field `f` must be base64, but it is the text “say \"hi\"”.")]
    [InlineData(""" "authentication": "basic", "user": "a:b" """, "The user contains a colon")]
    [InlineData(""" "authentication": "bearer", "token": "a\r\nX-B: c" """, "The value of the header Authorization contains a line break")]
    [InlineData(""" "authentication": "header", "tokenHeader": "X A", "token": "c" """, "is not a valid request header")]
    public async Task A_request_that_cannot_be_sent_is_reported_and_not_sent(string settings, string message)
    {
        await using var peer = await HttpPeer.Saying("");
        Assert.Contains(message, await NodeTypes.Failure("http", $$"""{"method": "post", "url": "{{peer.Url}}", {{settings}} }""", Names), StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData(""" "authentication": "basic", "user": "ü", "password": "{{input.text}}" """, "Authorization", "Basic w7w6eCAmIHk9w7w=")]
    [InlineData(""" "authentication": "basic", "user": "a" """, "Authorization", "Basic YTo=")]
    [InlineData(""" "authentication": "bearer", "token": "t{{input.a}}" """, "Authorization", "Bearer t1")]
    [InlineData(""" "authentication": "header", "token": "k" """, "X-API-Key", "k")]
    [InlineData(""" "authentication": "header", "token": "k", "tokenHeader": "Api-Token" """, "Api-Token", "k")]
    public async Task Who_calls_is_said_as_the_authentication_says(string settings, string header, string value)
    {
        await using var peer = await HttpPeer.Saying("");
        await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}", {{settings}} }""", Names);
        Assert.Equal(value, Assert.Single(peer.Requests).Headers[header]);
    }

    [Theory]
    [InlineData("", 399, true)]
    [InlineData("", 400, false)]
    [InlineData("200-299, 404", 404, true)]
    [InlineData("200-299,404", 204, true)]
    [InlineData("200-299,404", 405, false)]
    [InlineData("500", 500, true)]
    [InlineData("500", 200, false)]
    public async Task A_status_is_a_success_as_it_is_said(string success, int status, bool succeeds)
    {
        await using var peer = await HttpPeer.Start(context => { context.Response.StatusCode = status; return Task.CompletedTask; });
        Assert.Equal(succeeds, await NodeTypes.Execute("http", $$"""{"url": "{{peer.Url}}", "success": "{{success}}"}""") is NodeOutcome.Completed);
    }

    [Theory]
    [InlineData("json", "text/plain", "[1]", "[1]")]
    [InlineData("text", "application/json", "[1]", "\"[1]\"")]
    [InlineData("text", "application/octet-stream", "ü", "\"ü\"")]
    [InlineData("base64", "application/json", "[1]", "\"WzFd\"")]
    [InlineData("json", "application/json", "", "null")]
    public async Task An_answer_is_given_as_it_is_said(string kind, string type, string body, string json)
    {
        await using var peer = await HttpPeer.Start(context => { context.Response.ContentType = type; return context.Response.WriteAsync(body); });
        Assert.Equal(json, Json.Parse(await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}", "response": "{{kind}}"}""")).GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task An_answer_that_should_be_JSON_and_is_not_fails()
    {
        await using var peer = await HttpPeer.Saying("<html>");
        Assert.StartsWith("The answer should be JSON, but is not valid JSON: ", await NodeTypes.Failure("http", $$"""{"url": "{{peer.Url}}", "response": "json"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "7", 7d)]
    [InlineData(503, "7", 7d)]
    [InlineData(503, "Thu, 31 Jan 2030 09:02:00 GMT", 120d)]
    [InlineData(500, "7", null)]
    [InlineData(429, "soon", null)]
    [InlineData(429, "-5", null)]
    [InlineData(429, "999999999999999999999999999999", null)]
    [InlineData(429, null, null)]
    public async Task A_busy_peer_says_when_to_retry(int status, string? after, double? seconds)
    {
        var time = new ManualTime();
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = after;
            return Task.CompletedTask;
        });
        var failed = Assert.IsType<NodeOutcome.Failed>(await NodeTypes.Execute("http", $$"""{"url": "{{peer.Url}}"}""", time: time));
        Assert.Equal(seconds is { } wait ? time.GetUtcNow().AddSeconds(wait) : null, failed.NotBefore);
    }

    [Theory]
    [InlineData(""" "bodyKind": "xml" """, "bodyKind: Body type must be one of auto, none, json, form, multipart, raw, file.")]
    [InlineData(""" "bodyKind": "form" """, "form: Form is required.")]
    [InlineData(""" "bodyKind": "multipart", "form": [{"value": "1"}] """, "form[0].name: Name is required.")]
    [InlineData(""" "authentication": "basic" """, "user: User is required.")]
    [InlineData(""" "authentication": "bearer", "token": " " """, "token: Token is required.")]
    [InlineData(""" "authentication": "header", "token": "t", "tokenHeader": "" """, "tokenHeader: Token header is required.")]
    [InlineData(""" "authentication": "bearer", "token": "t", "headers": [{"name": "authorization", "value": "x"}] """, "headers[0].name: The authentication already sends the header Authorization. Remove it here, or set Authentication to none.")]
    [InlineData(""" "success": "2xx" """, "success: “2xx” is not a status. Use statuses and ranges from 100 to 999, separated by commas: 200-299, 404.")]
    [InlineData(""" "success": "299-200" """, "success: “299-200” is not a status. Use statuses and ranges from 100 to 999, separated by commas: 200-299, 404.")]
    [InlineData(""" "success": "200," """, "success: “” is not a status. Use statuses and ranges from 100 to 999, separated by commas: 200-299, 404.")]
    [InlineData(""" "response": "xml" """, "response: Response must be one of auto, json, text, base64, file.")]
    [InlineData(""" "encoding": "klingon" """, "encoding: “klingon” is not a known encoding. Use a name such as UTF-8, UTF-16, Windows-1252 or ISO-8859-2.")]
    [InlineData(""" "paging": "offset", "pageParameter": " " """, "pageParameter: Page parameter is required.")]
    [InlineData(""" "paging": "next-link" """, "next: Next is required.")]
    [InlineData(""" "paging": "page", "pageParameter": "" """, "pageParameter: Page parameter is required.")]
    [InlineData(""" "paging": "page", "maxPages": 1e400 """, "maxPages: Maximum pages must be a whole number from 1 to 1000.")]
    [InlineData(""" "paging": "page", "firstPage": 123456789012345678901234567890 """, "firstPage: First page must be a whole number from 0 to 1000000.")]
    public void An_invalid_setting_of_a_request_is_reported(string settings, string problem) => Assert.Equal([problem], NodeTypes.Problems("http", $$"""{"url": "x", {{settings}} }"""));

    [Fact]
    public async Task A_body_that_unpacks_without_end_is_an_error_that_names_the_limit()
    {
        await using var peer = await HttpPeer.Start(async context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            for (var n = 0; n < 64; n++)
                await zip.WriteAsync(new byte[64 * 1024]);
        });
        Assert.Contains("longer than 1,048,576 bytes", await NodeTypes.Failure("http", $$"""{"url": "{{peer.Url}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_trickles_is_left_when_the_nodes_time_is_over()
    {
        using var over = new CancellationTokenSource();
        await using var peer = RawPeer.Start(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\na"), stop);
            await over.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NodeTypes.Execute("http", $$"""{"url": "{{peer.Url}}"}""", cancellation: over.Token));
    }
}
