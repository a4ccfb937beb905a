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

    [Theory]
    [InlineData("""a workflow {"workflow": "Callee"}""", "workflow")]
    [InlineData("""a for-each {"workflow": "Callee", "items": "{{input}}"}""", "workflow")]
    [InlineData("""a repeat {"workflow": "Callee", "until": [{"left": "{{result}}", "operator": "exists"}]}""", "workflow")]
    [InlineData("""a agent {"prompt": "x", "tools": [{"workflow": "Caller"}, {"workflow": "Callee", "name": "x"}]}""", "tools[1].workflow")]
    public async Task A_call_of_a_workflow_that_does_not_exist_is_a_problem(string node, string field)
    {
        var content = new WorkflowContent("Caller", "", Flows.Of(node));
        var problem = Assert.Single(Check.FindProblems(content));
        Assert.Equal(("a", field, "No workflow is called “Callee”. Use the name or id of a workflow."), (problem.Node, problem.Field, problem.Message));

        var called = await Create("Callee", Good);
        Assert.Empty(Check.FindProblems(content));
        var caller = await Create("Caller", content.Flow);

        await Get<WorkflowStore>().Delete(called);
        Assert.Equal(problem, Assert.Single(Check.FindProblems(caller, 1)));
    }

    [Fact]
    public async Task A_workflow_may_call_itself_and_one_that_an_expression_or_an_id_gives()
    {
        var other = await Create("Other", Good);
        Assert.Empty(Check.FindProblems(new("Self", "", Flows.Of("""a workflow {"workflow": "Self"}"""))));
        Assert.Empty(Check.FindProblems(new("Caller", "", Flows.Of("""a workflow {"workflow": "{{prompt}}"}"""))));
        Assert.Empty(Check.FindProblems(new("Caller", "", Flows.Of($$"""a workflow {"workflow": "{{other}}"}"""))));
    }

    [Fact]
    public async Task A_workflow_that_calls_itself_must_do_so_by_its_new_name()
    {
        var flow = Flows.Of("""a workflow {"workflow": "Self"}""");
        var id = await Create("Self", flow);
        Assert.Equal("This workflow will be called “Me” and not “Self”. Use the new name.", Assert.Single(Check.FindProblems(new("Me", "", flow), id)).Message);
        Assert.Empty(Check.FindProblems(new("Me", "", Flows.Of($$"""a workflow {"workflow": "{{id}}"}""")), id));
    }

    [Fact]
    public async Task A_new_name_is_a_warning_for_each_node_that_calls_the_workflow_by_the_old_one()
    {
        var called = await Create("Callee", Good);
        await Create("First", Flows.Of("a workflow {\"workflow\": \"Callee\"}\nb workflow {\"workflow\": \"{{prompt}}\"}"));
        await Create("Second", Flows.Of("""tools agent {"prompt": "x", "tools": [{"workflow": "Callee"}]}"""));
        await Create("By id", Flows.Of($$"""a workflow {"workflow": "{{called}}"}"""));
        var unpublished = await Create("Changed", Flows.Of("""a workflow {"workflow": "Callee"}"""));
        await Get<WorkflowStore>().Update(unpublished, 1, new("Changed", "", Good));

        Assert.Empty(Check.FindRenameWarnings(called, new("Callee", "", Good)));
        Assert.Equal(
            [
                "“First” calls this workflow by the name “Callee” and will not find it under the new name. Change the name in its node `a`.",
                "“Second” calls this workflow by the name “Callee” and will not find it under the new name. Change the name in its node `tools`.",
            ],
            Check.FindRenameWarnings(called, new("New", "", Good)).Select(warning => warning.Message));
    }

    async Task<Guid> Create(string name, string flow) => (await Get<WorkflowStore>().Create(new(name, "", flow))).Id();
}
