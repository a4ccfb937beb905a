using System.Net;
using System.Security.Authentication;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Proxies;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Hostile;

/// <summary>
/// A page of another site can give its name the address of this machine (DNS rebinding), so that the browser takes the app for a part of
/// that site. Host still holds the foreign name, and the app answers its own names only.
/// </summary>
[Slow]
public sealed class HostTests
{
    const string Elsewhere = "rebound.example";

    /// <summary>The ways that forward the requested name. nginx without settings replaces it.</summary>
    public static TheoryData<string> Ways => [.. Way.All.Keys.Where(name => name != "nginx as it comes")];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_foreign_host_name_is_refused_by_way_of(string name)
    {
        await using var app = new App();
        await using var way = await Way.All[name](app.Address);
        using var visitor = way.Visit();
        var root = way.Address.AbsolutePath;
        var made = await visitor.Call($"POST {root}api/workflows", $$"""{"name":"Rebound","flow":{{App.Flow([App.Template("a", "x")])}} }""");
        var run = (await visitor.Call($"POST {made.Header("Location")}/runs", new { prompt = "x" })).Json().Text("url");

        foreach (var address in new[] { root, $"{root}workflows/new", $"{root}api/workflows", $"{root}api/openapi.json", run, $"{run}/events", $"{run}/log", await Asset(visitor, root), $"{root}nothing" })
        {
            var known = await Status(visitor, HttpMethod.Get, address, null);
            Assert.True(known is HttpStatusCode.OK || address.EndsWith("nothing", StringComparison.Ordinal), $"{address}: {known}");
            foreach (var host in new[] { Elsewhere, $"{Elsewhere}:{way.Address.Port}", $"localhost.{Elsewhere}", $"127.0.0.1.{Elsewhere}", $"x{way.Address.Host}" })
                await AssertRefused(visitor, HttpMethod.Get, address, host);
        }
        foreach (var address in new[] { $"{root}api/workflows", $"{root}workflows/new", $"{made.Header("Location")}/runs" })
            await AssertRefused(visitor, HttpMethod.Post, address, Elsewhere);
    }

    [Fact]
    public async Task The_configured_host_and_loopback_are_answered_and_a_refusal_names_the_setting()
    {
        await using var app = new App("Production", ("HtmxFlows:Address", "https://flows.example.com"));
        using var visitor = app.Visit();

        foreach (var host in new[] { "flows.example.com", "FLOWS.example.com:443", "localhost", "localhost:1", "127.0.0.1", "[::1]", $"127.0.0.1:{app.Address.Port}" })
            Assert.Equal((host, HttpStatusCode.OK), (host, await Status(visitor, HttpMethod.Get, "/", host)));
        var refused = await visitor.Call("GET /", null, ("Host", Elsewhere));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, refused.Status);
        Assert.Contains("AllowedHosts", refused.Source, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await Status(visitor, HttpMethod.Get, "/api/workflows", Elsewhere));
    }

    static async Task<string> Asset(Visitor visitor, string root) => (await visitor.Open(root)).All("link[rel=stylesheet]")[0].GetAttribute("href")!;

    static async Task<HttpStatusCode> Status(Visitor visitor, HttpMethod method, string address, string? host)
    {
        using var response = await visitor.Stream(Request(method, address, host));
        return response.StatusCode;
    }

    /// <summary>The app refuses by 421. A proxy that knows names itself (Caddy) has no certificate for others, and answers before the app.</summary>
    static async Task AssertRefused(Visitor visitor, HttpMethod method, string address, string host)
    {
        try
        {
            Assert.Equal((host, address, HttpStatusCode.MisdirectedRequest), (host, address, await Status(visitor, method, address, host)));
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException)
        {
        }
    }

    static HttpRequestMessage Request(HttpMethod method, string address, string? host)
    {
        var request = new HttpRequestMessage(method, address) { Content = method == HttpMethod.Post ? new StringContent("{}", null, "application/json") : null };
        request.Headers.Host = host;
        return request;
    }
}
