using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class WorkflowStoreTests : IDisposable
{
    static readonly string Good = Flows.Of("""a template {"template": "x"}""");
    static readonly string Other = Flows.Of("""a template {"template": "y"}""");
    static readonly string Bad = Flows.Of("a template");

    readonly TemporaryFolder folder = new();
    readonly ManualTime time = new();
    readonly IDatabase database;
    readonly WorkflowServices services;
    readonly WorkflowStore store;
    readonly WorkflowPlans plans;
    readonly WorkflowCheck check;

    public WorkflowStoreTests()
    {
        database = folder.Open();
        services = new(database, time);
        (store, plans, check) = (services.Get<WorkflowStore>(), services.Get<WorkflowPlans>(), services.Get<WorkflowCheck>());
    }

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_workflow_is_found_as_it_was_saved()
    {
        Assert.False(store.Any());
        var id = await Create("Name", Good, "What it does");
        Assert.True(store.Any());
        Assert.Equal(new Workflow { Id = id, Name = "Name", Description = "What it does", Version = 1, Latest = 1, CreatedAt = time.GetUtcNow() }, store.Find(id));
        Assert.Equal(Good, store.FindVersion(id, 1)!.Flow);
        Assert.Null(store.Find(Guid.NewGuid()));
        Assert.Null(store.FindVersion(id, 2));
    }

    [Fact]
    public async Task A_plan_is_kept_until_its_workflow_is_deleted()
    {
        var id = await Create("Name", Good);
        var plan = plans.Find(id, 1);
        Assert.NotNull(plan);
        Assert.Same(plan, plans.Find(id, 1));

        await store.Delete(id);

        Assert.Null(plans.Find(id, 1));
        Assert.Null(plans.Newest(id));
    }

    // Unlike plans, which take time, flows are read for pages and lists.
    [Fact]
    public async Task A_flow_and_its_limit_are_found_without_a_plan()
    {
        var id = await Create("Name", Good.Replace("{\"nodes\"", "{\"concurrency\":{\"limit\":3},\"nodes\"", StringComparison.Ordinal));
        Assert.Equal(3, plans.Concurrency(id)!.Limit);
        Assert.NotSame(plans.FindFlow(id, 1), plans.FindFlow(id, 1));

        var plan = plans.Find(id, 1);

        Assert.Same(plan!.Flow, plans.FindFlow(id, 1));
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_any_more_is_a_flow_without_nodes_and_a_problem()
    {
        var id = await Create("Name", Good);
        await database.Write(writer => writer.Connection.Execute("UPDATE versions SET flow = '{'"));
        using var later = new WorkflowServices(database, time);

        Assert.Empty(later.Get<WorkflowPlans>().FindFlow(id, 1)!.Nodes);
        Assert.StartsWith("Not valid JSON", Assert.Single(later.Get<WorkflowCheck>().FindProblems(id, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_with_problems_is_not_saved_unless_as_a_draft()
    {
        Assert.Equal("Template is required.", Assert.Single((await store.Create(new("Name", "", Bad))).Problems()).Message);
        Assert.False(store.Any());

        var saved = Assert.IsType<SaveOutcome.Saved>(await store.Create(new("Name", "", Bad), asDraft: true));
        Assert.Single(saved.Problems);
        Assert.Equal((null, 1), store.Find(saved.Workflow) is { } found ? (found.Version, found.Latest) : default);
        Assert.Equal(VersionStatus.Draft, store.FindVersion(saved.Workflow, 1)!.Status);
        Assert.Null(plans.Find(saved.Workflow, 1));
        Assert.NotNull(plans.FindFlow(saved.Workflow, 1));
    }

    [Theory]
    [InlineData("", "", "{\"nodes\":[]}", "Enter a name.")]
    [InlineData("n", "", "no JSON", "Not valid JSON")]
    public async Task Not_everything_can_be_a_draft(string name, string description, string flow, string message)
    {
        var outcome = await store.Create(new(name, description, flow), asDraft: true);
        Assert.Contains(outcome.Problems(), problem => problem.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Name_and_description_have_a_length()
    {
        var problems = check.FindProblems(new(new('n', 201), new('d', 2001), Bad));
        Assert.Equal(["name", "description", "template"], problems.Select(problem => problem.Field));
        Assert.Empty(check.FindProblems(new(new('n', 200), new('d', 2000), Good)));
    }

    [Fact]
    public async Task A_change_makes_a_new_version_and_leaves_the_old_one()
    {
        var id = await Create("Old", Good);
        Assert.Equal(2, (await store.Update(id, 1, new("New", "d", Other))).Version());
        Assert.Equal(("New", "d", 2, 2), store.Find(id) is { } now ? (now.Name, now.Description, now.Version, now.Latest) : default);
        Assert.Equal((Good, Other), (store.FindVersion(id, 1)!.Flow, store.FindVersion(id, 2)!.Flow));
        Assert.Equal([2, 1], store.Versions(id).Select(version => version.Version));
        Assert.NotSame(plans.Find(id, 1), plans.Find(id, 2));
    }

    [Fact]
    public async Task The_same_flow_makes_no_new_version()
    {
        var id = await Create("Old", Good);
        Assert.Equal(1, (await store.Update(id, 1, new("New", "", Good))).Version());
        Assert.Equal(("New", 1), store.Find(id) is { } now ? (now.Name, now.Latest) : default);
    }

    [Fact]
    public async Task Of_two_changes_of_the_same_version_one_is_a_conflict()
    {
        var id = await Create("Name", Good);
        var answers = await Task.WhenAll(store.Update(id, 1, new("A", "", Other)), store.Update(id, 1, new("B", "", Flows.Of("""a template {"template": "z"}"""))));
        Assert.Single(answers, answer => answer is SaveOutcome.Saved { Version: 2 });
        Assert.Single(answers, answer => answer is SaveOutcome.Conflict);
        Assert.Equal(2, store.Versions(id).Count);
    }

    [Fact]
    public async Task A_workflow_that_does_not_exist_cannot_be_changed()
    {
        Assert.IsType<SaveOutcome.Gone>(await store.Update(Guid.NewGuid(), 1, new("A", "", Other)));
        Assert.False(await store.Delete(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_name_leads_to_its_workflow_unless_several_have_it()
    {
        var id = await Create("Name", Good);
        Assert.Equal(new ResolveOutcome.Found(id), store.Resolve("Name"));
        Assert.Equal(new ResolveOutcome.Found(id), store.Resolve($"{id}".ToUpperInvariant()));
        Assert.StartsWith("No workflow is called “Other”.", store.Resolve("Other").Problem(), StringComparison.Ordinal);

        await Create("Name", Good);

        Assert.StartsWith("Several workflows are called “Name”.", store.Resolve("Name").Problem(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Über 100%", "Beta_1", "Alpha")]
    [InlineData("a", "Beta_1", "Alpha")]
    [InlineData("ALPHA", "Alpha")]
    [InlineData(" alpha ", "Alpha")]
    [InlineData("second letter", "Beta_1")]
    [InlineData("_", "Beta_1")]
    [InlineData("%", "Über 100%")]
    [InlineData("Über", "Über 100%")]
    [InlineData("\\")]
    [InlineData("'")]
    public async Task Search_looks_for_the_text_in_name_and_description(string text, params string[] names)
    {
        await Create("Alpha", Good);
        await Create("Beta_1", Good, "The Second letter");
        await Create("Über 100%", Good);
        Assert.Equal(names, store.Search(text, 0, 10).Select(line => line.Name));
    }

    [Fact]
    public async Task The_list_goes_page_by_page()
    {
        for (var n = 0; n < 5; n++)
            await Create($"{n}", Good);
        Assert.Equal(["4", "3"], store.Search("", 0, 2).Select(line => line.Name));
        Assert.Equal(["0"], store.Search("", 4, 2).Select(line => line.Name));
    }

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
    public async Task The_samples_are_planted_once_and_have_no_problem()
    {
        var samples = services.Get<SampleWorkflows>();
        await samples.Plant();
        var lines = store.Search("", 0, 10);
        Assert.Equal(["Orchestrator → ComputeAgent → StorageAgent", "Two readers"], lines.Select(line => line.Name).Order());
        Assert.All(lines, line => Assert.NotNull(plans.Find(line.Id, line.Version!.Value)));
        await samples.Plant();
        Assert.Equal(2, store.Search("", 0, 10).Count);
    }

    async Task<Guid> Create(string name, string flow, string description = "")
    {
        // Ids sort by their time.
        time.Advance(TimeSpan.FromMilliseconds(1));
        return (await store.Create(new(name, description, flow))).Id();
    }
}
