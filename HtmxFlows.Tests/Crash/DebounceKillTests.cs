using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Crash;

/// <summary>Of the starts that wait for a quiet time, the last one of each key runs, once, whenever the server is killed.</summary>
[Slow]
public sealed class DebounceKillTests : IDisposable
{
    const int Kills = 4, Keys = 5;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_last_start_of_each_key_runs_once_and_the_others_end_as_replaced()
    {
        var workflow = "";
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var app = AppProcess.Launch(folder.Path);
            using var http = new HttpClient { BaseAddress = await app.Ready };
            if (kill == 0)
                workflow = await Publish(http);
            // The starts are on their way when the server is killed: before a commit, between the two of a start, or after both.
            var starts = Enumerable.Range(0, 20).Select(number => Start(http, workflow, $"{number % Keys}")).ToArray();
            if (kill < Kills)
            {
                await Task.WhenAny(starts);
                await app.Kill();
            }
            await Task.WhenAll(starts);
            if (kill < Kills)
                continue;
            // Of starts at the same time, any may be the last; these come after them.
            for (var key = 0; key < Keys; key++)
                await Start(http, workflow, $"{key}");
            await Eventually.True(() => Runs().All(run => run.Status is "completed" or "cancelled"));
        }

        var runs = Runs();
        Assert.All(runs.GroupBy(run => run.Key), key => Assert.Equal("completed", key.MaxBy(run => run.Id, StringComparer.Ordinal)!.Status));
        Assert.All(runs.Where(run => run.Status == "cancelled"), run => Assert.Contains(runs, other => other.Id == run.ReplacedBy && other.Key == run.Key));
        // A start that comes after the quiet time of the ones before runs, too; nothing else does.
        Assert.All(runs.Where(run => run.Status == "completed"), run => Assert.DoesNotContain(runs, other => other.Id == run.ReplacedBy));
        Assert.Equal(Keys, runs.Select(run => run.Key).Distinct().Count());
    }

    static async Task<string> Publish(HttpClient http)
    {
        var flow = $$$"""{{{App.Flow([App.Template("a", "{{prompt}}")])[..^1]}}}, "concurrency": {"debounce": "5s", "key": "{{prompt}}"}}""";
        using var made = await http.PostAsJsonAsync("/api/workflows", new { name = "Quiet", flow = JsonSerializer.Deserialize<JsonElement>(flow) }, TestContext.Current.CancellationToken);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }

    static async Task Start(HttpClient http, string workflow, string prompt)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync($"/api/workflows/{workflow}/runs", new { prompt }, TestContext.Current.CancellationToken);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            // Killed.
        }
    }

    /// <summary>The runs, read without the product's code.</summary>
    IReadOnlyList<KeyedRun> Runs()
    {
        using var database = new DatabaseFile(folder.Path);
        return [.. database.Texts(
            """
            SELECT json_object('Id', r.id, 'Status', r.status, 'Key', r.prompt, 'ReplacedBy', e.data ->> 'replacedBy')
            FROM runs r LEFT JOIN run_events e ON e.run_id = r.id AND e.event = 'workflow-cancelled'
            """).Select(row => JsonSerializer.Deserialize<KeyedRun>(row)!)];
    }

    sealed record KeyedRun(string Id, string Status, string Key, string? ReplacedBy);
}
