using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Workflows that run when others fail.</summary>
public sealed class ErrorTriggerTests
{
    static string Failing(string id = "stop") => App.Node(id, "fail", new { label = "Stop here", message = "No luck." });

    [Fact]
    public async Task A_failed_run_starts_the_workflows_that_wait_for_it_once()
    {
        await using var app = new App();
        var failing = await app.Make("Fails", [Failing()]);
        var other = await app.Make("Fails too", [Failing()]);
        var all = await app.Make("Hears all", [App.Node("failure", "error", new { workflows = "all" })]);
        var one = await app.Make("Hears one", [App.Node("failure", "error", new { workflows = new[] { "Fails" } }), App.Template("say", "{{trigger.workflow}}: {{trigger.node}}: {{trigger.error}} {{trigger.url}}")], "failure→say");

        var run = await app.RunToEnd(failing);
        await app.RunToEnd(other);
        await Eventually.Equal((2, 1), () => Task.FromResult((Runs(app, all).Count, Runs(app, one).Count)));
        await app.Get<ErrorTriggers>().Report(run);

        Assert.Equal((2, 1), (Runs(app, all).Count, Runs(app, one).Count));
        await app.End(Runs(app, one)[0].Id);
        Assert.Equal($"Fails: stop: No luck. /runs/{run}", RunState.Of(run, app.Get<Journal>().Read(Runs(app, one)[0].Id)).Result!.Value.GetString());
        Assert.All(Runs(app, all), line => Assert.Equal("error", line.Trigger));
    }

    [Fact]
    public async Task Failures_of_its_own_of_its_kind_of_drafts_and_of_child_runs_are_not_reported()
    {
        await using var app = new App();
        var itself = await app.Make("Hears and fails", [App.Node("failure", "error", new { }), App.Node("by hand", "template", new { template = "x" }), Failing(), Failing("also")], "failure→stop", "by hand→also");
        var second = await app.Make("Hears too", [App.Node("failure", "error", new { }), Failing()], "failure→stop");
        var child = await app.Make("Child", [Failing()]);
        var parent = await app.Make("Parent", [App.Node("call", "workflow", new { workflow = "Child", settings = new { onError = "continue" } })]);

        await app.RunToEnd(parent);
        Assert.NotNull(await app.Get<DraftRuns>().Start(new(child, "", RunTrigger.Draft), HtmxFlows.Accounts.Actor.Anonymous));
        await app.RunToEnd(itself);

        // Only the run that was started by hand is reported, to the other one, whose failure is not.
        await Eventually.Equal(1, () => Task.FromResult(Runs(app, second).Count));
        await app.End(Runs(app, second)[0].Id);
        var fired = ((WorkflowStarted)app.Get<Journal>().Read(Runs(app, second)[0].Id)[0]).FiredData!.Value;
        Assert.Equal("Hears and fails", fired.GetProperty("workflow").GetString());
        Assert.Single(Runs(app, itself));
        Assert.Single(Runs(app, second));
    }

    [Fact]
    public async Task A_failure_that_an_earlier_process_left_is_reported_by_the_next()
    {
        using var folder = new TemporaryFolder();
        Guid listener, run;
        await using (var before = new App("Production", ("HtmxFlows:Data", folder.Path)))
        {
            listener = await before.Make("Hears all", [App.Node("failure", "error", new { })]);
            run = await before.RunToEnd(await before.Make("Fails", [Failing()]));
            await Eventually.Equal(1, () => Task.FromResult(Runs(before, listener).Count));
            await before.End(Runs(before, listener)[0].Id);
            // As if the process had been killed before it reported the failure.
            await before.Get<HtmxFlows.Data.IDatabase>().Write(writer => Dapper.SqlMapper.Execute(writer.Connection, "DELETE FROM start_keys; DELETE FROM runs WHERE trigger_kind = 'error'"));
        }

        await folder.WhenUnlocked();
        await using var after = new App("Production", ("HtmxFlows:Data", folder.Path));
        Assert.NotNull(after.Address);
        await Eventually.Equal(1, () => Task.FromResult(Runs(after, listener).Count));
        Assert.Equal(run, ((WorkflowStarted)after.Get<Journal>().Read(Runs(after, listener)[0].Id)[0]).FiredData!.Value.GetProperty("run").GetGuid());
    }

    [Fact]
    public async Task First_failures_and_recoveries_are_reported_once_each()
    {
        await using var app = new App();
        var flaky = await Flaky(app);
        var listener = await app.Make("Hears changes", [App.Node("failure", "error", new { report = "first-failure-and-recovery" })]);

        Guid[] runs = [await app.RunToEnd(flaky), await Fail(app, flaky), await Fail(app, flaky), await app.RunToEnd(flaky), await app.RunToEnd(flaky), await Fail(app, flaky)];

        await Eventually.Equal([$"failed {runs[1]}", $"recovered {runs[3]}", $"failed {runs[5]}"], () => Task.FromResult(Events(app, listener)));
    }

    [Fact]
    public async Task A_recovery_that_an_earlier_process_left_is_reported_by_the_next()
    {
        using var folder = new TemporaryFolder();
        Guid flaky, listener, failed, recovered;
        await using (var before = new App("Production", ("HtmxFlows:Data", folder.Path)))
        {
            flaky = await Flaky(before);
            listener = await before.Make("Hears changes", [App.Node("failure", "error", new { report = "first-failure-and-recovery" })]);
            failed = await Fail(before, flaky);
            await Eventually.Equal([$"failed {failed}"], () => Task.FromResult(Events(before, listener)));
            recovered = await before.RunToEnd(flaky);
            await before.RunToEnd(flaky);
            await Eventually.Equal(2, () => Task.FromResult(Events(before, listener).Length));
            // As if the process had been killed before it reported the recovery.
            await before.Get<IDatabase>().Write(writer => Dapper.SqlMapper.Execute(writer.Connection,
                $"DELETE FROM start_keys WHERE key = '{recovered}'; DELETE FROM runs WHERE id = '{Runs(before, listener)[0].Id}'; UPDATE failure_states SET is_failing = 1, at = (SELECT finished_at FROM runs WHERE id = '{failed}')"));
        }

        await folder.WhenUnlocked();
        await using var after = new App("Production", ("HtmxFlows:Data", folder.Path));
        Assert.NotNull(after.Address);
        await Eventually.Equal([$"failed {failed}", $"recovered {recovered}"], () => Task.FromResult(Events(after, listener)));
        var again = await Fail(after, flaky);
        await Eventually.Equal($"failed {again}", () => Task.FromResult(Events(after, listener)[^1]));
        Assert.Equal(3, Events(after, listener).Length);
    }

    [Fact]
    public async Task A_restart_reports_nothing_that_was_reported()
    {
        using var folder = new TemporaryFolder();
        Guid flaky, changes, each;
        string[] reported, failures;
        await using (var before = new App("Production", ("HtmxFlows:Data", folder.Path)))
        {
            flaky = await Flaky(before);
            changes = await before.Make("Hears changes", [App.Node("failure", "error", new { report = "first-failure-and-recovery" })]);
            each = await before.Make("Hears each", [App.Node("failure", "error", new { })]);
            foreach (var fails in (bool[])[true, true, false, true, false])
                await (fails ? Fail(before, flaky) : before.RunToEnd(flaky));
            await Eventually.Equal((4, 3), () => Task.FromResult((Events(before, changes).Length, Events(before, each).Length)));
            (reported, failures) = (Events(before, changes), Events(before, each));
        }

        await folder.WhenUnlocked();
        await using var after = new App("Production", ("HtmxFlows:Data", folder.Path));
        Assert.NotNull(after.Address);
        var last = await Fail(after, flaky);
        await Eventually.Equal([.. reported, $"failed {last}"], () => Task.FromResult(Events(after, changes)));
        await Eventually.Equal([.. failures, $"failed {last}"], () => Task.FromResult(Events(after, each)));
    }

    [Fact]
    public async Task A_workflow_names_the_one_that_is_run_for_each_of_its_failures()
    {
        await using var app = new App();
        var handler = await Create(app, "Handler", [App.Template("say", "{{trigger.event}} {{trigger.workflow}} {{trigger.node}}: {{trigger.error}} {{trigger.url}}")], "concurrency", """{"limit": 1, "beyond": "refuse"}""");
        var busy = await Create(app, "Busy handler", [App.Endless()], "concurrency", """{"limit": 1, "beyond": "refuse"}""");
        await app.Start(busy);
        var failing = await Create(app, "Fails with a handler", [Failing()], "settings", """{"onFailure": "Handler"}""");
        var other = await Create(app, "Fails with a busy handler", [Failing()], "settings", $$"""{"onFailure": "{{busy}}"}""");

        Guid[] runs = [await app.RunToEnd(failing), await app.RunToEnd(failing)];
        await app.RunToEnd(other);

        await Eventually.Equal((2, 2), () => Task.FromResult((Runs(app, handler).Count, Runs(app, busy).Count)));
        foreach (var line in Runs(app, handler))
            await app.End(line.Id);
        Assert.Equal(runs.Select(run => $"failed Fails with a handler stop: No luck. /runs/{run}"),
            Runs(app, handler).Reverse().Select(line => RunState.Of(line.Id, app.Get<Journal>().Read(line.Id)).Result!.Value.GetString()));
    }

    [Fact]
    public async Task The_triggers_of_a_handler_start_whatever_they_are_for_and_its_own_failures_start_nothing()
    {
        await using var app = new App();
        var last = await app.Make("Last handler", [App.Template("a", "x")]);
        var handler = await Create(app, "Triggered handler", [App.Node("failure", "error", new { workflows = new[] { "Nothing" } }), App.Node("stop", "fail", new { message = "Again." })], "settings", """{"onFailure": "Last handler"}""");
        var failing = await Create(app, "Fails into triggers", [Failing()], "settings", """{"onFailure": "Triggered handler"}""");

        var run = await app.RunToEnd(failing);
        await Eventually.Equal([$"failed {run}"], () => Task.FromResult(Events(app, handler)));
        await app.End(Runs(app, handler)[0].Id);
        await app.RunToEnd(failing);

        await Eventually.Equal(2, () => Task.FromResult(Runs(app, handler).Count));
        Assert.Empty(Runs(app, last));
    }

    /// <summary>A workflow whose runs fail if they have a prompt.</summary>
    static Task<Guid> Flaky(App app) => app.Make("Flaky",
        [App.Node("if", "branch", new { conditions = new[] { new { left = "{{prompt}}", @operator = "is-empty", right = "" } } }), App.Template("ok", "ok"), Failing()], "if.true→ok", "if.false→stop");

    static Task<Guid> Fail(App app, Guid flaky) => app.RunToEnd(flaky, "fail");

    static async Task<Guid> Create(App app, string name, string[] nodes, string member, string value) =>
        (await app.Get<HtmxFlows.Workflows.WorkflowStore>().Create(new(name, "", $"{App.Flow(nodes)[..^1]}, \"{member}\": {value}}}"))).Id();

    /// <summary>What the runs of a trigger were started with, oldest first.</summary>
    static string[] Events(App app, Guid listener) => [.. Runs(app, listener).Reverse().Select(run => ((WorkflowStarted)app.Get<Journal>().Read(run.Id)[0]).FiredData!.Value)
        .Select(data => $"{data.GetProperty("event").GetString()} {data.GetProperty("run").GetGuid()}")];

    static IReadOnlyList<RunLine> Runs(App app, Guid workflow) => app.Get<RunStore>().List(workflow, null, 0, 9);
}
