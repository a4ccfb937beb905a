using System.Text.Json.Nodes;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Crash;

/// <summary>
/// The promise of the product: a run is not lost and no finished node runs twice, whenever the process is killed. The app runs as
/// a process, is used over HTTP, and is killed again and again; then the database file is read without any of the product's code.
/// </summary>
[Slow]
public sealed class KillTests : IDisposable
{
    const int Kills = 21, Callers = 4, MostAcknowledged = 80;

    static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(40), PeersTime = TimeSpan.FromMilliseconds(15);

    // The moments differ from run to run of the test with the speed of the machine; the seed keeps their spread the same.
    readonly Random random = new(20261123);
    readonly TemporaryFolder folder = new();
    readonly Acknowledged known = new();
    TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task The_app_loses_and_repeats_nothing_when_it_is_killed_at_any_moment()
    {
        await using var peer = await HttpPeer.Start(Answer);
        var workflow = await Import(peer.Url);

        for (var kill = 0; kill < Kills; kill++)
            await (kill % 3 == 2 ? KillWhileItRecovers() : KillWhileItWorks(workflow));
        await RunToTheEnd();

        using var database = new DatabaseFile(folder.Path);
        Assert.Multiple(
            () => AssertRuns(database),
            () => AssertStored(database),
            () => AssertSeen(database),
            () => AssertCalls(database, [.. peer.Requests.Where(request => request.Target != CrashFlow.ItemsPath)]),
            () => AssertItems(database, [.. peer.Requests.Where(request => request.Target == CrashFlow.ItemsPath)]));
    }

    public void Dispose() => folder.Dispose();

    AppProcess Launch() => AppProcess.Launch(folder.Path, 0, AppProcess.CallsPeers);

    async Task<string> Import(Uri peer)
    {
        await using var app = Launch();
        using var caller = new Caller(await app.Ready, known);
        await caller.Import(CrashFlow.Part);
        return await caller.Import(CrashFlow.Json(peer));
    }

    async Task KillWhileItWorks(string workflow)
    {
        await using var app = Launch();
        using var caller = new Caller(await app.Ready, known);
        var enough = known.More(random.Next(1, MostAcknowledged));
        var work = caller.StartRunsWhileItLives(workflow, Callers);
        await await Task.WhenAny(enough, work);
        await SomeTime();
        await app.Kill();
        await work;
    }

    /// <summary>Kills the app just after it has begun to resume the interrupted runs.</summary>
    async Task KillWhileItRecovers()
    {
        called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = Launch();
        await await Task.WhenAny(called.Task, app.Ready);
        await SomeTime();
        await app.Kill();
    }

    // A real delay: the kill must come at a random moment.
    Task SomeTime() => Task.Delay(random.NextDouble() * LongestPause, TestContext.Current.CancellationToken);

    async Task RunToTheEnd()
    {
        await using var app = Launch();
        await app.Ready;
        using var database = new DatabaseFile(folder.Path);
        await database.SeeAllEnded();
    }

    // Slow enough for kills to find calls in flight.
    async Task Answer(HttpContext http)
    {
        called.TrySetResult();
        await Task.Delay(PeersTime, http.RequestAborted);
        await http.Response.WriteAsync("taken");
    }

    void AssertRuns(DatabaseFile database)
    {
        Assert.Equal(["ok"], database.Texts("PRAGMA integrity_check"));
        Assert.Empty(known.Runs.Except(database.Texts("SELECT id FROM runs")));
        Assert.Empty(database.Texts("SELECT id FROM runs WHERE status <> 'completed' OR finished_at IS NULL"));
        Assert.Empty(database.Texts("SELECT run_id FROM run_events GROUP BY run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)"));
        Assert.Empty(database.Texts("SELECT run_id || '/' || seq FROM run_events WHERE data ->> 'seq' <> seq OR data ->> 'event' <> event"));
        Assert.Empty(database.Texts("SELECT run_id || '/' || node_id FROM run_events WHERE event = 'node-completed' GROUP BY run_id, node_id HAVING count(*) > 1"));
        Assert.Equal(
            CrashFlow.Nodes.Order(),
            database.Texts("SELECT node_id FROM run_events WHERE event = 'node-completed' GROUP BY node_id HAVING count(*) = (SELECT count(*) FROM runs WHERE parent_id IS NULL)").Order());
        Assert.Empty(database.Texts($"SELECT id FROM runs p WHERE parent_id IS NULL AND (SELECT count(*) FROM runs c WHERE c.parent_id = p.id) <> {CrashFlow.Items + 1}"));
        Assert.Equal(
            ["[\"part 1\",\"part 2\",\"part 3\"]"],
            database.Texts("SELECT DISTINCT data ->> 'output' FROM run_events WHERE event = 'node-completed' AND node_id = 'each'"));
        Assert.Empty(database.Texts(
            """
            SELECT run_id FROM run_events GROUP BY run_id
            HAVING sum(event IN ('workflow-complete', 'workflow-failed', 'workflow-cancelled')) <> 1
              OR max(seq) <> max(CASE WHEN event = 'workflow-complete' THEN seq END)
            """));
        // Without interruptions, nothing above was tested.
        Assert.InRange(database.Numbers("SELECT count(*) FROM run_events WHERE event = 'workflow-resumed'").Single(), Kills, int.MaxValue);
    }

    static void AssertStored(DatabaseFile database)
    {
        var runs = database.Texts("SELECT id FROM runs WHERE parent_id IS NULL").Order().ToArray();
        Assert.InRange(runs.Length, Kills, int.MaxValue);
        Assert.Equal([runs.Length], database.Numbers("SELECT value FROM store_entries WHERE key = 'calls'"));
        Assert.Equal([runs.Length], database.Numbers("SELECT value FROM store_entries WHERE key = 'naps'"));
        Assert.Equal([runs.Length * (CrashFlow.Items + 1)], database.Numbers("SELECT value FROM store_entries WHERE key = 'parts'"));
        Assert.Equal([runs.Length * CrashFlow.ListItems], database.Numbers("SELECT value FROM store_entries WHERE key = 'items'"));
        Assert.Equal(runs, database.Texts("SELECT item.value FROM store_entries, json_each(store_entries.value) item WHERE store_entries.key = 'runs'").Order());
    }

    /// <summary>The journal contains every delivered entry unchanged: number, time and result, random results included.</summary>
    void AssertSeen(DatabaseFile database)
    {
        var journal = database.Events().ToDictionary(entry => (entry.Run, entry.Seq));
        Assert.NotEmpty(known.Entries);
        Assert.All(known.Entries, seen =>
        {
            var written = journal[(seen.Run, seen.Seq)];
            Assert.Equal(written with { Output = null }, seen with { Output = null });
            Assert.True(seen.Output is null || JsonNode.DeepEquals(JsonNode.Parse(written.Output!), JsonNode.Parse(seen.Output)), $"{seen} is {written}");
        });
    }

    static void AssertCalls(DatabaseFile database, IReadOnlyList<PeerRequest> requests)
    {
        var attempts = database.Pairs("SELECT run_id, count(*) FROM run_events WHERE event = 'node-started' AND node_id = 'call' GROUP BY run_id");
        var calls = requests.Select(request => (Key: request.Headers["Idempotency-Key"], Body: JsonNode.Parse(request.Body)!)).GroupBy(call => (string)call.Body["run"]!).ToArray();

        Assert.Equal(attempts.Keys.Order(), calls.Select(run => run.Key).Order());
        Assert.All(calls, run =>
        {
            Assert.Single(run.DistinctBy(call => call.Key));
            Assert.Single(run.DistinctBy(call => call.Body.ToJsonString()));
            Assert.InRange(run.Count(), 1, attempts[run.Key]);
        });
        Assert.Equal(calls.Length, calls.DistinctBy(run => run.First().Key).Count());
        Assert.Contains(calls, run => run.Count() > 1);
    }

    /// <summary>Each item is journaled once. Its request is repeated by later attempts of its node alone, with the same key, and each attempt repeats no more than were in flight.</summary>
    static void AssertItems(DatabaseFile database, IReadOnlyList<PeerRequest> requests)
    {
        var runs = database.Texts("SELECT id FROM runs WHERE parent_id IS NULL");
        Assert.Equal(
            runs.SelectMany(run => Enumerable.Range(0, CrashFlow.ListItems).Select(index => $"{run} {index}")).Order(),
            database.Texts("SELECT run_id || ' ' || (data ->> 'index') FROM run_events WHERE event = 'node-item-completed' AND node_id = 'call-items'").Order());
        var attempts = database.Pairs("SELECT run_id, count(*) FROM run_events WHERE event = 'node-started' AND node_id = 'call-items' GROUP BY run_id");
        var items = requests.Select(request => (Key: request.Headers["Idempotency-Key"], Body: JsonNode.Parse(request.Body)!)).GroupBy(call => call.Key).ToArray();

        Assert.Equal(runs.SelectMany(run => Enumerable.Range(0, CrashFlow.ListItems).Select(index => $"{run}/call-items/{index}")).Order(), items.Select(item => item.Key).Order());
        Assert.All(items, item => Assert.Equal(item.Key, $"{item.First().Body["run"]}/call-items/{item.First().Body["item"]}"));
        Assert.All(items.GroupBy(item => (string)item.First().Body["run"]!), run =>
            Assert.InRange(run.Sum(item => item.Count()), CrashFlow.ListItems, CrashFlow.ListItems + (attempts[run.Key] - 1) * CrashFlow.Together));
        Assert.Contains(items, item => item.Count() > 1);
    }
}
