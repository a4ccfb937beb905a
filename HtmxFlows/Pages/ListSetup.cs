using HtmxFlows.Pages.Workflows;

namespace HtmxFlows.Pages;

static class ListSetup
{
    /// <summary>Registers what the lists of runs and workflows read.</summary>
    public static IServiceCollection AddLists(this IServiceCollection services) => services.AddSingleton<RunListings>().AddSingleton<HomeLines>().AddSingleton<WorkflowOverview>();
}
