using System.Net;
using HtmxFlows.Tests.Live;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>The API behind a prefix, which every address that it gives carries.</summary>
public sealed class PathBaseTests : IAsyncDisposable
{
    const int MoreThanAPage = 51;

    readonly App app = new("Production", ("PathBase", "/flows"));

    [Fact]
    public async Task Every_address_that_an_answer_gives_can_be_followed()
    {
        using var client = app.Visit();
        var flow = new { nodes = new[] { new { id = "a", type = "template", data = new { template = "x" } } }, edges = Array.Empty<object>() };

        var made = await client.Call("POST /flows/api/workflows", new { name = "Based", flow });
        var started = await client.Call($"POST {made.Header("Location")}/runs");

        Assert.StartsWith("/flows/api/workflows/", made.Header("Location"), StringComparison.Ordinal);
        foreach (var address in new[] { made.Header("Location")!, started.Header("Location")!, started.Json().Text("url"), started.Json().Text("events") })
        {
            Assert.StartsWith("/flows/", address, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await client.Call($"GET {address}")).Status);
        }
        using var original = await client.Stream(ApiCalls.Request($"GET {made.Header("Location")}/run"));
        using var reader = new SseReader(await original.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, (await reader.ToEnd(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task The_link_to_the_next_page_leads_on_to_its_end()
    {
        using var client = app.Visit();
        for (var number = 0; number < MoreThanAPage; number++)
            await app.Make($"Paged {number}", [App.Template("a", "x")]);

        var first = await client.Call("GET /flows/api/workflows?q=paged");
        Assert.Matches("^<[^>]+>; rel=\"next\"$", first.Header("Link"));
        var second = await client.Call($"GET {first.Header("Link")!.Split('<', '>')[1]}");

        Assert.Equal("/flows/api/workflows?q=paged&page=2", first.Header("Link")!.Split('<', '>')[1]);
        Assert.Null(second.Header("Link"));
        Assert.Equal(MoreThanAPage, first.Json().EnumerateArray().Concat(second.Json().EnumerateArray()).Select(line => line.Text("id")).Distinct().Count());
    }

    [Fact]
    public async Task What_goes_wrong_is_problem_details_there_too_and_a_page_for_people()
    {
        using var client = app.Visit();

        (await client.Call("GET /flows/api/nothing")).Problem(404);
        (await client.Call("DELETE /flows/api/workflows")).Problem(405);
        var page = await client.Call("GET /flows/nothing");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("/flows/", page.One("main a").GetAttribute("href"));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
