using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class SampleWorkflowsTests
{
    [Fact]
    public async Task The_samples_are_planted_once_and_have_no_problem()
    {
        using var folder = new TemporaryFolder();
        using var database = folder.Open();
        using var services = new WorkflowServices(database, TimeProvider.System);
        var (samples, store, plans) = (services.Get<SampleWorkflows>(), services.Get<WorkflowStore>(), services.Get<WorkflowPlans>());
        await samples.Plant();
        var lines = store.Search("", 0, 10);
        Assert.Equal(["Orchestrator → ComputeAgent → StorageAgent", "Two readers"], lines.Select(line => line.Name).Order());
        Assert.All(lines, line => Assert.NotNull(plans.Find(line.Id, line.Version!.Value)));
        await samples.Plant();
        Assert.Equal(2, store.Search("", 0, 10).Count);
    }
}
