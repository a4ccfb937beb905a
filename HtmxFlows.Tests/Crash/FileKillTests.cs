using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Workflows;

namespace HtmxFlows.Tests.Crash;

/// <summary>A journal refers only to bytes that are there, whenever the process is killed.</summary>
[Slow]
public sealed class FileKillTests : IDisposable
{
    const int Items = 300;

    /// <summary>Each item is another content; a file is read only if the journal has its node's item.</summary>
    static readonly string Flow = Flows.Of($$$$"""
        n compute {"sql": "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{{{Items}}}}) SELECT i FROM n"}
        w file {"operation": "write", "value": "content {{item}}", "settings": {"each": {"items": "{{n}}"}}}
        r file {"operation": "read", "value": "{{item}}", "settings": {"each": {"items": "{{w}}", "parallel": 50}}}
        n -> w -> r
        """);

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Whenever_the_server_is_killed_a_run_finds_the_bytes_of_its_files()
    {
        var run = await StartAndKill(20);
        foreach (var count in new[] { 160 })
        {
            await using var app = await Launch();
            await Made(count);
            await app.Kill();
        }

        await using var last = await Launch();
        using var http = new HttpClient { BaseAddress = await last.Ready };
        var state = default(JsonElement);
        await Eventually.True(async () => (state = await http.GetFromJsonAsync<JsonElement>($"/api/runs/{run}", TestContext.Current.CancellationToken)).GetProperty("status").GetString() is "completed" or "failed");

        Assert.Equal(Enumerable.Range(1, Items).Select(item => $"content {item}"), state.GetProperty("result").EnumerateArray().Select(text => text.GetString()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Path, "files", "new")));
    }

    /// <summary>Starts a run, and kills the server when there are so many files.</summary>
    async Task<string> StartAndKill(int count)
    {
        await using var app = await Launch();
        using var http = new HttpClient { BaseAddress = await app.Ready };
        var workflow = await Post(http, "/api/workflows", new { name = "Files", flow = JsonSerializer.Deserialize<JsonElement>(Flow) });
        var run = await Post(http, $"/api/workflows/{workflow}/runs", new { prompt = "" });
        await Made(count);
        await app.Kill();
        return run;
    }

    async Task<AppProcess> Launch()
    {
        var app = AppProcess.Launch(folder.Path);
        await app.Ready;
        return app;
    }

    /// <summary>Waits until there are so many contents.</summary>
    Task Made(int count) => Eventually.True(() => Directory.Exists(Path.Combine(folder.Path, "files"))
        && Directory.EnumerateFiles(Path.Combine(folder.Path, "files"), "*", SearchOption.AllDirectories).Count() >= count);

    static async Task<string> Post(HttpClient http, string address, object body)
    {
        using var answer = await http.PostAsJsonAsync(address, body, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }
}
