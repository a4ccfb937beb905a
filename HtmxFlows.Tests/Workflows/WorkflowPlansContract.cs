using Dapper;
using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class WorkflowPlansContract(TestDatabase place) : StoreContract(place)
{
    static readonly string Good = Flows.Of("""a template {"template": "x"}""");

    WorkflowPlans Plans => Get<WorkflowPlans>();

    [Fact]
    public async Task A_plan_is_kept_until_its_workflow_is_deleted()
    {
        var id = await Create("Name", Good);
        var plan = Plans.Find(id, 1);
        Assert.NotNull(plan);
        Assert.Same(plan, Plans.Find(id, 1));

        await Get<WorkflowStore>().Delete(id);

        Assert.Null(Plans.Find(id, 1));
        Assert.Null(Plans.Newest(id));
    }

    // Unlike plans, which take time, flows are read for pages and lists.
    [Fact]
    public async Task A_flow_and_its_limit_are_found_without_a_plan()
    {
        var id = await Create("Name", Good.Replace("{\"nodes\"", "{\"concurrency\":{\"limit\":3},\"nodes\"", StringComparison.Ordinal));
        Assert.Equal(3, Plans.Concurrency(id)!.Limit);
        Assert.NotSame(Plans.FindFlow(id, 1), Plans.FindFlow(id, 1));

        var plan = Plans.Find(id, 1);

        Assert.Same(plan!.Flow, Plans.FindFlow(id, 1));
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_any_more_is_a_flow_without_nodes_and_a_problem()
    {
        var id = await Create("Name", Good);
        await Database.Write(writer => writer.Connection.Execute("UPDATE versions SET flow = '{'"));
        using var later = new WorkflowServices(Database, Time);

        Assert.Empty(later.Get<WorkflowPlans>().FindFlow(id, 1)!.Nodes);
        Assert.StartsWith("Not valid JSON", Assert.Single(later.Get<WorkflowCheck>().FindProblems(id, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_version_is_the_published_one_from_the_commit_on()
    {
        var id = await Create("Name", Good);
        Assert.Equal((1, null), (Plans.Newest(id), Plans.Newest(Guid.NewGuid())));

        await Get<WorkflowStore>().Update(id, 1, new("Name", "", Flows.Of("""a template {"template": "y"}""")));

        Assert.Equal(2, Plans.Newest(id));
    }

    async Task<Guid> Create(string name, string flow) => (await Get<WorkflowStore>().Create(new(name, "", flow))).Id();
}
