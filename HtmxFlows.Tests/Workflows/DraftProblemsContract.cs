using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class DraftProblemsContract(TestDatabase place) : StoreContract(place)
{
    WorkflowStore Workflows => Get<WorkflowStore>();

    DraftStore Drafts => Get<DraftStore>();

    DraftProblems Problems => Get<DraftProblems>();

    [Fact]
    public async Task The_problems_of_a_draft_are_counted_anew_after_each_change()
    {
        var id = await Create(Flows.Of("a template {}"));

        Assert.Equal(1, Problems.Count(id));
        await Change(id, Flows.Of("""a template {"template": "x"}"""));
        Assert.Equal(0, Problems.Count(id));
        await Change(id, """{"nodes": []}""");
        Assert.Equal(1, Problems.Count(id));
        Assert.True(await Drafts.Move(Drafts.Find(id)!, -1));
        Assert.Equal(0, Problems.Count(id));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, null)]
    public async Task A_draft_is_checked_up_to_the_largest_flow_and_not_beyond(int beyond, int? count)
    {
        var flow = Flows.Of("""a template {"template": "x"}""");
        var id = await Create("""{"nodes": []}""");

        await Change(id, flow + new string(' ', DraftProblems.LargestFlow - flow.Length + beyond));

        Assert.Equal(count, Problems.Count(id));
    }

    [Fact]
    public void A_workflow_that_does_not_exist_has_no_count() => Assert.Null(Problems.Count(Guid.NewGuid()));

    async Task<Guid> Create(string flow) => (await Workflows.Create(new("Name", "", flow), asDraft: true)).Id();

    async Task Change(Guid id, string flow)
    {
        var draft = Drafts.Find(id)!;
        Assert.True(await Drafts.Save(draft, draft.Content with { Flow = flow }, "Changed"));
    }
}
