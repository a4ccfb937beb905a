using Dapper;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Everything_before_a_request_is_committed_before_the_request_arrives()
    {
        Engine? engine = null;
        string[] seen = [];
        await using var peer = await HttpPeer.Start(context =>
        {
            if (context.Request.Path == "/run")
                seen = [.. engine!.Database.Read(connection => connection.Query<string>("SELECT event || ' ' || coalesce(node_id, '') FROM run_events ORDER BY seq"))];
            return Task.CompletedTask;
        });
        await using var started = engine = Engine.Start();
        var workflow = await engine.Save(
            $$$"""
            before template {"template": "x"}
            call http {"url": "{{{peer.Url}}}run"}
            before -> call
            """);
        Task<Guid> begun;
        using (new WriterHold(engine.Database))
        {
            begun = engine.BeginSaved(workflow);
            // Long enough for a request that does not wait for the disk to arrive too early.
            for (var others = 0; others < 10; others++)
                await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}other"}""");
        }
        await engine.End(await begun);
        Assert.Equal(["workflow-started ", "node-started before", "node-completed before", "node-started call"], seen);
    }

    [Fact]
    public async Task Nothing_is_published_that_is_not_in_the_database()
    {
        await using var engine = Engine.Start();
        List<bool> durable = [];
        engine.Journal.Committed += (run, events) => durable.Add(engine.Journal.Read(run).Any(next => next.Seq == events[^1].Seq));
        await engine.Run("""a store {"operation": "put", "collection": "c", "key": "k", "value": "v"}""");
        Assert.All(durable, Assert.True);
        Assert.NotEmpty(durable);
    }

    [Fact]
    public async Task A_change_of_the_store_and_its_event_are_one_transaction()
    {
        await using var engine = Engine.Start();
        await Refuse(engine, "NEW.event = 'node-completed'");
        var run = await engine.Begin(Delayed("""a store {"operation": "increment", "collection": "c", "key": "n"}"""));
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await Recovering(engine);
        Assert.Equal(0, engine.Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM store_entries")));
        await Allow(engine);
        engine.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, (await engine.End(run)).Node("a").Output!.Value.GetProperty("value").GetInt32());
    }

    [Fact]
    public async Task A_run_whose_journal_cannot_be_written_resumes_when_the_cause_is_gone()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(Delayed("""a template {"template": "x"}"""));
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await Refuse(engine, "1");
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await Recovering(engine);
        Assert.Equal(RunStatus.Waiting, engine.State(run).Status);
        await Allow(engine);
        engine.Time.Advance(TimeSpan.FromSeconds(2));
        var end = await engine.End(run);
        Assert.Equal((RunStatus.Completed, 1), (end.Status, end.Node("a").Attempt));
    }

    [Fact]
    public async Task A_run_is_retried_as_long_as_its_journal_cannot_be_written()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""pause wait {"seconds": 1}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await Refuse(engine, "1");
        for (var tries = 0; tries < 3; tries++)
        {
            engine.Time.Advance(TimeSpan.FromSeconds(2));
            await engine.Time.TimerAt(engine.Time.GetUtcNow().AddSeconds(2));
        }
        await Allow(engine);
        engine.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task A_run_whose_start_cannot_be_written_is_not_started()
    {
        await using var engine = Engine.Start();
        await Refuse(engine, "1");
        await Assert.ThrowsAnyAsync<Exception>(() => engine.Begin("""a template {"template": "x"}""")).Soon();
        await Allow(engine);
        engine.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(engine.Store.List(null, null, 0, 10));
    }

    [Fact]
    public async Task A_database_locked_by_another_program_for_a_moment_only_delays_a_run()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""a template {"template": "x"}""");
        var begun = engine.Database.Read(other =>
        {
            other.Execute("BEGIN IMMEDIATE");
            var begun = engine.BeginSaved(workflow);
            Assert.Empty(engine.Store.List(null, null, 0, 10));
            other.Execute("COMMIT");
            return begun;
        });
        Assert.Equal(RunStatus.Completed, (await engine.End(await begun.Soon())).Status);
    }

    [Fact]
    public async Task Deleting_a_workflow_with_a_run_in_progress_stops_the_run_and_nothing_else()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""pause wait {"seconds": 1}""");
        var run = await engine.BeginSaved(workflow);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        Assert.True(await engine.Workflows.Delete(workflow));
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(engine.Journal.Read(run));
        Assert.Equal(RunStatus.Completed, (await engine.Run("""a template {"template": "x"}""")).Status);
    }

    [Theory]
    [InlineData("""a template {"template": ["\u0000\u2028</script>"]}""")]
    [InlineData("""a compute {"sql": "SELECT json('[\"\\ud800\"]')"}""")]
    [InlineData("""a compute {"sql": "SELECT 9e999"}""")]
    [InlineData("""a set {"fields": [{"name": "\u0000", "value": "\ud83d\ude00"}]}""")]
    [InlineData("""a template {"template": 1e999999}""")]
    public async Task No_output_can_keep_a_run_from_being_written(string node)
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(node);
        Assert.DoesNotContain("unexpected", end.Error ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_past_what_can_be_counted_fails_its_node()
    {
        await using var engine = Engine.Start();
        const string Add = """{"operation": "increment", "collection": "c", "key": "n", "value": 79228162514264337593543950335}""";
        var end = await engine.Run($"a store {Add}\nb store {Add}\na -> b");
        Assert.Equal("`n` in `c` cannot be incremented beyond 79228162514264337593543950335.", end.Error);
    }

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public async Task A_run_ends_at_any_depth_of_an_answer(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(deep);
        });
        await using var engine = Engine.Start();
        var end = await engine.Run(
            $$$"""
            call http {"url": "{{{peer.Url}}}", "settings": {"onError": "continue"}}
            all set {"fields": [{"name": "a", "value": "{{nodes}}"}]}
            call -> all
            """);
        Assert.True(end.IsFinished);
        Assert.DoesNotContain("unexpected", end.Error ?? end.Node("call").Error ?? "", StringComparison.Ordinal);
    }

    /// <summary>Has the database refuse events, as a full disk would.</summary>
    /// <summary>Waits until a run is to be retried since its journal could not be written.</summary>
    static Task Recovering(Engine engine) => engine.Time.TimerAt(engine.Time.GetUtcNow().AddSeconds(2));

    static Task<int> Refuse(Engine engine, string when) => engine.Database.Write(writer =>
        writer.Connection.Execute($"CREATE TRIGGER refuse BEFORE INSERT ON run_events WHEN {when} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"));

    static Task<int> Allow(Engine engine) => engine.Database.Write(writer => writer.Connection.Execute("DROP TRIGGER refuse"));

    static string Delayed(string node) => $"{node}\npause wait {{\"seconds\": 1}}\npause -> {node.Split(' ')[0]}";
}
