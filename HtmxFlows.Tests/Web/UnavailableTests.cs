using System.Net;
using System.Net.Http.Json;
using Dapper;

namespace HtmxFlows.Tests.Web;

public sealed class UnavailableTests
{
    const string Node = """{"id": "a", "type": "template", "data": {"template": "{{prompt}}"}}""";

    [Fact]
    public async Task A_full_disk_is_said_by_page_and_api_and_runs_start_again_when_there_is_space()
    {
        await using var app = new App();
        var workflow = await app.Make("full", [Node]);
        using var visitor = app.Visit();
        using var client = new HttpClient { BaseAddress = app.Address };
        var page = await visitor.Open($"/workflows/{workflow}");
        await Pragma(app, "max_page_count = 1");

        var large = new string('x', 9_000);
        var answer = await client.PostAsJsonAsync($"/api/workflows/{workflow}/runs", new { prompt = large }, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        Assert.Contains("The disk of the database is full", body, StringComparison.Ordinal);
        Assert.DoesNotContain("mistake is ours", body, StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);

        var shown = await visitor.Submit(page.Form($"/{workflow}/runs"), new Dictionary<string, string> { ["prompt"] = large });
        Assert.Equal(HttpStatusCode.InsufficientStorage, shown.Status);
        Assert.NotNull(shown.Response.Headers.RetryAfter);
        Assert.Contains("The disk of the database is full", shown.Document.Body!.TextContent, StringComparison.Ordinal);

        await Pragma(app, "max_page_count = 1000000000");
        answer = await client.PostAsJsonAsync($"/api/workflows/{workflow}/runs", new { prompt = large }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    static Task<int> Pragma(App app, string pragma) => app.Get<HtmxFlows.Data.IDatabase>().Write(writer => writer.Connection.Execute($"PRAGMA {pragma}"));
}
