using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Tests.Workflows;

public abstract class WorkflowDeletionContract(TestDatabase place) : StoreContract(place)
{
    public const string Tables = "runs run_events versions drafts draft_steps workflows";

    static readonly string Flow = Flows.Of("""a template {"template": "x"}""");

    WorkflowStore Workflows => Get<WorkflowStore>();

    [Fact]
    public async Task A_deleted_workflow_is_found_nowhere_while_its_rows_are_still_there()
    {
        var (drafts, runs, plans) = (Get<DraftStore>(), new RunStore(Database), Get<WorkflowPlans>());
        var id = await Create();
        var run = (await AddRuns(id, 1)).Single();
        var draft = drafts.Find(id)!;
        Assert.True(await drafts.Save(draft, draft.Content with { Name = "Other" }, "Renamed"));

        Assert.True(await Workflows.Delete(id));

        Assert.Equal("1 1 1 1 2 1", Count());
        Assert.False(await Workflows.Delete(id));
        Assert.Null(Workflows.Find(id));
        Assert.Empty(Workflows.Search("", 0, 9));
        Assert.False(Workflows.Any());
        Assert.False(Workflows.Has("Same"));
        Assert.StartsWith("No workflow is called", Workflows.Resolve("Same").Problem(), StringComparison.Ordinal);
        Assert.StartsWith("No workflow is called", Workflows.Resolve($"{id}").Problem(), StringComparison.Ordinal);
        Assert.Null(plans.Newest(id));
        Assert.Null(Workflows.FindVersion(id, 1));
        Assert.Empty(Workflows.Versions(id));
        Assert.Null(plans.Find(id, 1));
        Assert.IsType<SaveOutcome.Gone>(await Workflows.Update(id, 1, new("New", "", Flow)));
        Assert.IsType<KeepOutcome.Gone>(await Get<DraftPublication>().Keep(draft));
        Assert.Null(drafts.Find(id));
        Assert.False(await drafts.Save(draft with { Revision = 1, Step = 1 }, draft.Content, "Renamed"));
        Assert.Empty(runs.List(null, null, 0, 9));
        Assert.Empty(runs.List(id, null, 0, 9));
        Assert.Null(runs.Find(run));
        Assert.Null(new HtmxFlows.Live.RunReader(new(Database), runs, plans).State(run));
    }

    [Fact]
    public async Task The_name_of_a_deleted_workflow_can_be_used_again_at_once()
    {
        var old = await Create();
        await AddRuns(old, 1);
        await Workflows.Delete(old);

        var id = await Create();

        Assert.Equal(id, Workflows.Resolve("Same").Id());
        Assert.Equal(id, Assert.Single(Workflows.Search("Same", 0, 9)).Id);
    }

    [Fact]
    public async Task Its_rows_are_removed_portion_by_portion_and_the_next_process_continues()
    {
        var id = await Create();
        await AddRuns(id, 20);
        using var stop = new CancellationTokenSource();
        // Each portion deletes one row, and the server stops in the eighth.
        using (var deletion = Deletion(new PortionTime(portion =>
        {
            if (portion == 8)
                stop.Cancel();
        })))
        {
            await Workflows.Delete(id);
            await deletion.Run(stop.Token).Soon();
        }
        Assert.Equal("12 12 1 0 0 1", Count());

        Reopen();
        var other = await Create();
        await AddRuns(other, 3);
        await RunUntil(Deletion(new PortionTime()), "3 3 1 0 0 1");

        Assert.Equal(other, Assert.Single(Workflows.Search("", 0, 9)).Id);
    }

    [Fact]
    public async Task Many_runs_drafts_and_versions_are_removed()
    {
        var drafts = Get<DraftStore>();
        var id = await Create();
        for (var version = 1; version < 5; version++)
            await Workflows.Update(id, version, new($"Same {version}", "", Flows.Of($$"""a template {"template": "{{version}}"}""")));
        for (var change = 0; change < 5; change++)
            Assert.True(await drafts.Save(drafts.Find(id)!, new($"Draft {change}", "", Flow), "Renamed"));
        await AddRuns(id, 5000);
        await Workflows.Delete(id);

        await RunUntil(Deletion(TimeProvider.System), "0 0 0 0 0 0");
    }

    [Fact]
    public async Task A_deletion_that_fails_is_tried_again()
    {
        var id = await Create();
        await AddRuns(id, 1);
        await Refuse("DELETE ON runs");
        var log = new Log<BackgroundRemoval>();
        using var deletion = new WorkflowDeletion(Workflows, Database, new(Database, Time, log));
        await Workflows.Delete(id);
        using var stop = new CancellationTokenSource();
        var running = deletion.Run(stop.Token);
        await Time.TimerAt(Time.GetUtcNow().AddSeconds(10)).Soon();
        Assert.Contains("could not be removed", Assert.Single(log.Lines), StringComparison.Ordinal);

        await Allow("DELETE ON runs");
        Time.Advance(TimeSpan.FromSeconds(10));

        await Eventually.Equal("0 0 0 0 0 0", () => Task.FromResult(Count()));
        await stop.CancelAsync();
        await running.Soon();
    }

    WorkflowDeletion Deletion(TimeProvider time) => new(Workflows, Database, new(Database, time, NullLogger<BackgroundRemoval>.Instance));

    async Task RunUntil(WorkflowDeletion deletion, string count)
    {
        using (deletion)
        {
            using var stop = new CancellationTokenSource();
            var running = deletion.Run(stop.Token);
            await Eventually.Equal(count, () => Task.FromResult(Count()));
            await stop.CancelAsync();
            await running.Soon();
        }
    }

    async Task<Guid> Create() => (await Workflows.Create(new("Same", "", Flow))).Id();

    /// <summary>Adds runs that have ended, each with an event.</summary>
    Task<Guid[]> AddRuns(Guid workflow, int count)
    {
        Guid[] runs = [.. Enumerable.Range(0, count).Select(_ => Ids.New(TimeProvider.System.GetUtcNow()))];
        var start = new WorkflowStarted(workflow, 1, runs[0], RunTrigger.Api, "");
        return Database.Write(writer =>
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
    string Count() => Database.Read(connection =>
        string.Join(' ', Tables.Split(' ').Select(table => connection.ExecuteScalar<int>($"SELECT count(*) FROM {table}"))));

    /// <summary>A clock by which a portion's time is over after its first row.</summary>
    sealed class PortionTime(Action<int>? onPortion = null) : TimeProvider
    {
        int reads;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (++reads % 2 == 0)
                onPortion?.Invoke(reads / 2);
            return reads * BackgroundRemoval.Portion.Ticks;
        }
    }
}
