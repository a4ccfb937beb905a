using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunRecoveryTests
{
    [Fact]
    public async Task A_run_in_flight_at_three_crashes_in_a_row_fails_and_names_its_node()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(Calling(peer));
        await InFlight(engine, run, 1);
        await using var second = engine.Crash();
        await InFlight(second, run, 2);
        await using var third = second.Crash();
        await InFlight(third, run, 3);
        await using var fourth = third.Crash();
        var end = await fourth.End(run);
        Assert.Equal((RunStatus.Failed, NodeStatus.Cancelled), (end.Status, end.Node("call").Status));
        Assert.StartsWith("The server crashed 3 times in a row while the node call of this run was in progress", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_run_starts_before_the_unfinished_runs_of_the_earlier_process_are_known()
    {
        var ready = new TaskCompletionSource();
        await using var engine = Engine.Start(ready: ready.Task);
        var starting = engine.Begin("""nap wait {"seconds": 5}""");
        // Long enough for a start that does not wait.
        await using var other = Engine.Start();
        for (var i = 0; i < 20; i++)
            await other.Run("""a template {"template": "x"}""");
        Assert.False(starting.IsCompleted);
        ready.SetResult();
        var run = await starting.Soon();
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await engine.End(run);
        Assert.Equal(["workflow-started", "node-started nap", "node-waiting nap", "node-completed nap", "workflow-complete"], engine.Story(run));
    }

    [Fact]
    public async Task A_run_that_gets_further_between_crashes_is_resumed_each_time()
    {
        await using var engine = Engine.Start();
        var peers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => GatedPeer.Start()));
        var steps = string.Join('\n', peers.Select((peer, index) => $$$"""n{{{index}}} http {"url": "{{{peer.Url}}}"}"""));
        var run = await engine.Begin($"{steps}\nn0 -> n1\nn1 -> n2\nn2 -> n3\nn3 -> n4");
        var current = engine;
        List<Engine> engines = [];
        foreach (var (index, peer) in peers.Index())
        {
            await current.Until(run, state => state.Node($"n{index}").Status == NodeStatus.Running);
            engines.Add(current = current.Crash());
            await current.Until(run, state => state.Node($"n{index}").Attempt == 2);
            peer.Open();
        }
        Assert.Equal(RunStatus.Completed, (await current.End(run)).Status);
        foreach (var one in engines)
            await one.DisposeAsync();
        foreach (var peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task Crashes_with_an_orderly_stop_between_them_do_not_add_up()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(Calling(peer));
        var current = engine;
        List<Engine> engines = [];
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await InFlight(current, run, attempt);
            engines.Add(current = attempt % 2 == 0 ? await current.Restart() : current.Crash());
        }
        await InFlight(current, run, 7);
        peer.Open();
        Assert.Equal(RunStatus.Completed, (await current.End(run)).Status);
        foreach (var one in engines)
            await one.DisposeAsync();
    }

    [Fact]
    public async Task A_crash_is_not_counted_for_a_suspended_run()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""pause wait {"seconds": 100}""");
        await engine.UntilSuspended(run);
        var current = engine;
        List<Engine> engines = [];
        for (var crash = 0; crash < 5; crash++)
        {
            engines.Add(current = current.Crash());
            await current.Until(run, state => state.Status == RunStatus.Waiting);
        }
        current.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(RunStatus.Completed, (await current.End(run)).Status);
        foreach (var one in engines)
            await one.DisposeAsync();
    }

    [Fact]
    public async Task A_run_that_is_due_when_the_server_crashes_is_given_up_like_one_in_flight()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        // The node in flight is the run's first event after its wait, so that the database has it as waiting.
        var run = await engine.Begin(
            $$$"""
            pause wait {"seconds": 5}
            call http {"url": "{{{peer.Url}}}"}
            pause -> call
            """);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await InFlight(engine, run, 1);
        await using var second = engine.Crash();
        await InFlight(second, run, 2);
        await using var third = second.Crash();
        await InFlight(third, run, 3);
        await using var fourth = third.Crash();
        Assert.Equal(RunStatus.Failed, (await fourth.End(run)).Status);
    }

    static string Calling(GatedPeer peer) => $$$"""call http {"url": "{{{peer.Url}}}"}""";

    static Task<RunState> InFlight(Engine engine, Guid run, int attempt) =>
        engine.Until(run, state => state.Node("call") is { Status: NodeStatus.Running } node && node.Attempt == attempt);
}
