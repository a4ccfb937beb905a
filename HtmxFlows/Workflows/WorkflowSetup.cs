using HtmxFlows.Accounts;

namespace HtmxFlows.Workflows;

public static class WorkflowSetup
{
    /// <summary>Registers workflows, their versions and their drafts. They need a database, the nodes and the credentials.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services) => services.AddWorkflowPeople()
        .AddSingleton<WorkflowPlans>().AddSingleton<WorkflowCallers>().AddSingleton<SecretUses>().AddSingleton<TriggerKeys>().AddSingleton<WorkflowCheck>().AddSingleton<WorkflowStore>().AddSingleton<WorkflowDeletion>().AddSingleton<WorkflowTemplates>().AddSingleton<SampleWorkflows>().AddSingleton<WorkflowArchive>().AddSingleton<WorkflowTags>().AddSingleton<WorkflowList>().AddSingleton<DescribedWorkflows>()
        .AddSingleton<DraftStore>().AddSingleton<DraftOutputs>().AddSingleton<DraftProblems>().AddSingleton<DraftChanges>().AddSingleton<DraftEditor>().AddSingleton<DraftPublication>();
}
