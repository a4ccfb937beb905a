using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class JournalWriterTests
{
    [Fact]
    public async Task Events_are_numbered_masked_and_folded_when_they_are_added_and_durable_when_they_are_appended()
    {
        await using var engine = Engine.Start();
        var (writer, id) = await Open(engine);

        writer.Add(new NodeStarted("a", 1));
        writer.Add(new NodeCompleted("a", Json.Text("a swordfish")));

        Assert.Equal((3, "a •••TOKEN•••"), (writer.Run.LastSeq, writer.Run.Node("a").Output!.Value.GetString()));
        Assert.Empty(engine.Journal.Read(id));
        await writer.Append();
        Assert.Equal([1, 2, 3], engine.Journal.Read(id).Select(next => next.Seq));
        Assert.False(writer.HasUnwritten);
    }

    [Fact]
    public async Task A_change_that_fails_leaves_the_events_before_it_unwritten_and_the_run_as_it_was()
    {
        await using var engine = Engine.Start();
        var (writer, id) = await Open(engine);

        await Assert.ThrowsAsync<NodeException>(() => writer.Append(_ => throw new NodeException("No.")));

        Assert.Equal((true, 1), (writer.HasUnwritten, writer.Run.LastSeq));
        await writer.Append(_ => new NodeStarted("a", 1));
        Assert.Equal([1, 2], engine.Journal.Read(id).Select(next => next.Seq));
        Assert.Equal(NodeStatus.Running, writer.Run.Node("a").Status);
    }

    [Fact]
    public async Task An_added_event_clears_the_moment_of_resumption()
    {
        await using var engine = Engine.Start();
        var (writer, _) = await Open(engine);
        writer.SuspendedUntil = engine.Time.GetUtcNow();

        writer.Add(new NodeStarted("a", 1));

        Assert.Null(writer.SuspendedUntil);
    }

    /// <summary>The writer of a new run, with its start added.</summary>
    static async Task<(JournalWriter Writer, Guid Run)> Open(Engine engine)
    {
        var workflow = await engine.Save("""a template {"template": "x"}""");
        var id = Guid.CreateVersion7();
        var writer = new JournalWriter(engine.Journal, new Clock(engine.Time), new(id), new SecretMask(new Dictionary<string, string> { ["TOKEN"] = "swordfish" }));
        writer.Add(new WorkflowStarted(workflow, 1, id, RunTrigger.Api, ""));
        return (writer, id);
    }
}
