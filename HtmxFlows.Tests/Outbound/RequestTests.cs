using System.Net;
using HtmxFlows.Outbound;

namespace HtmxFlows.Tests.Outbound;

public sealed class RequestTests
{
    [Fact]
    public async Task Method_headers_body_and_key_arrive_as_given()
    {
        await using var peer = await HttpPeer.Saying("");
        using var door = Door.ToLoopback();
        var url = new Uri(peer.Url, "/a%20b?q=%C3%A4");

        OutboundHeader[] headers = [new("X-One", "1"), new("x-one", "2"), new("Authorization", "Bearer t")];
        await door.Send(Door.Post(url, "häh", headers) with { IdempotencyKey = "k1" });

        var request = Assert.Single(peer.Requests);
        Assert.Equal(("POST", "/a%20b?q=%C3%A4", "häh"), (request.Method, request.Target, request.Body));
        Assert.Equal("1,2", request.Headers["X-One"].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("Bearer t", request.Headers["Authorization"]);
        Assert.Equal("text/plain", request.Headers["Content-Type"]);
        Assert.Equal("k1", request.Headers["Idempotency-Key"]);
        Assert.Equal("HtmxFlows", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task A_header_given_by_hand_wins_over_ours()
    {
        await using var peer = await HttpPeer.Saying("");
        using var door = Door.ToLoopback();
        OutboundHeader[] headers = [new("content-type", "application/json"), new("user-agent", "me/1"), new("idempotency-key", "mine")];

        await door.Send(Door.Post(peer.Url, "{}", headers) with { IdempotencyKey = "ours" });

        var request = Assert.Single(peer.Requests);
        Assert.All(headers, header => Assert.Equal(header.Value, request.Headers[header.Name]));
    }

    [Theory]
    [InlineData("a\r\nX-Injected: 1")]
    [InlineData("a\nX-Injected: 1")]
    [InlineData("a\rX-Injected: 1")]
    [InlineData("a\r\n\r\nGET /admin HTTP/1.1")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    public async Task A_header_value_with_a_line_break_never_reaches_the_wire(string value)
    {
        await using var peer = await HttpPeer.Saying("");
        using var door = Door.ToLoopback();

        foreach (var name in new[] { "X-One", "Authorization", "Content-Type", "Cookie" })
        {
            var message = await door.Failure(Door.Get(peer.Url, new OutboundHeader(name, value)));
            Assert.Contains($"The value of the header {name}", message);
        }

        Assert.Contains("Idempotency-Key", await door.Failure(Door.Get(peer.Url) with { IdempotencyKey = value }));
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X One")]
    [InlineData("X-One:")]
    [InlineData("X-One\r\nX-Injected")]
    [InlineData("Größe")]
    [InlineData("Last-Modified")]
    [InlineData("Content-Type\r\n")]
    public async Task A_header_name_that_is_none_is_an_error_that_keeps_the_value_to_itself(string name)
    {
        await using var peer = await HttpPeer.Saying("");
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get(peer.Url, new OutboundHeader(name, "secret")));

        Assert.Contains($"\"{name}\"", message);
        Assert.DoesNotContain("secret", message);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("Content-Length", "3")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("Connection", "close")]
    [InlineData("Upgrade", "h2c")]
    public async Task A_header_that_frames_the_message_cannot_be_chosen(string name, string value)
    {
        await using var peer = await HttpPeer.Saying("");
        using var door = Door.ToLoopback();

        Assert.Contains(name, await door.Failure(Door.Post(peer.Url, "four", new OutboundHeader(name, value))));
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("ftp://example.com/", "ftp: addresses cannot be called")]
    [InlineData("file:///etc/passwd", "file: addresses cannot be called")]
    [InlineData("http://me@example.com/", "a user name or a password")]
    [InlineData("http://me:word@example.com/", "a user name or a password")]
    public async Task Only_plain_http_addresses_are_called(string url, string reason)
    {
        using var door = Door.ToLoopback();

        Assert.Contains(reason, await door.Failure(Door.Get(url)));
        Assert.Contains(reason, Assert.Throws<OutboundException>(() => OutboundUrl.Parse(url)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com/path")]
    [InlineData("/path?key=secret")]
    [InlineData("http://")]
    public void A_URL_that_is_not_whole_is_an_error_without_its_query(string url)
    {
        var message = Assert.Throws<OutboundException>(() => OutboundUrl.Parse(url)).Message;

        Assert.Contains("is not a full URL", message);
        Assert.DoesNotContain("secret", message);
    }

    [Fact]
    public async Task A_relative_URL_and_a_tunnel_are_refused()
    {
        using var door = Door.ToLoopback();

        Assert.Contains("not a full URL", await door.Failure(Door.Get(new Uri("path", UriKind.Relative))));
        Assert.Contains("CONNECT", await door.Failure(Door.Get("http://127.0.0.1/") with { Method = HttpMethod.Connect }));
    }

    [Fact]
    public async Task A_cookie_is_not_kept_for_the_next_request()
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.Cookies.Append("session", "of another workflow");
            return Task.CompletedTask;
        });
        using var door = Door.ToLoopback();

        await door.Send(Door.Get(peer.Url));
        await door.Send(Door.Get(peer.Url));

        Assert.DoesNotContain(peer.Requests, request => request.Headers.ContainsKey("Cookie"));
    }
}

/// <summary>The proxy belongs to the process, so this test runs while no other does.</summary>
[Collection(nameof(ProxyTests))]
[CollectionDefinition(nameof(ProxyTests), DisableParallelization = true)]
public sealed class ProxyTests
{
    [Fact]
    public async Task The_proxy_of_the_environment_is_not_used()
    {
        await using var proxy = await HttpPeer.Saying("by proxy");
        await using var peer = await HttpPeer.Saying("direct");
        // HTTP_PROXY is read once per process, into this property.
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Url);
        try
        {
            using var door = Door.ToLoopback();

            Assert.Equal("direct", (await door.Send(Door.Get(peer.Url))).Text());
            Assert.Empty(proxy.Requests);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
