using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Runs;

public abstract class RunSearchContract(TestDatabase place) : RunRows(place)
{
    RunSearch Search => new(Database);

    [Fact]
    public async Task Each_filter_restricts_the_list_and_several_do_together()
    {
        var (done, running) = (await Begin("Red apples", null, Completed()), await Begin("red pears", null));
        var child = await Call(running, Completed());
        var other = await Append(New(), [new WorkflowStarted(await Create("Other"), 1, Guid.NewGuid(), RunTrigger.Form, "green")]);

        Assert.Equal([other.Id, running.Id, done.Id], List(new()));
        Assert.Equal([other.Id, child.Id, running.Id, done.Id], List(new() { WithSubRuns = true }));
        Assert.Equal([child.Id, running.Id, done.Id], List(new() { Workflow = Workflow }));
        Assert.Equal([other.Id, running.Id], List(new() { Status = RunStatus.Running }));
        Assert.Equal([child.Id, done.Id], List(new() { Status = RunStatus.Completed, WithSubRuns = true }));
        Assert.Equal([running.Id, done.Id], List(new() { Trigger = RunTrigger.Api }));
        Assert.Equal([child.Id], List(new() { Trigger = RunTrigger.Call }));
        Assert.Equal([child.Id], List(new() { Parent = running.Id }));
        Assert.Equal([running.Id, done.Id], List(new() { Text = "RED" }));
        Assert.Equal([done.Id], List(new() { Text = "red", Status = RunStatus.Completed, Workflow = Workflow, Trigger = RunTrigger.Api }));
        Assert.Equal([running.Id, done.Id], List(new() { Only = [done.Id, running.Id, Guid.NewGuid()] }));
        Assert.Empty(List(new() { Text = "%" }));
    }

    [Fact]
    public async Task A_time_is_the_start_of_runs_the_first_included_and_the_last_not()
    {
        var first = await Begin();
        Time.Advance(TimeSpan.FromHours(1));
        var second = await Begin();

        Assert.Equal([second.Id], List(new() { After = first.StartedAt.AddMinutes(1) }));
        Assert.Equal([second.Id, first.Id], List(new() { After = first.StartedAt }));
        Assert.Equal([first.Id], List(new() { Before = second.StartedAt }));
        Assert.Empty(List(new() { After = first.StartedAt.AddMinutes(1), Before = second.StartedAt }));
    }

    [Fact]
    public async Task Pages_lead_to_older_and_newer_runs_and_back_to_the_first()
    {
        Guid[] runs = [(await Begin()).Id, (await Begin()).Id, (await Begin()).Id, (await Begin()).Id, (await Begin()).Id];

        var first = Search.Page(new(), default, 2);
        var second = Search.Page(new(), new(Older: first.Older), 2);
        var third = Search.Page(new(), new(Older: second.Older), 2);
        var back = Search.Page(new(), new(Newer: third.Newer), 2);
        var top = Search.Page(new(), new(Newer: back.Newer), 2);

        Assert.Equal([runs[4], runs[3]], first.Runs.Select(run => run.Id));
        Assert.Null(first.Newer);
        Assert.Equal([runs[2], runs[1]], second.Runs.Select(run => run.Id));
        Assert.Equal([runs[0]], third.Runs.Select(run => run.Id));
        Assert.Null(third.Older);
        Assert.Equal(second.Runs, back.Runs);
        Assert.Equal((second.Newer, second.Older), (back.Newer, back.Older));
        Assert.Equal(first.Runs, top.Runs);
        Assert.Null(top.Newer);
    }

    [Fact]
    public async Task Runs_are_counted_and_listed_by_filter_and_status_oldest_first()
    {
        var (done, running, failed) = (await Begin(Completed()), await Begin(), await Begin(new WorkflowFailed("No.")));

        Assert.Equal((3, 2), (Search.Count(new()), Search.Count(new(), RunStatus.Completed, RunStatus.Failed)));
        Assert.Equal([done.Id, failed.Id], Search.List(new(), Guid.Empty, 9, RunStatus.Completed, RunStatus.Failed));
        Assert.Equal([failed.Id], Search.List(new(), running.Id, 9));
        Assert.Equal(1, Search.Count(new() { Only = [running.Id] }));
        Assert.Equal(0, Search.Count(new() { Only = [] }));
    }

    Guid[] List(RunFilter filter) => [.. Search.Page(filter, default, 9).Runs.Select(run => run.Id)];
}
