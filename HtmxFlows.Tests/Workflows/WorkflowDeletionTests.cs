using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Tests.Workflows;

public sealed class WorkflowDeletionTests : IDisposable
{
    const string Tables = "runs run_events versions drafts draft_steps workflows";

    static readonly string Flow = Flows.Of("""a template {"template": "x"}""");

    readonly TemporaryFolder folder = new();
    readonly List<IDisposable> opened = [];

    [Fact]
    public async Task A_deleted_workflow_is_found_nowhere_while_its_rows_are_still_there()
    {
        var (database, services, workflows) = Open();
        var (drafts, runs, plans) = (services.Get<DraftStore>(), new RunStore(database), services.Get<WorkflowPlans>());
        var id = await Create(workflows);
        var run = (await AddRuns(database, id, 1)).Single();
        var draft = drafts.Find(id)!;
        Assert.True(await drafts.Save(draft, draft.Content with { Name = "Other" }, "Renamed"));

        Assert.True(await workflows.Delete(id));

        Assert.Equal("1 1 1 1 2 1", Count(database));
        Assert.False(await workflows.Delete(id));
        Assert.Null(workflows.Find(id));
        Assert.Empty(workflows.Search("", 0, 9));
        Assert.False(workflows.Any());
        Assert.False(workflows.Has("Same"));
        Assert.StartsWith("No workflow is called", workflows.Resolve("Same").Problem(), StringComparison.Ordinal);
        Assert.StartsWith("No workflow is called", workflows.Resolve($"{id}").Problem(), StringComparison.Ordinal);
        Assert.Null(plans.Newest(id));
        Assert.Null(workflows.FindVersion(id, 1));
        Assert.Empty(workflows.Versions(id));
        Assert.Null(plans.Find(id, 1));
        Assert.IsType<SaveOutcome.Gone>(await workflows.Update(id, 1, new("New", "", Flow)));
        Assert.IsType<KeepOutcome.Gone>(await services.Get<DraftPublication>().Keep(draft));
        Assert.Null(drafts.Find(id));
        Assert.False(await drafts.Save(draft with { Revision = 1, Step = 1 }, draft.Content, "Renamed"));
        Assert.Empty(runs.List(null, null, 0, 9));
        Assert.Empty(runs.List(id, null, 0, 9));
        Assert.Null(runs.Find(run));
        Assert.Null(new HtmxFlows.Live.RunReader(new(database), runs, plans).Find(run));
    }

    [Fact]
    public async Task The_name_of_a_deleted_workflow_can_be_used_again_at_once()
    {
        var (database, services, workflows) = Open();
        var old = await Create(workflows);
        await AddRuns(database, old, 1);
        await workflows.Delete(old);

        var id = await Create(workflows);

        Assert.Equal(id, workflows.Resolve("Same").Id());
        Assert.Equal(id, Assert.Single(workflows.Search("Same", 0, 9)).Id);
    }

    [Fact]
    public async Task Its_rows_are_removed_portion_by_portion_and_the_next_process_continues()
    {
        var (database, services, workflows) = Open();
        var id = await Create(workflows);
        await AddRuns(database, id, 20);
        using var stop = new CancellationTokenSource();
        // Each portion deletes one row, and the server stops in the eighth.
        using (var deletion = Deletion(workflows, database, new PortionTime(portion =>
        {
            if (portion == 8)
                stop.Cancel();
        })))
        {
            await workflows.Delete(id);
            await deletion.Run(stop.Token).Soon();
        }
        Assert.Equal("12 12 1 0 0 1", Count(database));

        database.Dispose();
        (database, services, workflows) = Open();
        var other = await Create(workflows);
        await AddRuns(database, other, 3);
        await RunUntil(Deletion(workflows, database, new PortionTime()), "3 3 1 0 0 1", database);

        Assert.Equal(other, Assert.Single(workflows.Search("", 0, 9)).Id);
    }

    [Fact]
    public async Task Many_runs_drafts_and_versions_are_removed()
    {
        var (database, services, workflows) = Open();
        var drafts = services.Get<DraftStore>();
        var id = await Create(workflows);
        for (var version = 1; version < 5; version++)
            await workflows.Update(id, version, new($"Same {version}", "", Flows.Of($$"""a template {"template": "{{version}}"}""")));
        for (var change = 0; change < 5; change++)
            Assert.True(await drafts.Save(drafts.Find(id)!, new($"Draft {change}", "", Flow), "Renamed"));
        await AddRuns(database, id, 5000);
        await workflows.Delete(id);

        await RunUntil(Deletion(workflows, database, TimeProvider.System), "0 0 0 0 0 0", database);
    }

    [Fact]
    public async Task The_space_of_deleted_rows_is_given_back()
    {
        var (database, _, workflows) = Open();
        var id = await Create(workflows);
        await AddRuns(database, id, 5000);
        await workflows.Delete(id);

        await RunUntil(Deletion(workflows, database, TimeProvider.System), "0 0 0 0 0 0", database, () => database.Read(connection => connection.QuerySingle<int>("PRAGMA freelist_count")) == 0);

        Assert.InRange(database.Read(connection => connection.QuerySingle<int>("PRAGMA page_count")), 1, 60);
    }

    [Fact]
    public async Task A_deletion_that_fails_is_tried_again()
    {
        var time = new ManualTime();
        var (database, services, workflows) = Open();
        var id = await Create(workflows);
        await AddRuns(database, id, 1);
        await database.Write(writer => writer.Connection.Execute("CREATE TRIGGER refuse BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'no'); END"));
        var log = new Log<WorkflowDeletion>();
        using var deletion = new WorkflowDeletion(workflows, database, time, log);
        await workflows.Delete(id);
        using var stop = new CancellationTokenSource();
        var running = deletion.Run(stop.Token);
        await time.TimerAt(time.GetUtcNow().AddSeconds(10)).Soon();
        Assert.Contains("could not be removed", Assert.Single(log.Lines), StringComparison.Ordinal);

        await database.Write(writer => writer.Connection.Execute("DROP TRIGGER refuse"));
        time.Advance(TimeSpan.FromSeconds(10));

        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count(database)));
        await stop.CancelAsync();
        await running.Soon();
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
        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count(engine.Database)));
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
        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count(engine.Database)));
    }

    (IDatabase Database, WorkflowServices Services, WorkflowStore Workflows) Open()
    {
        var database = folder.Open();
        var services = new WorkflowServices(database, TimeProvider.System);
        opened.AddRange([services, database]);
        return (database, services, services.Get<WorkflowStore>());
    }

    static WorkflowDeletion Deletion(WorkflowStore workflows, IDatabase database, TimeProvider time) => new(workflows, database, time, NullLogger<WorkflowDeletion>.Instance);

    static async Task RunUntil(WorkflowDeletion deletion, string count, IDatabase database, Func<bool>? holds = null)
    {
        using (deletion)
        {
            using var stop = new CancellationTokenSource();
            var running = deletion.Run(stop.Token);
            await Eventually.Equal(count, () => Task.FromResult(Count(database)));
            await Eventually.True(holds ?? (() => true));
            await stop.CancelAsync();
            await running.Soon();
        }
    }

    static async Task<Guid> Create(WorkflowStore workflows) => (await workflows.Create(new("Same", "", Flow))).Id();

    /// <summary>Adds runs that have ended, each with an event.</summary>
    static Task<Guid[]> AddRuns(IDatabase database, Guid workflow, int count)
    {
        Guid[] runs = [.. Enumerable.Range(0, count).Select(_ => Ids.New(TimeProvider.System.GetUtcNow()))];
        var start = new WorkflowStarted(workflow, 1, runs[0], RunTrigger.Api, "");
        return database.Write(writer =>
        {
            foreach (var run in runs)
            {
                writer.Execute("INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at) VALUES ($0, $1, 1, $0, 'completed', '', '2030-01-01T00:00:00.000Z')",
                    DatabaseTypes.ToText(run), DatabaseTypes.ToText(workflow));
                writer.Execute("INSERT INTO run_events (run_id, seq, event, data) VALUES ($0, 1, 'workflow-started', $1)",
                    DatabaseTypes.ToText(run), System.Text.Json.JsonSerializer.Serialize(start with { Seq = 1 }, RunEventJson.Default.RunEvent));
            }
            return runs;
        });
    }

    /// <summary>How many rows each table has.</summary>
    static string Count(IDatabase database) => database.Read(connection =>
        string.Join(' ', Tables.Split(' ').Select(table => connection.ExecuteScalar<int>($"SELECT count(*) FROM {table}"))));

    public void Dispose()
    {
        opened.ForEach(each => each.Dispose());
        folder.Dispose();
    }

    /// <summary>A clock by which a portion's time is over after its first row.</summary>
    sealed class PortionTime(Action<int>? onPortion = null) : TimeProvider
    {
        int reads;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (++reads % 2 == 0)
                onPortion?.Invoke(reads / 2);
            return reads * WorkflowDeletion.Portion.Ticks;
        }
    }
}
