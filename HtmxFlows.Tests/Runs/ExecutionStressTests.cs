using System.Collections.Concurrent;
using System.Globalization;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs;

/// <summary>
/// A run has at most one execution under any concurrent requests: workflows with every kind of limit are started, cancelled (also
/// twice together), answered, retried, stopped by the clock and deleted at random, on the supervisor and a database file.
/// </summary>
[Slow]
public sealed class ExecutionStressTests
{
    const int Workers = 6, Steps = 40, FirstSeed = 20261128;

    // SEEDS=5000 takes an hour.
    static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("SEEDS") ?? "40", CultureInfo.InvariantCulture);

    static readonly (string Name, string? Concurrency)[] Kinds =
    [
        ("queue", """{"limit": 2}"""), ("replace", """{"limit": 2, "beyond": "replace"}"""), ("refuse", """{"limit": 2, "beyond": "refuse"}"""), ("unlimited", null), ("calling", null),
    ];

    [Fact]
    public async Task A_run_has_one_execution_under_any_concurrent_requests()
    {
        await using var peer = await HttpPeer.Start(http => http.Response.WriteAsync("taken"));
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
            await Stress(seed, peer);
    }

    static async Task Stress(int seed, HttpPeer peer)
    {
        var log = new Log<EngineLog>();
        await using var engine = Engine.Start(new() { ParallelRuns = 4, StopSeconds = 0 }, logger: log);
        var workflows = new ConcurrentDictionary<string, Guid>();
        foreach (var (name, _) in Kinds)
            workflows[name] = await Save(engine, name, peer);
        var runs = new ConcurrentQueue<Guid>();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed * Workers + worker);
            for (var step = 0; step < Steps; step++)
                await Step(random, engine, workflows, runs, peer);
        }))).WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);

        // No more requests: what waits for the clock or a person continues, and everything ends.
        while (runs.Where(run => engine.Store.Find(run) is { FinishedAt: null }).ToArray() is { Length: > 0 } unfinished)
        {
            engine.Time.Advance(TimeSpan.FromSeconds(60));
            await Task.WhenAll(unfinished.Select(run => engine.Runs.Cancel(run))).WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
        }
        Assert.True(log.Lines.IsEmpty, $"Seed {seed}: {string.Join('\n', log.Lines.Take(5))}");
        AssertJournals(seed, engine, runs, peer);
    }

    static async Task Step(Random random, Engine engine, ConcurrentDictionary<string, Guid> workflows, ConcurrentQueue<Guid> runs, HttpPeer peer)
    {
        var (name, _) = Kinds[random.Next(Kinds.Length)];
        var known = runs.ToArray();
        var run = known.Length == 0 ? Guid.NewGuid() : known[^random.Next(1, Math.Min(12, known.Length) + 1)];
        switch (random.Next(20))
        {
            case < 9:
                Note(await engine.Runs.Start(new(workflows[name], "x", RunTrigger.Api)));
                break;
            case < 12:
                await engine.Runs.Cancel(run);
                break;
            case < 14:
                await Task.WhenAll(engine.Runs.Cancel(run), engine.Runs.Cancel(run));
                break;
            case < 16:
                await engine.Runs.Answer(run, "ask", "approve", (null, []), "test");
                break;
            case 16:
                if (engine.Store.Find(run) is { FinishedAt: not null, WorkflowId: var workflow })
                    Note(await engine.Runs.Start(new(workflow, "x", RunTrigger.Api, Retry: new(run, "call"))));
                break;
            case 17:
                engine.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 20)));
                break;
            case 18:
                await engine.Runs.Resume(run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            default:
                if (random.Next(3) == 0)
                    await Replace(engine, workflows, name, peer);
                break;
        }

        void Note(RunStart start)
        {
            if (start is RunStart.Started started)
                runs.Enqueue(started.Run);
        }
    }

    /// <summary>Deletes a workflow as the page does, and creates it again.</summary>
    static async Task Replace(Engine engine, ConcurrentDictionary<string, Guid> workflows, string name, HttpPeer peer)
    {
        var old = workflows[name];
        await Task.WhenAll(engine.Store.Unfinished(old).Select(run => engine.Runs.Cancel(run)));
        await engine.Workflows.Delete(old);
        workflows[name] = await Save(engine, name, peer);
    }

    static Task<Guid> Save(Engine engine, string name, HttpPeer peer)
    {
        // The called workflow may be deleted at this moment, so that its name is an expression, which is not checked.
        var flow = name == "calling" ? """
            call for-each {"items": [1, 2, 3], "workflow": "{{lower 'UNLIMITED'}}", "together": 2, "onFailure": "collect"}
            ask wait {"seconds": 5}
            call -> ask
            """ : $$$"""
            call http {"url": "{{{peer.Url}}}", "body": "{{run.id}}", "method": "post"}
            pause wait {"seconds": 3}
            ask approve {"text": "?", "within": "5"}
            call -> pause -> ask
            """;
        return Kinds.First(kind => kind.Name == name).Concurrency is { } limit ? engine.SaveLimited(flow, limit, name) : engine.Save(flow, name);
    }

    static void AssertJournals(int seed, Engine engine, IEnumerable<Guid> runs, HttpPeer peer)
    {
        var calls = peer.Requests.GroupBy(request => request.Body).ToDictionary(run => run.Key, run => run.Count());
        foreach (var run in runs)
        {
            var journal = engine.Journal.Read(run);
            // There is none if its workflow was deleted.
            if (journal.Count == 0)
                continue;
            Assert.True(journal.Select(next => next.Seq).SequenceEqual(Enumerable.Range(1, journal.Count).Select(seq => (long)seq)), $"Seed {seed}: the journal of {run} is {string.Join(' ', journal.Select(next => next.Seq))}");
            Assert.True(engine.State(run).IsFinished, $"Seed {seed}: {run} has not ended");
            var attempts = journal.OfType<NodeStarted>().Count(started => started.NodeId == "call");
            Assert.True(calls.GetValueOrDefault(run.ToString()) <= attempts, $"Seed {seed}: the peer was called {calls.GetValueOrDefault(run.ToString())} times by {run}, whose node started {attempts} times");
        }
    }
}
