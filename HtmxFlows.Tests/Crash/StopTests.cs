using System.Text.Json;
using HtmxFlows.Tests.Hostile;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Crash;

/// <summary>A stop is not an outcome: runs with child runs that are interrupted by repeated stops of the server complete as usual.</summary>
[Slow]
public sealed class StopTests : IDisposable
{
    const int Stops = 8, RunsOfKind = 3, Calls = 250, ToolsOfAgent = 12;

    const string Quick = "Quick part", Slow = "Slow part";

    static readonly TimeSpan PeersTime = TimeSpan.FromMilliseconds(15), LongestPause = TimeSpan.FromMilliseconds(150);

    // The moments differ from run to run of the test with the speed of the machine; the seed keeps their spread the same.
    readonly Random random = new(20261128);
    readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Runs_that_call_runs_complete_although_the_server_is_stopped_repeatedly()
    {
        await using var peer = await HttpPeer.Start(Answer);
        await Begin(peer.Url);

        for (var stop = 0; stop < Stops; stop++)
        {
            await using var app = Launch(peer.Url);
            await app.Ready.Soon();
            // A real delay: the stop must come at a random moment.
            await Task.Delay(random.NextDouble() * LongestPause, TestContext.Current.CancellationToken);
            Assert.Equal(0, await app.Stop());
        }
        await using var last = Launch(peer.Url);
        await last.Ready.Soon();

        using var database = new DatabaseFile(folder.Path);
        await database.SeeAllEnded();
        Assert.Empty(database.Texts("SELECT run_id || ': ' || data FROM run_events WHERE event IN ('workflow-failed', 'node-failed', 'workflow-cancelled')"));
        Assert.Equal([3 * RunsOfKind], database.Numbers("SELECT count(*) FROM runs WHERE parent_id IS NULL AND status = 'completed'"));
        Assert.Empty(database.Texts("SELECT run_id FROM run_events GROUP BY run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)"));
        foreach (var (caller, count) in new[] { ("Again", Calls), ("Each", Calls), ("Agent", ToolsOfAgent) })
            Assert.Equal([RunsOfKind * count], database.Numbers($"SELECT count(*) FROM runs c JOIN runs p ON p.id = c.parent_id JOIN workflows w ON w.id = p.workflow_id WHERE w.name = '{caller}'"));
    }

    public void Dispose() => folder.Dispose();

    AppProcess Launch(Uri peer) => AppProcess.Launch(folder.Path, 0, AppProcess.CallsPeers, "HtmxFlows:Model:Name=tiny", $"HtmxFlows:Model:Address={peer}v1");

    async Task Begin(Uri peer)
    {
        await using var app = Launch(peer);
        using var probe = new Probe(await app.Ready.Soon());
        await Make(Quick, App.Template("part", "{{prompt}}"));
        await Make(Slow, App.Node("call", "http", new { url = $"{peer}" }));
        string[] callers =
        [
            await Make("Again", App.Node("again", "repeat", new { workflow = Quick, maximum = 1000, until = new[] { new { left = "{{index}}", @operator = "equals", right = $"{Calls}" } } })),
            await Make("Each", App.Node("each", "for-each", new { workflow = Quick, items = Enumerable.Range(0, Calls), together = 2 })),
            await Make("Agent", App.Node("agent", "agent", new { prompt = "Work.", maximumSteps = 50, tools = new[] { new { workflow = Slow, name = "part" } } })),
        ];
        foreach (var caller in callers.SelectMany(caller => Enumerable.Repeat(caller, RunsOfKind)))
            await probe.Post("start", $"{caller}/runs", "{}");
        Assert.Empty(probe.Faults);
        Assert.Equal(0, await app.Stop());

        async Task<string> Make(string name, string node)
        {
            var made = await probe.Post(name, "/api/workflows", $$"""{"name":"{{name}}","flow":{{App.Flow([node])}} }""");
            return made?.Location?.ToString() ?? throw new InvalidOperationException(made?.Body);
        }
    }

    /// <summary>A slow peer, and a model that uses its tool a fixed number of times.</summary>
    async Task Answer(HttpContext http)
    {
        await Task.Delay(PeersTime, http.RequestAborted);
        if (!http.Request.Path.StartsWithSegments("/v1"))
        {
            await http.Response.WriteAsync("taken");
            return;
        }
        using var question = await JsonDocument.ParseAsync(http.Request.Body);
        var used = question.RootElement.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").GetString() == "tool");
        await (used < ToolsOfAgent ? ModelPeer.Call(http.Response, [("part", "{}")]) : ModelPeer.Say(http.Response, ["Done."]));
    }
}
