using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class WorkflowCheckContract(TestDatabase place) : StoreContract(place)
{
    static readonly string Good = Flows.Of("""a template {"template": "x"}"""), Bad = Flows.Of("a template");

    WorkflowCheck Check => Get<WorkflowCheck>();

    [Fact]
    public void Name_and_description_have_a_length()
    {
        var problems = Check.FindProblems(new(new('n', 201), new('d', 2001), Bad));
        Assert.Equal(["name", "description", "template"], problems.Select(problem => problem.Field));
        Assert.Empty(Check.FindProblems(new(new('n', 200), new('d', 2000), Good)));
    }

    [Fact]
    public async Task The_problems_of_a_saved_version_are_those_of_its_flow()
    {
        var id = (await Get<WorkflowStore>().Create(new("Name", "", Bad), asDraft: true)).Id();
        Assert.Equal(["template"], Check.FindProblems(id, 1).Select(problem => problem.Field));
        Assert.Empty(Check.FindProblems(id, 2));
    }
}
