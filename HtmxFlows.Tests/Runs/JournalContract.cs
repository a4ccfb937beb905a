using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Runs;
using HtmxFlows.Store;
using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Runs;

public abstract class JournalContract(TestDatabase place) : RunRows(place)
{
    [Fact]
    public async Task Events_are_read_as_they_were_appended()
    {
        var run = await Begin("Hello 🎉", null, Completed());
        var events = Journal.Read(run.Id);
        Assert.Equal(["workflow-started", "node-started", "node-completed", "workflow-complete"], events.Select(next => next.Name));
        Assert.Equal((run.Prompt, run.Status, run.LastSeq, run.FinishedAt), RunState.Of(run.Id, events) is var read ? (read.Prompt, read.Status, read.LastSeq, read.FinishedAt) : default);
        Assert.Equal([3, 4], Journal.Read(run.Id, after: 2).Select(next => next.Seq));
        Assert.Empty(Journal.Read(Guid.NewGuid()));
    }

    [Fact]
    public async Task The_row_of_a_run_follows_its_journal()
    {
        var due = Time.GetUtcNow().AddHours(1);
        var run = await Begin();
        Assert.Equal(("running", null), Row(run));

        run = await Append(run, Waiting(due), suspendedUntil: due);
        Assert.Equal((("waiting", null), due), (Row(run), Store.NextDue(Time.GetUtcNow())));

        await Append(run, [new NodeCompleted("a", Json.Null), new WorkflowCompleted(Json.Null)]);
        Assert.Equal((("completed", Time.GetUtcNow()), null), (Row(run), Store.NextDue(Time.GetUtcNow())));
    }

    [Fact]
    public async Task Events_are_published_once_they_are_durable_and_a_suspension_without_events_is_not()
    {
        List<(long Last, int Durable)> published = [];
        Journal.Committed += (id, events) => published.Add((events[^1].Seq, Journal.Read(id).Count));
        var run = await Begin();
        run = await Append(run, Waiting(null));
        await Append(run, [], suspendedUntil: Time.GetUtcNow());
        Assert.Equal([(1, 1), (3, 3)], published);
    }

    [Fact]
    public async Task A_number_that_is_taken_is_refused_with_everything_beside_it()
    {
        var run = await Begin();
        await Append(run, [new NodeStarted("a", 1)]);
        await Assert.ThrowsAnyAsync<Exception>(() => Append(run, [new NodeStarted("b", 1), new WorkflowCancelled()]));
        Assert.Equal(["workflow-started", "node-started"], Journal.Read(run.Id).Select(next => next.Name));
        Assert.Equal(("running", null), Row(run));
    }

    [Fact]
    public async Task A_run_of_a_deleted_workflow_is_gone()
    {
        var run = await Begin();
        await Get<WorkflowStore>().Delete(Workflow);
        await Assert.ThrowsAsync<RunGoneException>(() => Append(run, [new NodeStarted("a", 1)]));
        await Assert.ThrowsAsync<RunGoneException>(() => Begin());
    }

    [Fact]
    public async Task A_change_and_the_event_that_records_it_are_one_commit()
    {
        var run = await Begin();
        await Assert.ThrowsAsync<NodeException>(() => Journal.Append(run, [], writer =>
        {
            StoreEntries.Put(writer, "c", "k", Json.From(1), Actor.System, Time.GetUtcNow());
            throw new NodeException("No.");
        }));
        Assert.Null(new StoreEntries(Database, Time).Find("c", "k"));

        var recorded = await Journal.Append(run, [], writer =>
        {
            StoreEntries.Put(writer, "c", "k", Json.From(2), Actor.System, Time.GetUtcNow());
            return new NodeStarted("a", 1) { Seq = 2, At = Time.GetUtcNow() };
        });

        Assert.Equal(2, recorded.Seq);
        Assert.Equal("2", new StoreEntries(Database, Time).Find("c", "k")!.Value);
        Assert.Equal([1, 2], Journal.Read(run.Id).Select(next => next.Seq));
    }

    [Fact]
    public async Task The_earlier_turns_of_a_conversation_are_those_that_completed_oldest_first()
    {
        var first = await Begin("One", null, Completed("1"));
        await Begin("Failed", first.Id, new WorkflowFailed("No."));
        await Begin("Two", first.Id, Completed("2"));
        var now = await Begin("Three", first.Id, Completed("3"));
        await Begin("Another conversation", null, Completed());

        Assert.Equal([new("One", "1"), new("Two", "2")], Journal.EarlierTurns(first.Id, now.Id));
    }

    (string Status, DateTimeOffset? FinishedAt) Row(RunState run) => Store.Find(run.Id) is { } row ? (row.Status, row.FinishedAt) : default;
}
