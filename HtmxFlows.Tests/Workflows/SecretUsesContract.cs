using HtmxFlows.Tests.Data;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public abstract class SecretUsesContract(TestDatabase place) : StoreContract(place)
{
    [Fact]
    public async Task Nodes_that_name_credentials_and_secrets_are_found_in_versions_and_drafts()
    {
        var store = Get<WorkflowStore>();
        var published = (await store.Create(new("One", "", App.Flow([App.Template("a", "x")])))).Id();
        var flow = App.Flow([App.Node("call", "http", new { label = "Call it", url = "https://a.example.com", credential = "CRM", query = new[] { new { name = "q", value = "{{upper secrets.KEY}}" } } }), App.Node("ask", "model", new { prompt = "x", credential = "AI" })]);
        var draft = (await store.Create(new("Two", "", flow), asDraft: true)).Id();

        Assert.Equal(
            [("AI", true, "ask"), ("CRM", true, "call"), ("KEY", false, "call")],
            Get<SecretUses>().Find().Where(use => use.Workflow == draft).Select(use => (use.Name, use.IsCredential, use.Node)).Order());
        Assert.DoesNotContain(Get<SecretUses>().Find(), use => use.Workflow == published);
        Assert.Equal(("Two", "Call it"), Get<SecretUses>().Find().Where(use => use.Name == "CRM").Select(use => (use.WorkflowName, use.Label)).Single());
    }
}
