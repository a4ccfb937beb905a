using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Runs;

public abstract class RunStoreContract(TestDatabase place) : RunRows(place)
{
    [Fact]
    public async Task A_run_is_found_with_the_name_of_its_workflow()
    {
        var run = await Begin("Hello", null, Completed());
        Assert.Equal(
            new RunLine { Id = run.Id, WorkflowId = Workflow, WorkflowName = "Name", Version = 1, ThreadId = run.Id, Status = "completed", Trigger = "api", Prompt = "Hello", StartedAt = run.StartedAt, FinishedAt = run.FinishedAt },
            Store.Find(run.Id));
        Assert.Null(Store.Find(Guid.NewGuid()));
    }

    [Fact]
    public async Task The_list_has_the_newest_runs_first_page_by_page()
    {
        Guid[] runs = [(await Begin()).Id, (await Begin()).Id, (await Begin()).Id];
        Assert.Equal([runs[2], runs[1]], List(take: 2));
        Assert.Equal([runs[0]], List(skip: 2));
    }

    [Fact]
    public async Task The_list_is_filtered_by_workflow_status_and_parent()
    {
        var (done, running) = (await Begin(Completed()), await Begin());
        var child = await Call(running, Completed());
        var other = await Append(New(), [new WorkflowStarted(await Create("Other"), 1, Guid.NewGuid(), RunTrigger.Api, "")]);

        Assert.Equal([other.Id, running.Id, done.Id], List());
        Assert.Equal([child.Id, running.Id, done.Id], List(Workflow));
        Assert.Equal([other.Id, running.Id], List(status: RunStatus.Running));
        Assert.Equal([child.Id, done.Id], List(Workflow, RunStatus.Completed));
        Assert.Equal([child.Id], List(parent: running.Id));
        Assert.Empty(List(status: RunStatus.Failed));
    }

    [Fact]
    public async Task A_conversation_is_read_around_one_of_its_runs()
    {
        var first = await Begin();
        Guid[] turns = [first.Id, (await Begin("", first.Id)).Id, (await Begin("", first.Id)).Id, (await Begin("", first.Id)).Id];
        await Begin();
        var (earlier, next) = Store.Around(first.Id, turns[2], 9);
        Assert.Equal(turns[..2], earlier);
        Assert.Equal(turns[3], next);
        Assert.Equal([turns[1]], Store.Around(first.Id, turns[2], 1).Earlier);
        Assert.Null(Store.Around(first.Id, turns[3], 9).Next);
    }

    [Fact]
    public async Task Unfinished_runs_are_those_without_an_end()
    {
        var (running, queued, waiting) = (await Begin(), await Queue(), await Begin(Waiting(null)));
        await Begin(Completed());
        await Begin(new WorkflowCancelled());
        var child = await Call(running);

        Assert.Equal([running.Id, queued.Id, waiting.Id, child.Id], Store.Unfinished(Workflow));
        Assert.Equal([running.Id, waiting.Id], Store.Unfinished().Select(run => run.Run).Order());
        Assert.All(Store.Unfinished(), run => Assert.Equal(new QueueLine(Workflow, false), run.Line));
    }

    [Fact]
    public async Task Interrupted_runs_are_neither_suspended_nor_queued()
    {
        var due = Time.GetUtcNow().AddHours(1);
        var (running, waiting) = (await Begin(), await Begin(Waiting(due)));
        await Append(await Begin(), Waiting(due), suspendedUntil: due);
        await Queue();
        await Begin(Completed());
        Assert.Equal([running.Id, waiting.Id], Store.Interrupted());
    }

    [Fact]
    public async Task Queued_runs_are_read_with_their_lines_oldest_first()
    {
        var (first, parent) = (await Queue(), await Begin());
        var child = await Append(New(), [new WorkflowStarted(Workflow, 1, Guid.NewGuid(), RunTrigger.Call, "", Parent: new(Guid.NewGuid(), "a", 2, parent.Id), Queued: true)]);
        Assert.Equal([(first.Id, new QueueLine(Workflow, false), null), (child.Id, new QueueLine(parent.Id, true), null)], Store.Queued());
    }

    [Fact]
    public async Task Suspended_runs_are_due_the_longest_due_first()
    {
        var now = Time.GetUtcNow();
        var (late, soon) = (await Suspend(now.AddHours(2)), await Suspend(now.AddHours(1)));
        Assert.Empty(Store.Due(now, 9));
        Assert.Equal((now.AddHours(1), now.AddHours(2), null), (Store.NextDue(now), Store.NextDue(now.AddHours(1)), Store.NextDue(now.AddHours(2))));
        Assert.Equal([soon, late], Store.Due(now.AddHours(2), 9));
        Assert.Equal([soon], Store.Due(now.AddHours(2), 1));
    }

    [Fact]
    public async Task Statuses_and_ends_are_read_of_the_runs_that_exist()
    {
        var (running, done, failed) = (await Begin(), await Begin(Completed()), await Begin(new WorkflowFailed("No.")));
        Guid[] asked = [running.Id, done.Id, failed.Id, Guid.NewGuid()];
        Assert.Equal([(running.Id, RunStatus.Running), (done.Id, RunStatus.Completed), (failed.Id, RunStatus.Failed)],
            Store.Statuses(asked).Select(run => (run.Key, run.Value)).OrderBy(run => run.Key));
        Assert.Equal([(done.Id, "workflow-complete"), (failed.Id, "workflow-failed")], Store.Ends(asked).Select(run => (run.Key, run.Value.Name)).OrderBy(run => run.Key));
        Assert.Empty(Store.Statuses([]));
    }

    [Fact]
    public async Task Calls_are_followed_down_and_up()
    {
        var root = await Begin();
        var (child, ended) = (await Call(root), await Call(root, Completed()));
        var grandchild = await Call(child);
        Assert.Equal((3, 1, 0), (Store.CountBelow(root.Id), Store.CountBelow(child.Id), Store.CountBelow(ended.Id)));
        Assert.Equal([child.Id], Store.UnfinishedCalls(root.Id));
        Assert.Equal([root.Id, child.Id], Store.Callers().Order());
        Assert.Empty(Store.Orphans());

        await Append(root, [new WorkflowCancelled()]);

        Assert.Equal([child.Id], Store.Orphans());
        Assert.Equal([child.Id], Store.Callers());
        Assert.Equal([grandchild.Id], Store.UnfinishedCalls(child.Id));
    }

    Guid[] List(Guid? workflow = null, RunStatus? status = null, int skip = 0, int take = 9, Guid? parent = null) =>
        [.. Store.List(workflow, status, skip, take, parent).Select(run => run.Id)];

    Task<RunState> Queue() => Append(New(), [new WorkflowStarted(Workflow, 1, Guid.NewGuid(), RunTrigger.Api, "", Queued: true)]);

    async Task<Guid> Suspend(DateTimeOffset until) => (await Append(await Begin(), Waiting(until), suspendedUntil: until)).Id;
}
