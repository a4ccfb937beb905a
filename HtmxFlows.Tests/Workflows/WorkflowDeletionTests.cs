using Dapper;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Workflows;

/// <summary>The deletion of workflows whose runs the engine executes.</summary>
public sealed class WorkflowDeletionTests
{
    [Fact]
    public async Task Deleting_a_workflow_deletes_its_versions_runs_and_events()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""a template {"template": "x"}""");
        var other = await engine.Save("""a template {"template": "x"}""");
        await engine.End(await engine.BeginSaved(workflow));
        await engine.End(await engine.BeginSaved(other));
        Assert.True(await engine.Workflows.Delete(workflow));
        Assert.False(await engine.Workflows.Delete(workflow));
        await Eventually.Equal("1 1 1 4", () => Task.FromResult(engine.Database.Read(connection => connection.QuerySingle<string>(
            """
            SELECT (SELECT count(*) FROM workflows) || ' ' || (SELECT count(*) FROM versions) || ' ' ||
              (SELECT count(*) FROM runs) || ' ' || (SELECT count(*) FROM run_events)
            """))));
        Assert.NotNull((await engine.Runs.Start(new(workflow, "", RunTrigger.Api))).Problem());
    }

    [Fact]
    public async Task The_file_shrinks_by_the_rows_of_a_deleted_workflow()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save($$"""a template {"template": "{{new string('x', 50_000)}}"}""");
        for (var run = 0; run < 20; run++)
            await engine.End(await engine.BeginSaved(workflow));
        var before = Number(engine, "PRAGMA page_count");

        await engine.Workflows.Delete(workflow);

        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count(engine)));
        await Eventually.Equal(0, () => Task.FromResult(Number(engine, "PRAGMA freelist_count")));
        Assert.InRange(Number(engine, "PRAGMA page_count"), 1, before / 4);
    }

    [Fact]
    public async Task A_run_in_flight_when_its_workflow_is_deleted_ends_without_a_word_in_the_log()
    {
        var log = new Log<EngineLog>();
        await using var engine = Engine.Start(logger: log);
        var workflow = await engine.SaveLimited("""pause wait {"seconds": 0.5}""", """{"limit": 1}""");
        var run = await engine.BeginSaved(workflow);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        var queued = await engine.BeginSaved(workflow);

        Assert.True(await engine.Workflows.Delete(workflow));
        engine.Time.Advance(TimeSpan.FromSeconds(1));

        await engine.Runs.WhenEnded(run).Soon();
        await engine.Runs.WhenEnded(queued).Soon();
        await Eventually.Equal((0, false), () => Task.FromResult((engine.Runs.ActiveRuns, engine.Runs.Place(queued) is not null)));
        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count(engine)));
        Assert.Equal(RunStatus.Completed, (await engine.Run("""a template {"template": "x"}""")).Status);
        Assert.Empty(log.Lines);
    }

    // Who starts it has read the workflow before it was deleted.
    [Fact]
    public async Task No_run_of_a_deleted_workflow_can_begin()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""a template {"template": "x"}""");
        await engine.End(await engine.BeginSaved(workflow));
        await engine.Database.Write(writer => writer.Connection.Execute("UPDATE workflows SET deleted_at = created_at"));

        Assert.IsType<RunStart.Missing>(await engine.Runs.Start(new(workflow, "", RunTrigger.Api)).Soon());
    }

    [Theory]
    [InlineData("""pause wait {"seconds": 0.5}""")]
    [InlineData("""pause wait {"seconds": 3600}""")]
    public async Task Nothing_resumes_the_runs_of_a_workflow_that_was_deleted_before_the_server_stopped(string flow)
    {
        var before = Engine.Start();
        var workflow = await before.Save(flow);
        var run = await before.BeginSaved(workflow);
        await before.Until(run, state => state.Status == RunStatus.Waiting);
        await before.Workflows.Delete(workflow);
        await using var engine = before.Crash();
        await engine.Recovered;

        Assert.Empty(engine.Store.Interrupted().Concat(engine.Store.Callers()).Concat(engine.Store.Orphans()).Concat(engine.Store.Unfinished(workflow)));
        Assert.Null(engine.Store.NextDue(default));
        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count(engine)));
    }

    /// <summary>How many rows each table has.</summary>
    static string Count(Engine engine) =>
        string.Join(' ', WorkflowDeletionContract.Tables.Split(' ').Select(table => Number(engine, $"SELECT count(*) FROM {table}")));

    static int Number(Engine engine, string query) => engine.Database.Read(connection => connection.QuerySingle<int>(query));
}
