using System.Net;
using HtmxFlows.Api;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Configuration;

namespace HtmxFlows.Tests.Api;

/// <summary>An app that the pages of two other sites may use.</summary>
public sealed class OpenApp : IAsyncDisposable
{
    public App App { get; } = new("Production", ("Cors:Origins", "https://friend.example, https://other.example/"));

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>What the pages of other sites may do: nothing, unless a setting names them.</summary>
public sealed class CrossSiteTests(App app, OpenApp open) : IClassFixture<OpenApp>
{
    public static TheoryData<string> Changes => ["POST /api/workflows", "PUT /api/workflows/{0}", "DELETE /api/workflows/{0}", "POST /api/workflows/{0}/runs", "POST /api/runs/{1}/cancellation", "POST /api/runs/{1}/answers"];

    [Fact]
    public async Task Closed_by_default_no_other_site_may_read()
    {
        using var client = app.Visit();

        var answer = await client.Call("GET /api/workflows", null, ("Origin", "https://friend.example"), ("Sec-Fetch-Site", "cross-site"));
        var preflight = await client.Call("OPTIONS /api/workflows", null, ("Origin", "https://friend.example"), ("Access-Control-Request-Method", "POST"));

        foreach (var page in new[] { answer, preflight })
            Assert.DoesNotContain(page.Response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://friend.example", true)]
    [InlineData("https://other.example", true)]
    [InlineData("https://friend.example.evil.example", false)]
    [InlineData("http://friend.example", false)]
    [InlineData("null", false)]
    public async Task The_setting_opens_the_API_to_the_origins_that_it_names(string origin, bool isOpen)
    {
        using var client = open.App.Visit();
        var workflow = await open.App.Make("Open", [App.Template("a", "x")]);

        var read = await client.Call("GET /api/workflows", null, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));
        var preflight = await client.Call($"OPTIONS /api/workflows/{workflow}", null,
            ("Origin", origin), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "content-type,if-match"));
        var start = await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "x" }, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));
        var original = await client.Call($"GET /api/workflows/{workflow}/run", null, ("Origin", origin), ("Sec-Fetch-Site", "cross-site"));

        foreach (var page in new[] { read, preflight })
            Assert.Equal(isOpen ? origin : null, page.Header("Access-Control-Allow-Origin"));
        Assert.Equal(isOpen ? "ETag,Location,Link,Preference-Applied" : null, read.Header("Access-Control-Expose-Headers"));
        Assert.Equal(isOpen ? "PUT" : null, preflight.Header("Access-Control-Allow-Methods"));
        Assert.Equal(isOpen ? "content-type,if-match" : null, preflight.Header("Access-Control-Allow-Headers"));
        Assert.Null(read.Header("Access-Control-Allow-Credentials"));
        Assert.Equal(isOpen ? HttpStatusCode.Accepted : HttpStatusCode.Forbidden, start.Status);
        Assert.Equal(isOpen ? HttpStatusCode.OK : HttpStatusCode.Forbidden, original.Status);
        Assert.Equal(isOpen ? 2 : 0, open.App.Get<RunStore>().List(workflow, null, 0, 9).Count);
    }

    [Fact]
    public async Task Pages_are_not_opened_by_the_setting()
    {
        using var client = open.App.Visit();

        Assert.Null((await client.Call("GET /", null, ("Origin", "https://friend.example"))).Header("Access-Control-Allow-Origin"));
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Whatever_changes_something_is_refused_to_pages_of_other_sites_and_changes_nothing(string call)
    {
        using var client = app.Visit();
        var workflow = await app.Make("Guarded", [App.Endless()]);
        var run = await app.Start(workflow);
        call = string.Format(null, call, workflow, run);
        var body = $$"""{"name": "Sent by another site", "flow": {{App.Flow([App.Template("a", "x")])}}}""";

        foreach (var site in new[] { "cross-site", "same-site" })
        {
            Assert.Contains("Cors:Origins", (await client.Call(call, body, ("Sec-Fetch-Site", site), ("If-Match", "*"))).Problem(403), StringComparison.Ordinal);
            // What a page may send without asking first.
            foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded" })
            {
                var answer = await client.Call(call, body, ("Sec-Fetch-Site", site), ("If-Match", "*"), ("Content-Type", type));
                answer.Problem(answer.Status == HttpStatusCode.UnsupportedMediaType ? 415 : 403);
            }
        }
        // Over plain HTTP to another machine a browser says no more than this.
        foreach (var origin in new[] { "https://evil.example", "null", "http://127.0.0.1:1" })
            (await client.Call(call, null, ("Origin", origin), ("If-Match", "*"))).Problem(403);

        Assert.Equal(("Guarded", 1), (app.Get<WorkflowStore>().Find(workflow)!.Name, app.Get<WorkflowStore>().Find(workflow)!.Latest));
        Assert.DoesNotContain(app.Get<WorkflowStore>().Search("Sent by another site", 0, 9), line => line.Name == "Sent by another site");
        Assert.Equal("waiting", Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9)).Status);
    }

    [Theory]
    [InlineData("same-origin")]
    [InlineData("none")]
    [InlineData(null)]
    public async Task Pages_of_the_app_and_programs_may(string? site)
    {
        using var client = app.Visit();
        var workflow = await app.Make("Own", [App.Template("a", "x")]);
        (string, string)[] headers = site is null ? [] : [("Sec-Fetch-Site", site), ("Origin", app.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority))];

        Assert.Equal(HttpStatusCode.Accepted, (await client.Call($"POST /api/workflows/{workflow}/runs", null, headers)).Status);
    }

    [Fact]
    public async Task A_page_of_the_app_may_though_its_browser_says_no_more_than_its_origin()
    {
        using var client = app.Visit();
        var workflow = await app.Make("Own", [App.Template("a", "x")]);

        Assert.Equal(HttpStatusCode.Accepted,
            (await client.Call($"POST /api/workflows/{workflow}/runs", null, ("Origin", app.ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority)))).Status);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("friend.example")]
    [InlineData("https://friend.example/page")]
    [InlineData("https://good.example, null")]
    public void A_setting_that_names_no_origin_stops_the_start(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Cors:Origins", (string?)setting)]).Build();

        Assert.Contains("Cors:Origins", Assert.Throws<SettingException>(() => new CrossSite(configuration)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_setting_may_be_a_list()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create("Cors:Origins:0", (string?)"https://a.example"),
            KeyValuePair.Create("Cors:Origins:1", (string?)"http://b.example:8080/"),
        ]).Build();

        Assert.Equal(["https://a.example", "http://b.example:8080"], new CrossSite(configuration).Origins);
    }
}
