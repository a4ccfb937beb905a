using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RetryFromTests
{
    const string Flow =
        """
        one store {"operation": "increment", "collection": "c", "key": "one"}
        side store {"operation": "increment", "collection": "c", "key": "side"}
        two template {"template": "{{one.value}} of {{prompt}}"}
        three fail {"message": "{{two}} failed"}
        one -> two -> three
        """;

    [Fact]
    public async Task Nodes_before_and_beside_are_reused_and_the_others_run_again()
    {
        await using var engine = Engine.Start();
        var old = await engine.Run(Flow, "it");
        var end = await engine.End((await Retry(engine, old, "two")).Run());
        Assert.Equal("1 of it failed", end.Error);
        Assert.Equal(
            ["workflow-started", "node-completed one", "node-completed side", "node-started two", "node-completed two", "node-started three", "node-failed three", "workflow-failed"],
            engine.Story(end.Id));
        var started = Assert.IsType<WorkflowStarted>(engine.Journal.Read(end.Id)[0]);
        Assert.Equal((new RunRetry(old.Id, "two"), old.Thread), (started.RetryOf, started.Thread));
        Assert.Equal(["1", "1"], await engine.Database.Write(writer => Dapper.SqlMapper.Query<string>(writer.Connection, "SELECT value FROM store_entries").ToArray()));
    }

    [Fact]
    public async Task Skipped_branches_stay_skipped_and_unreached_nodes_run()
    {
        await using var engine = Engine.Start();
        var old = await engine.Run(
            """
            choose branch {"conditions": [{"left": "{{prompt}}", "operator": "equals", "right": "yes"}]}
            yes fail {"message": "No"}
            no template {"template": "no"}
            after template {"template": "after"}
            choose:true -> yes -> after
            choose:false -> no -> after
            """, "yes");
        Assert.Equal(RunStatus.Failed, old.Status);
        var end = await engine.End((await Retry(engine, old, "yes")).Run());
        Assert.Equal((NodeStatus.Skipped, NodeStatus.Failed, NodeStatus.Pending), (end.Node("no").Status, end.Node("yes").Status, end.Node("after").Status));
    }

    [Fact]
    public async Task With_the_newest_version_later_nodes_may_have_changed()
    {
        await using var engine = Engine.Start();
        var old = await engine.Run(Flow, "it");
        await Change(engine, old, Flow.Replace("three fail {\"message\": \"{{two}} failed\"}", "three template {\"template\": \"{{two}} worked\"}", StringComparison.Ordinal));
        var end = await engine.End((await Retry(engine, old, "three", newest: true)).Run());
        Assert.Equal((RunStatus.Completed, 2), (end.Status, end.Version));
        Assert.Equal("1 of it worked", end.Node("three").Output!.Value.GetString());
        Assert.Equal(1, (await engine.End((await Retry(engine, old, "three")).Run())).Version);
    }

    [Fact]
    public async Task An_output_of_a_node_that_has_changed_is_not_used_again_and_that_is_explained()
    {
        await using var engine = Engine.Start();
        var old = await engine.Run(Flow, "it");
        await Change(engine, old, Flow.Replace("\"one\"}", "\"uno\"}", StringComparison.Ordinal));
        Assert.Equal(
            "`one` has changed in the version to run, so its output cannot be reused. Run from `one`, or use the run's version.",
            (await Retry(engine, old, "three", newest: true)).Problem());
        await engine.Workflows.Update(old.Workflow, 2, new("Test", "", Tests.Workflows.Flows.Of("""other template {"template": "x"}""")));
        Assert.Equal("The version to run has no node `three`. Choose another node, or use the run's version.", (await Retry(engine, old, "three", newest: true)).Problem());
    }

    [Fact]
    public async Task An_unfinished_run_cannot_run_again_from_a_node()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""pause wait {"seconds": 10}""");
        Assert.Contains("has not ended", (await Retry(engine, engine.State(run), "pause")).Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_repeats_a_part_may_be_queued()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited("first template {\"template\": \"x\"}\nrest wait {\"seconds\": 5}\nfirst -> rest", """{"limit": 1}""");
        var first = await engine.BeginSaved(workflow);
        await engine.Until(first, state => state.Status == RunStatus.Waiting);
        await engine.Runs.Cancel(first).Soon();
        await engine.BeginSaved(workflow);
        var retry = (await Retry(engine, engine.State(first), "rest")).Run();
        Assert.Equal((RunStatus.Queued, NodeStatus.Completed, 1), (engine.State(retry).Status, engine.State(retry).Node("first").Status, engine.Runs.Place(retry)));
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await engine.Until(retry, state => state.Status == RunStatus.Waiting);
    }

    static Task<RunStart> Retry(Engine engine, RunState old, string from, bool newest = false) =>
        engine.Runs.Start(new(old.Workflow, old.Prompt, RunTrigger.Retry, old.Thread, newest ? null : old.Version, Retry: new(old.Id, from)));

    static async Task Change(Engine engine, RunState old, string flow) =>
        Assert.Equal(2, (await engine.Workflows.Update(old.Workflow, 1, new("Test", "", Tests.Workflows.Flows.Of(flow)))).Version());
}
