using HtmxFlows.Data;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Runs;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Whole runs in which a peer sets cookies and redirects.</summary>
public sealed class HttpRedirectTests : FlowTests
{
    [Fact]
    public async Task A_login_that_redirects_with_a_cookie_is_logged_in()
    {
        await using var peer = await Login("sid=abc; HttpOnly");
        Assert.Equal("""{"user":"ada"}""", await Result($$$"""
            f http {"url": "{{{peer.Url}}}login"}
            g json {"operation": "get", "value": "{{f}}", "path": "body"}
            f -> g
            """));
    }

    [Theory]
    [InlineData("sid=abc", "", "sid=abc")]
    [InlineData("sid=abc; Path=/; Expires=Thu, 31 Jan 2099 09:02:00 GMT", "own=1", "own=1; sid=abc")]
    [InlineData("sid=abc", "sid=old; own=1", "own=1; sid=abc")]
    [InlineData("sid=abc; Max-Age=0", "own=1", "own=1")]
    [InlineData("sid=abc; Path=/elsewhere", "own=1", "own=1")]
    [InlineData("sid=abc; Domain=example.com", "own=1", "own=1")]
    [InlineData("=;;=", "own=1", "own=1")]
    public async Task A_redirect_adds_its_cookies_to_those_of_the_request(string set, string own, string sent)
    {
        await using var peer = await Login(set);
        await Result($$"""f http {"url": "{{peer.Url}}login", "success": "200-499", "headers": [{{(own.Length > 0 ? $$"""{"name": "Cookie", "value": "{{own}}"}""" : "")}}]}""");
        Assert.Equal(sent, peer.Requests[1].Headers.GetValueOrDefault("Cookie"));
    }

    [Fact]
    public async Task A_cookie_stays_with_the_host_that_set_it()
    {
        await using var other = await HttpPeer.Saying("");
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.Headers.Append("Set-Cookie", "sid=abc");
            context.Response.Redirect(other.Url.ToString());
            return Task.CompletedTask;
        });
        await Result($$"""f http {"url": "{{peer.Url}}"}""");
        Assert.DoesNotContain("Cookie", Assert.Single(other.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_cookie_does_not_outlive_its_node()
    {
        await using var peer = await Login("sid=abc");
        await Result($$"""
            f http {"url": "{{peer.Url}}login"}
            g http {"url": "{{peer.Url}}me", "success": "401"}
            f -> g
            """);
        Assert.DoesNotContain("Cookie", peer.Requests[2].Headers.Keys);
    }

    [Fact]
    public async Task A_redirect_that_is_not_followed_is_the_answer()
    {
        await using var peer = await Login("sid=abc");
        Assert.Equal("\"302 /me sid=abc []\"", await Result($$$"""
            f http {"url": "{{{peer.Url}}}login", "followRedirects": false}
            t template {"template": "{{f.status}} {{f.headers.location}} {{f.headers.set-cookie}} [{{f.body}}]"}
            f -> t
            """));
        Assert.Single(peer.Requests);
    }

    /// <summary>A peer whose login redirects to a page that needs the cookie.</summary>
    static Task<HttpPeer> Login(string cookie) => HttpPeer.Start(context =>
    {
        if (context.Request.Path == "/login")
        {
            context.Response.Headers.Append("Set-Cookie", cookie);
            context.Response.Redirect("/me");
            return Task.CompletedTask;
        }
        var isKnown = context.Request.Headers.Cookie.ToString().Contains("sid=abc", StringComparison.Ordinal);
        context.Response.StatusCode = isKnown ? 200 : 401;
        return context.Response.WriteAsJsonAsync(new { user = isKnown ? "ada" : null }, Json.Options);
    });
}
