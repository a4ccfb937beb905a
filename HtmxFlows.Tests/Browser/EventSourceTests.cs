using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

/// <summary>The front end of the product's original protocol: a page of another origin with an EventSource.</summary>
public sealed class EventSourceTests(BrowserSession session) : BrowserTest(session)
{
    const string FrontEnd =
        """
        <!DOCTYPE html><title>old front end</title><script>
        const messages = [], states = [];
        const source = new EventSource(new URLSearchParams(location.search).get('run'));
        source.onmessage = message => messages.push(message.data);
        source.onerror = () => states.push(source.readyState);
        </script>
        """;

    static readonly object Workflow = new
    {
        name = "Original",
        flow = new { nodes = new[] { new { id = "a", type = "template", data = new { label = "A", template = "{{prompt}}" } } }, edges = Array.Empty<object>() },
    };

    [Fact]
    public async Task The_original_front_end_works_from_a_listed_origin_and_its_EventSource_stops_after_the_end()
    {
        await using var frontEnd = await HttpPeer.Start(Page);
        using var folder = new TemporaryFolder();
        await using var app = AppProcess.Launch(folder.Path, 0, $"Cors:Origins={frontEnd.Url.GetLeftPart(UriPartial.Authority)}");
        using var client = new HttpClient { BaseAddress = await app.Ready };
        var (page, workflow) = await Visit(frontEnd, client);

        // An EventSource takes the end of the stream for an error, reconnects, gets "no more" and closes.
        await page.WaitForFunctionAsync("() => states.includes(EventSource.CLOSED)");

        Assert.Equal(
        [
            """{"event":"node-started","nodeId":"a","type":"template","label":"A"}""",
            """{"event":"node-completed","nodeId":"a","result":"hello"}""",
            """{"event":"workflow-complete"}""",
        ],
        await page.EvaluateAsync<string[]>("() => messages"));
        Assert.Equal("0,2", await page.EvaluateAsync<string>("() => states.join()"));
        var only = (await client.GetFromJsonAsync<JsonElement>("/api/workflows?q=Original", TestContext.Current.CancellationToken)).EnumerateArray().Single();
        Assert.Equal(workflow, only.GetProperty("id").GetGuid());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_of_an_unlisted_origin_starts_nothing()
    {
        await using var frontEnd = await HttpPeer.Start(Page);
        using var client = new HttpClient { BaseAddress = Session.App };
        var (page, workflow) = await Visit(frontEnd, client);

        await page.WaitForFunctionAsync("() => states.includes(EventSource.CLOSED)");

        Assert.Empty(await page.EvaluateAsync<string[]>("() => messages"));
        var lines = await client.GetFromJsonAsync<JsonElement>("/api/workflows", TestContext.Current.CancellationToken);
        Assert.Equal(JsonValueKind.Null, lines.EnumerateArray().Single(line => line.GetProperty("id").GetGuid() == workflow).GetProperty("lastRun").ValueKind);
        await page.Context.CloseAsync();
    }

    static Task Page(HttpContext http)
    {
        http.Response.ContentType = "text/html";
        return http.Response.WriteAsync(FrontEnd);
    }

    /// <summary>Opens the front end in a profile without the checks of visitors, since it calls another origin on purpose.</summary>
    async Task<(IPage Page, Guid Workflow)> Visit(HttpPeer frontEnd, HttpClient client)
    {
        using var made = await client.PostAsJsonAsync("/api/workflows", Workflow, TestContext.Current.CancellationToken);
        var workflow = (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetGuid();
        var context = await Session.Browser.NewContextAsync();
        context.SetDefaultTimeout(BrowserSession.Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{frontEnd.Url}?run={Uri.EscapeDataString($"{client.BaseAddress}api/workflows/{workflow}/run?prompt=hello")}");
        return (page, workflow);
    }
}
