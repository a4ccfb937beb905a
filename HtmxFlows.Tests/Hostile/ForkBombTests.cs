using HtmxFlows.Tests.Crash;

namespace HtmxFlows.Tests.Hostile;

/// <summary>A workflow whose loop calls the workflow itself starts as many runs as the limits allow, and harms no others.</summary>
[Collection(nameof(UnderLoad)), Slow]
public sealed class ForkBombTests : IDisposable
{
    const long MostMemory = 1024 * 1024 * 1024;

    const int Questions = 25;

    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("for-each", """{"items":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20],"workflow":"Bomb","together":20,"onFailure":"collect"}""")]
    [InlineData("repeat", """{"workflow":"Bomb","maximum":1000,"until":[{"left":"1","operator":"equals","right":"2"}],"settings":{"retries":100,"delay":0}}""")]
    public async Task A_workflow_that_calls_itself_leaves_the_app_answering_and_can_be_cancelled(string type, string data)
    {
        var root = await Explode($$"""{"nodes":[{"id":"a","type":"{{type}}","data":{{data}}}],"edges":[]}""");

        await using var app = Launch();
        var address = await app.Ready.Soon();
        await Listen(app);
        using var probe = new Probe(address);
        var cancelled = await probe.Post("cancellation", $"{root}/cancellation", "");
        Assert.True(probe.Faults.Count == 0, string.Join('\n', probe.Faults));
        Assert.Contains(cancelled!.Json.GetProperty("status").GetString(), new[] { "cancelled", "failed", "completed" });
        using var database = new DatabaseFile(folder.Path);
        await database.SeeAllEnded("Bomb");
        Assert.InRange(app.PeakMemory, 0, MostMemory);
    }

    public void Dispose() => folder.Dispose();

    AppProcess Launch() => AppProcess.Launch(folder.Path, 0, "HtmxFlows:Synchronous=NORMAL");

    /// <summary>Starts the run, and kills the app during it.</summary>
    /// <returns>The address of the run.</returns>
    async Task<Uri> Explode(string flow)
    {
        await using var app = Launch();
        using var probe = new Probe(await app.Ready.Soon());
        var made = await probe.Post("bomb", "/api/workflows", $$"""{"name":"Bomb","flow":{{flow}}}""");
        var root = await probe.Post("start", $"{made!.Location}/runs", "{}");
        await Listen(app);
        Assert.True(probe.Faults.Count == 0, string.Join('\n', probe.Faults));
        Assert.InRange(app.PeakMemory, 0, MostMemory);
        await app.Kill();
        return root!.Location!;
    }

    static async Task Listen(AppProcess app)
    {
        await using var canary = await Canary.Start(await app.Ready);
        canary.Doing = "a fork bomb";
        await Eventually.True(() => canary.Asked >= Questions);
        var late = await canary.Stop();
        TestContext.Current.TestOutputHelper!.WriteLine($"The longest answer took {canary.Worst.Time.TotalSeconds:0.00} s during {canary.Worst.Doing}; memory {app.PeakMemory / 1024 / 1024} MiB");
        Assert.True(late.Count == 0, string.Join('\n', late));
    }
}
