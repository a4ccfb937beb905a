using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Workflows;

public static class WorkflowSetup
{
    /// <summary>Registers workflows, their versions and their drafts. They need a database and the nodes.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services) => services
        .AddSingleton<WorkflowStore>().AddSingleton<WorkflowDeletion>().AddSingleton<WorkflowTemplates>().AddSingleton<SampleWorkflows>()
        .AddSingleton<DraftStore>().AddSingleton<DraftProblems>().AddSingleton<DraftEditor>().AddSingleton<DraftPublication>();
}
