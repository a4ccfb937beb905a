using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class DraftProblemsTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly IDatabase database;
    readonly WorkflowServices services;
    readonly WorkflowStore workflows;
    readonly DraftStore drafts;
    readonly DraftProblems problems;

    public DraftProblemsTests()
    {
        database = folder.Open();
        services = new(database, TimeProvider.System);
        (workflows, drafts, problems) = (services.Get<WorkflowStore>(), services.Get<DraftStore>(), services.Get<DraftProblems>());
    }

    public void Dispose()
    {
        services.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_problems_of_a_draft_are_counted_anew_after_each_change()
    {
        var id = await Create(Flows.Of("a template {}"));

        Assert.Equal(1, problems.Count(id));
        await Change(id, Flows.Of("""a template {"template": "x"}"""));
        Assert.Equal(0, problems.Count(id));
        await Change(id, """{"nodes": []}""");
        Assert.Equal(1, problems.Count(id));
        Assert.True(await drafts.Move(drafts.Find(id)!, -1));
        Assert.Equal(0, problems.Count(id));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, null)]
    public async Task A_draft_is_checked_up_to_the_largest_flow_and_not_beyond(int beyond, int? count)
    {
        var flow = Flows.Of("""a template {"template": "x"}""");
        var id = await Create("""{"nodes": []}""");

        await Change(id, flow + new string(' ', DraftProblems.LargestFlow - flow.Length + beyond));

        Assert.Equal(count, problems.Count(id));
    }

    [Fact]
    public void A_workflow_that_does_not_exist_has_no_count() => Assert.Null(problems.Count(Guid.NewGuid()));

    async Task<Guid> Create(string flow) => (await workflows.Create(new("Name", "", flow), asDraft: true)).Id();

    async Task Change(Guid id, string flow)
    {
        var draft = drafts.Find(id)!;
        Assert.True(await drafts.Save(draft, draft.Content with { Flow = flow }, "Changed"));
    }
}
