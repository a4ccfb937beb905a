using HtmxFlows.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Outbound;

public sealed class RedirectTests
{
    static readonly OutboundHeader[] Telling =
    [
        new("Authorization", "Bearer a"), new("Cookie", "a=b"), new("X-Api-Key", "a"), new("Private-Token", "a"),
        new("Accept-Language", "a", Secret: true), new("Accept", "text/plain"),
    ];

    [Fact]
    public async Task A_cookie_that_no_header_can_carry_does_not_stop_a_redirect()
    {
        var calls = 0;
        await using var peer = RawPeer.Start(async (stream, stop) => await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
            calls++ == 0 ? "HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: a=\u00e4\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n1"), stop));
        using var door = Door.ToLoopback();
        Assert.Equal("1", (await door.Send(Door.Get(peer.Url))).Text());
    }

    [Fact]
    public async Task A_redirect_is_followed_and_the_answer_names_the_final_address()
    {
        await using var peer = await HttpPeer.Start(Chain(1));
        using var door = Door.ToLoopback();

        var answer = await door.Send(Door.Get(peer.Url));

        Assert.Equal("the end", answer.Text());
        Assert.Equal(new Uri(peer.Url, "/1"), answer.Url);
        Assert.Equal(["/", "/1"], peer.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Five_redirects_are_followed()
    {
        await using var peer = await HttpPeer.Start(Chain(5));
        using var door = Door.ToLoopback();

        Assert.Equal("the end", (await door.Send(Door.Get(peer.Url))).Text());
    }

    [Fact]
    public async Task The_sixth_redirect_is_one_too_many()
    {
        await using var peer = await HttpPeer.Start(Chain(6));
        using var door = Door.ToLoopback();

        Assert.Contains("redirect number 6, one too many", await door.Failure(Door.Get(peer.Url)));
        Assert.Equal(6, peer.Requests.Count);
    }

    [Theory]
    [InlineData(301, "GET", "")]
    [InlineData(302, "GET", "")]
    [InlineData(303, "GET", "")]
    [InlineData(307, "POST", "body")]
    [InlineData(308, "POST", "body")]
    public async Task A_redirected_POST_becomes_what_a_browser_makes_of_it(int status, string method, string body)
    {
        await using var peer = await HttpPeer.Start(Once(status, "/next"));
        using var door = Door.ToLoopback();

        await door.Send(Door.Post(peer.Url, "body"));

        Assert.Equal((method, body), (peer.Requests[1].Method, peer.Requests[1].Body));
        Assert.Equal(method is "POST", peer.Requests[1].Headers.ContainsKey("Content-Type"));
    }

    [Theory]
    [InlineData(302, "PUT")]
    [InlineData(303, "GET")]
    public async Task A_redirected_PUT_becomes_GET_only_by_303(int status, string method)
    {
        await using var peer = await HttpPeer.Start(Once(status, "/next"));
        using var door = Door.ToLoopback();

        await door.Send(Door.Post(peer.Url, "body") with { Method = HttpMethod.Put });

        Assert.Equal(method, peer.Requests[1].Method);
    }

    [Fact]
    public async Task Headers_stay_when_the_host_stays()
    {
        await using var peer = await HttpPeer.Start(Once(302, "/next"));
        using var door = Door.ToLoopback();

        await door.Send(Door.Get(peer.Url, Telling));

        Assert.All(Telling, header => Assert.Equal(header.Value, peer.Requests[1].Headers[header.Name]));
    }

    [Fact]
    public async Task Telling_headers_do_not_follow_to_another_host()
    {
        var target = "";
        await using var peer = await HttpPeer.Start(context => Once(302, target)(context));
        target = new Uri(Door.ByName(peer.Url), "/next").AbsoluteUri;
        using var door = Door.ToLoopback();

        await door.Send(Door.Get(peer.Url, Telling) with { IdempotencyKey = "k" });

        AssertOnlyHarmlessFollowed(peer.Requests[1]);
        Assert.Equal("k", peer.Requests[1].Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task Another_port_is_another_host()
    {
        await using var other = await HttpPeer.Saying("other");
        await using var peer = await HttpPeer.Start(Once(307, other.Url.AbsoluteUri));
        using var door = Door.ToLoopback();

        await door.Send(Door.Get(peer.Url, Telling));

        AssertOnlyHarmlessFollowed(Assert.Single(other.Requests));
    }

    [Fact]
    public async Task Telling_headers_do_not_come_back_with_a_redirect_home()
    {
        var home = "";
        await using var other = await HttpPeer.Start(context => Once(302, home)(context));
        await using var peer = await HttpPeer.Start(Once(302, other.Url.AbsoluteUri));
        home = new Uri(peer.Url, "/next").AbsoluteUri;
        using var door = Door.ToLoopback();

        await door.Send(Door.Get(peer.Url, Telling));

        AssertOnlyHarmlessFollowed(peer.Requests[1]);
    }

    [Theory]
    [InlineData(307, "k=swordfish", false)]
    [InlineData(308, "k=swordfish", false)]
    [InlineData(307, "k=harmless", true)]
    [InlineData(303, "k=swordfish", true)]
    public async Task A_body_that_holds_a_secret_does_not_follow_to_another_host(int status, string body, bool follows)
    {
        await using var other = await HttpPeer.Saying("other");
        await using var peer = await HttpPeer.Start(Once(status, other.Url.AbsoluteUri));
        using var door = Door.ToLoopback();
        var request = Door.Post(peer.Url, body) with { HoldsSecret = text => text.Contains("swordfish", StringComparison.Ordinal), Headers = [new("Prefer", "swordfish"), new("Accept", "text/plain")] };

        if (follows)
            await door.Send(request);
        else
            Assert.Contains("the body contains a secret, which is not sent there", await door.Failure(request), StringComparison.Ordinal);

        Assert.Equal(follows ? 1 : 0, other.Requests.Count);
        Assert.All(other.Requests, sent => Assert.Equal((false, status == 303 ? "" : body), (sent.Headers.ContainsKey("Prefer"), sent.Body)));
    }

    [Fact]
    public async Task A_body_that_holds_a_secret_stays_when_the_host_stays()
    {
        await using var peer = await HttpPeer.Start(Once(307, "/next"));
        using var door = Door.ToLoopback();

        await door.Send(Door.Post(peer.Url, "swordfish") with { HoldsSecret = _ => true });

        Assert.Equal("swordfish", peer.Requests[1].Body);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://user:pass@127.0.0.1/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("//169.254.169.254/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://0xa9fea9fe/")]
    public async Task A_redirect_to_where_nothing_may_be_called_is_refused(string target)
    {
        await using var peer = await HttpPeer.Start(Once(302, target));
        using var door = Door.ToLoopback();

        Assert.NotEmpty(await door.Failure(Door.Get(peer.Url)));
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_redirect_that_does_not_say_where_to_is_an_answer()
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = 302;
            return context.Response.WriteAsync("nowhere");
        });
        using var door = Door.ToLoopback();

        var answer = await door.Send(Door.Get(peer.Url));

        Assert.Equal((302, "nowhere"), (answer.Status, answer.Text()));
    }

    [Fact]
    public async Task A_redirect_to_no_URL_is_an_error()
    {
        await using var peer = await HttpPeer.Start(Once(302, "http://"));
        using var door = Door.ToLoopback();

        Assert.Contains("The redirect target is not a URL", await door.Failure(Door.Get(peer.Url)));
    }

    static void AssertOnlyHarmlessFollowed(PeerRequest request)
    {
        Assert.Equal("text/plain", request.Headers["Accept"]);
        Assert.DoesNotContain(Telling.Where(header => header.Name != "Accept"), header => request.Headers.ContainsKey(header.Name));
    }

    // "/" leads to "/1", that to "/2", and so on up to the last.
    static RequestDelegate Chain(int length) => context =>
    {
        var place = context.Request.Path == "/" ? 0 : int.Parse(context.Request.Path.Value![1..], null);
        if (place == length) return context.Response.WriteAsync("the end");
        context.Response.Redirect($"/{place + 1}");
        return Task.CompletedTask;
    };

    static RequestDelegate Once(int status, string target) => context =>
    {
        if (context.Request.Path == "/next") return context.Response.WriteAsync("the end");
        context.Response.StatusCode = status;
        context.Response.Headers.Location = target;
        return Task.CompletedTask;
    };
}
