using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Crash;

/// <summary>First failures and recoveries are reported once each, and each failure to a handler, whenever the server is killed.</summary>
[Slow]
public sealed class RecoveryKillTests : IDisposable
{
    const int Kills = 5;

    /// <summary>A flow that fails if it has a prompt, and names its handler.</summary>
    static readonly string Flaky = string.Concat(
        App.Flow([App.Node("if", "branch", new { conditions = new[] { new { left = "{{prompt}}", @operator = "is-empty", right = "" } } }), App.Template("ok", "ok"), App.Node("stop", "fail", new { message = "No luck." })], "if.true→ok", "if.false→stop")[..^1],
        """, "settings": {"onFailure": "Handler"}}""");

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_change_is_reported_once_and_each_failure_is_handled_once()
    {
        string flaky = "", listener = "", handler = "";
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var app = AppProcess.Launch(folder.Path);
            using var http = new HttpClient { BaseAddress = await app.Ready };
            if (kill == 0)
            {
                handler = await Publish(http, "Handler", App.Flow([App.Template("a", "x")]));
                listener = await Publish(http, "Listener", App.Flow([App.Node("failure", "error", new { report = "first-failure-and-recovery", workflows = new[] { "Flaky" } })]));
                flaky = await Publish(http, "Flaky", Flaky);
            }
            // Failures, successes and their reports are under way when the server is killed.
            for (var number = 0; number < 8; number++)
                await Start(http, flaky, number % 4 < 2 ? "fail" : "");
            if (kill < Kills)
                await app.Kill();
            else
                await Eventually.Equal(Changes(flaky), () => Task.FromResult(Reported(listener)));
        }

        await Eventually.True(() => Reported(handler).Count > 0);
        Assert.Equal(Failures(flaky), Reported(handler).Order());
    }

    static async Task<string> Publish(HttpClient http, string name, string flow)
    {
        using var made = await http.PostAsJsonAsync("/api/workflows", new { name, flow = JsonSerializer.Deserialize<JsonElement>(flow) }, TestContext.Current.CancellationToken);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString()!;
    }

    static async Task Start(HttpClient http, string workflow, string prompt)
    {
        using var answer = await http.PostAsJsonAsync($"/api/workflows/{workflow}/runs", new { prompt }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The runs that ended otherwise than the one before, read without the product's code; the first only if it failed.</summary>
    IReadOnlyList<string> Changes(string workflow)
    {
        using var database = new DatabaseFile(folder.Path);
        return database.Texts(
            $"""
            SELECT id FROM (SELECT id, status, finished_at, lag(status) OVER (ORDER BY finished_at, id) AS earlier FROM runs WHERE workflow_id = '{workflow}' AND finished_at IS NOT NULL)
            WHERE status <> coalesce(earlier, 'completed') ORDER BY finished_at, id
            """);
    }

    IReadOnlyList<string> Failures(string workflow)
    {
        using var database = new DatabaseFile(folder.Path);
        return database.Texts($"SELECT id FROM runs WHERE workflow_id = '{workflow}' AND status = 'failed' ORDER BY id");
    }

    /// <summary>The runs that were reported to a workflow, in the order of the reports.</summary>
    IReadOnlyList<string> Reported(string workflow)
    {
        using var database = new DatabaseFile(folder.Path);
        return database.Texts($"SELECT e.data ->> '$.firedData.run' FROM runs r JOIN run_events e ON e.run_id = r.id AND e.seq = 1 WHERE r.workflow_id = '{workflow}' ORDER BY r.id");
    }
}
