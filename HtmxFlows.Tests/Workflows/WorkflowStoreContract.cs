using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class WorkflowStoreContract(TestDatabase place) : StoreContract(place)
{
    static readonly string Good = Flows.Of("""a template {"template": "x"}""");
    static readonly string Other = Flows.Of("""a template {"template": "y"}""");
    static readonly string Bad = Flows.Of("a template");

    WorkflowStore Store => Get<WorkflowStore>();

    [Fact]
    public async Task A_workflow_is_found_as_it_was_saved()
    {
        Assert.False(Store.Any());
        var id = await Create("Name", Good, "What it does");
        Assert.True(Store.Any());
        Assert.Equal(new Workflow { Id = id, Name = "Name", Description = "What it does", Version = 1, Latest = 1, Published = 1, CreatedAt = Time.GetUtcNow() }, Store.Find(id));
        Assert.Equal(Good, Store.FindVersion(id, 1)!.Flow);
        Assert.Null(Store.Find(Guid.NewGuid()));
        Assert.Null(Store.FindVersion(id, 2));
    }

    [Fact]
    public async Task A_flow_with_problems_is_not_saved_unless_as_a_draft()
    {
        Assert.Equal("Template is required.", Assert.Single((await Store.Create(new("Name", "", Bad))).Problems()).Message);
        Assert.False(Store.Any());

        var saved = Assert.IsType<SaveOutcome.Saved>(await Store.Create(new("Name", "", Bad), asDraft: true));
        Assert.Single(saved.Problems);
        Assert.Equal((null, 1), Store.Find(saved.Workflow) is { } found ? (found.Version, found.Latest) : default);
        Assert.Equal(VersionStatus.Draft, Store.FindVersion(saved.Workflow, 1)!.Status);
        Assert.Null(Get<WorkflowPlans>().Find(saved.Workflow, 1));
        Assert.NotNull(Get<WorkflowPlans>().FindFlow(saved.Workflow, 1));
    }

    [Theory]
    [InlineData("", "", "{\"nodes\":[]}", "Enter a name.")]
    [InlineData("n", "", "no JSON", "Not valid JSON")]
    public async Task Not_everything_can_be_a_draft(string name, string description, string flow, string message)
    {
        var outcome = await Store.Create(new(name, description, flow), asDraft: true);
        Assert.Contains(outcome.Problems(), problem => problem.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_makes_a_new_version_and_leaves_the_old_one()
    {
        var id = await Create("Old", Good);
        Assert.Equal(2, (await Store.Update(id, 1, new("New", "d", Other))).Version());
        Assert.Equal(("New", "d", 2, 2), Store.Find(id) is { } now ? (now.Name, now.Description, now.Version, now.Latest) : default);
        Assert.Equal((Good, Other), (Store.FindVersion(id, 1)!.Flow, Store.FindVersion(id, 2)!.Flow));
        Assert.Equal([2, 1], Store.Versions(id).Select(version => version.Version));
        Assert.NotSame(Get<WorkflowPlans>().Find(id, 1), Get<WorkflowPlans>().Find(id, 2));
    }

    [Fact]
    public async Task The_same_flow_makes_no_new_version()
    {
        var id = await Create("Old", Good);
        Assert.Equal(1, (await Store.Update(id, 1, new("New", "", Good))).Version());
        Assert.Equal(("New", 1), Store.Find(id) is { } now ? (now.Name, now.Latest) : default);
    }

    [Fact]
    public async Task Of_two_changes_of_the_same_version_one_is_a_conflict()
    {
        var id = await Create("Name", Good);
        var answers = await Task.WhenAll(Store.Update(id, 1, new("A", "", Other)), Store.Update(id, 1, new("B", "", Flows.Of("""a template {"template": "z"}"""))));
        Assert.Single(answers, answer => answer is SaveOutcome.Saved { Version: 2 });
        Assert.Single(answers, answer => answer is SaveOutcome.Conflict);
        Assert.Equal(2, Store.Versions(id).Count);
    }

    [Fact]
    public async Task A_workflow_that_does_not_exist_cannot_be_changed()
    {
        Assert.IsType<SaveOutcome.Gone>(await Store.Update(Guid.NewGuid(), 1, new("A", "", Other)));
        Assert.False(await Store.Delete(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_name_leads_to_its_workflow_unless_several_have_it()
    {
        var id = await Create("Name", Good);
        Assert.Equal(new ResolveOutcome.Found(id), Store.Resolve("Name"));
        Assert.Equal(new ResolveOutcome.Found(id), Store.Resolve($"{id}".ToUpperInvariant()));
        Assert.StartsWith("No workflow is called “Other”.", Store.Resolve("Other").Problem(), StringComparison.Ordinal);

        await Create("Name", Good);

        Assert.StartsWith("Several workflows are called “Name”.", Store.Resolve("Name").Problem(), StringComparison.Ordinal);
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
        Assert.Equal(names, Store.Search(text, 0, 10).Select(line => line.Name));
    }

    [Fact]
    public async Task The_list_goes_page_by_page()
    {
        for (var n = 0; n < 5; n++)
            await Create($"{n}", Good);
        Assert.Equal(["4", "3"], Store.Search("", 0, 2).Select(line => line.Name));
        Assert.Equal(["0"], Store.Search("", 4, 2).Select(line => line.Name));
    }

    async Task<Guid> Create(string name, string flow, string description = "")
    {
        // Ids sort by their Time.
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return (await Store.Create(new(name, description, flow))).Id();
    }
}
