using HtmxFlows.Tests.Hostile;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Crash;

/// <summary>A run that crashes the process repeatedly fails, unless it progresses in between.</summary>
[Slow]
public sealed class PoisonTests : IDisposable
{
    const int Steps = 6;

    readonly TemporaryFolder folder = new();
    readonly HashSet<string> killed = [];
    AppProcess? app;

    [Fact]
    public async Task A_run_that_crashes_the_process_at_three_starts_in_a_row_fails_and_the_app_survives()
    {
        await using var peer = await HttpPeer.Start(_ => app!.Kill());
        await Start(peer, App.Flow([App.Node("poison", "http", new { url = peer.Url, settings = new { retries = 9, onError = "continue" } }), App.Template("after", "x")], "poison→after"));

        await LaunchUntilOneLives();

        using var database = new DatabaseFile(folder.Path);
        await database.SeeAllEnded();
        Assert.InRange(peer.Requests.Count, 3, 4);
        Assert.Equal(["failed"], database.Texts("SELECT status FROM runs"));
        Assert.Contains("3 times", Assert.Single(database.Texts("SELECT data ->> 'error' FROM run_events WHERE event = 'workflow-failed'")), StringComparison.Ordinal);
        await using var canary = await Canary.Start(await app!.Ready);
        Assert.Empty(await canary.Stop());
        await app.Kill();
        app = Launch();
        await app.Ready.Soon();
        Assert.InRange(peer.Requests.Count, 3, 4);
    }

    [Fact]
    public async Task A_run_that_progresses_between_crashes_of_the_process_completes()
    {
        await using var peer = await HttpPeer.Start(KillOnce);
        await Start(peer, App.Flow([.. Enumerable.Range(0, Steps).Select(step => App.Node($"n{step}", "http", new { url = $"{peer.Url}{step}" }))], [.. Enumerable.Range(0, Steps - 1).Select(step => $"n{step}→n{step + 1}")]));

        await LaunchUntilOneLives();

        using var database = new DatabaseFile(folder.Path);
        await database.SeeAllEnded();
        Assert.Equal(["completed"], database.Texts("SELECT status FROM runs"));
        Assert.Equal(Steps, killed.Count);
    }

    public void Dispose()
    {
        app?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        folder.Dispose();
    }

    AppProcess Launch() => AppProcess.Launch(folder.Path, 0, AppProcess.CallsPeers);

    /// <summary>Starts a run, which ends the process.</summary>
    async Task Start(HttpPeer peer, string flow)
    {
        app = Launch();
        using var probe = new Probe(await app.Ready.Soon());
        var made = await probe.Post("poison", "/api/workflows", $$"""{"name":"Poison","flow":{{flow}} }""");
        await probe.Post("start", $"{made!.Location}/runs", "{}");
        await app.Ended.Soon();
        Assert.NotEmpty(peer.Requests);
    }

    /// <summary>Restarts the app until no run is left that could crash it.</summary>
    async Task LaunchUntilOneLives()
    {
        for (var start = 0; start < 2 * Steps; start++)
        {
            await app!.DisposeAsync();
            app = Launch();
            var quiet = Quiet();
            if (await Task.WhenAny(app.Ended, quiet).Soon() == quiet)
                return;
        }
        Assert.Fail("The run still ends the process.");
    }

    async Task Quiet()
    {
        try
        {
            using var http = new HttpClient { BaseAddress = await app!.Ready };
            await Eventually.Equal(true, async () => (await http.GetStringAsync("/api/workflows")).Contains("finishedAt\":\"", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidOperationException)
        {
            // The process has ended, and its own task reports that.
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        }
    }

    async Task KillOnce(HttpContext http)
    {
        bool isFirst;
        lock (killed)
            isFirst = killed.Add(http.Request.Path);
        if (isFirst)
            await app!.Kill();
        else
            await http.Response.WriteAsync("taken");
    }
}
