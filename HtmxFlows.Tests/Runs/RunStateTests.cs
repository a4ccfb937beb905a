using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunStateTests
{
    static readonly DateTimeOffset Start = new(2030, 1, 31, 9, 0, 0, TimeSpan.Zero);
    static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_run_without_events_is_queued() => Assert.Equal((RunStatus.Queued, 0), (new RunState(Id).Status, new RunState(Id).LastSeq));

    [Fact]
    public void The_events_of_a_run_are_folded_into_its_state()
    {
        var run = Fold(
            new NodeStarted("a", 1), new NodeRetrying("a", 1, "No", Start.AddSeconds(9)), new NodeStarted("a", 2), new NodeCompleted("a", Json.True, "true"),
            new NodeSkipped("b"), new WorkflowCompleted(Json.True));
        Assert.Equal((RunStatus.Completed, "hello", 7, Start.AddSeconds(6)), (run.Status, run.Prompt, run.LastSeq, run.FinishedAt));
        var a = run.Node("a");
        Assert.Equal((NodeStatus.Completed, 2, "true", null, null, Start.AddSeconds(1), Start.AddSeconds(4)),
            (a.Status, a.Attempt, a.Port, a.Error, a.Until, a.StartedAt, a.FinishedAt));
        Assert.Equal(NodeStatus.Skipped, run.Node("b").Status);
        Assert.Equal(NodeState.Pending, run.Node("c"));
    }

    [Fact]
    public void Folding_changes_no_earlier_state()
    {
        var before = Fold(new NodeStarted("a", 1));
        var after = before.Apply(new NodeCompleted("a", Json.Null) { Seq = 3 });
        Assert.Equal((NodeStatus.Running, 2), (before.Node("a").Status, before.LastSeq));
        Assert.Equal((NodeStatus.Completed, 3), (after.Node("a").Status, after.LastSeq));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(0)]
    public void A_gap_or_a_repetition_is_refused(long seq) =>
        Assert.Throws<InvalidOperationException>(() => Fold(new NodeStarted("a", 1)).Apply(new NodeSkipped("b") { Seq = seq }));

    [Fact]
    public void No_event_is_allowed_after_the_end_of_a_run() =>
        Assert.All<RunEvent>([new WorkflowCompleted(Json.Null), new WorkflowFailed("No"), new WorkflowCancelled()], end =>
        {
            Assert.True(Fold(end).IsFinished);
            Assert.All<RunEvent>([new NodeStarted("a", 1), new WorkflowResumed(), new WorkflowCancelled()], next =>
                Assert.Throws<InvalidOperationException>(() => Fold(end, next)));
        });

    [Fact]
    public void No_event_is_allowed_after_the_end_of_a_node() =>
        Assert.All<RunEvent[]>([[new NodeStarted("a", 1), new NodeCompleted("a", Json.Null)], [new NodeStarted("a", 1), new NodeFailed("a", "No")], [new NodeSkipped("a")]], ended =>
        {
            Assert.NotEqual(NodeStatus.Pending, Fold(ended).Node("a").Status);
            Assert.Throws<InvalidOperationException>(() => Fold([.. ended, new NodeStarted("a", 2)]));
        });

    [Fact]
    public void A_run_waits_when_nodes_wait_and_none_works()
    {
        Assert.Equal(RunStatus.Waiting, Fold(new NodeStarted("a", 1), new NodeWaiting("a", Start, Json.Null)).Status);
        Assert.Equal(RunStatus.Running, Fold(new NodeStarted("a", 1), new NodeWaiting("a", Start, Json.Null), new NodeStarted("b", 1)).Status);
        Assert.Equal(RunStatus.Running, Fold(new NodeStarted("a", 1), new NodeWaiting("a", Start, Json.Null), new NodeCompleted("a", Json.Null)).Status);
    }

    [Fact]
    public void What_is_in_flight_at_the_end_is_cancelled()
    {
        var run = Fold(new NodeStarted("a", 1), new NodeStarted("b", 1), new NodeWaiting("b", Start.AddDays(1), Json.True), new WorkflowFailed("No", "c"));
        Assert.Equal((RunStatus.Failed, "No"), (run.Status, run.Error));
        Assert.Equal((NodeStatus.Cancelled, NodeStatus.Cancelled, null), (run.Node("a").Status, run.Node("b").Status, run.Node("b").Until));
    }

    [Fact]
    public void A_failed_node_delivers_only_if_it_has_an_output()
    {
        Assert.False(Fold(new NodeStarted("a", 1), new NodeFailed("a", "No")).Node("a").HasDelivered);
        Assert.True(Fold(new NodeStarted("a", 1), new NodeFailed("a", "No", Json.EmptyObject)).Node("a").HasDelivered);
    }

    static RunState Fold(params RunEvent[] events) => RunState.Of(Id, events
        .Prepend(new WorkflowStarted(Guid.Empty, 1, Id, RunTrigger.Api, "hello"))
        .Select((next, at) => next with { Seq = at + 1, At = Start.AddSeconds(at) }));
}
