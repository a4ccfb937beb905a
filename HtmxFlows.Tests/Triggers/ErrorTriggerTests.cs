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

    static IReadOnlyList<RunLine> Runs(App app, Guid workflow) => app.Get<RunStore>().List(workflow, null, 0, 9);
}
