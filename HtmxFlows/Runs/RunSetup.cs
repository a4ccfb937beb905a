using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

public static class RunSetup
{
    /// <summary>Registers the engine, set up from the configuration section <c>HtmxFlows:Runs</c>. It needs a database, the workflows, the nodes and the credentials.</summary>
    public static IServiceCollection AddRuns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SettingSection.Read<RunLimits>(configuration.GetSection("HtmxFlows:Runs")));
        services.AddSingleton(parts => new ApprovalAddresses(parts.GetRequiredService<IDatabase>(), configuration["HtmxFlows:Address"] ?? ""));
        services.AddSingleton<Journal>().AddSingleton<JournalWriters>().AddSingleton<RunStore>().AddSingleton<RunSearch>().AddSingleton<OpenQuestions>().AddSingleton<RunRepetition>().AddSingleton<RunRecovery>().AddSingleton<RunDeletion>().AddSingleton<RunRetention>();
        services.AddSingleton<Clock>().AddSingleton<EngineLog>().AddSingleton<RunProgress>();
        return services.AddExecution().AddSupervision();
    }

    /// <summary>What executes a run.</summary>
    static IServiceCollection AddExecution(this IServiceCollection services) => services
        .AddSingleton<OutputLimits>().AddSingleton<NodeCapacity>().AddSingleton<NodeContexts>().AddSingleton<NodeExecutor>().AddSingleton<NodeItems>()
        .AddSingleton<ChildRunRequests>().AddSingleton<ChildRuns>().AddSingleton<RunExecutors>()
        .AddSingleton(parts => new NodeTrial(
            parts.GetRequiredService<NodeExecutor>(), parts.GetRequiredService<NodeItems>(), parts.GetRequiredService<CredentialSource>(), parts.GetRequiredService<Journal>(), parts.GetRequiredService<RunStore>(),
            parts.GetRequiredService<DraftOutputs>(), parts.GetRequiredService<IDatabase>(), parts.GetRequiredService<TimeProvider>()));

    /// <summary>What starts, resumes and ends runs.</summary>
    static IServiceCollection AddSupervision(this IServiceCollection services) => services
        .AddSingleton<RunGate>().AddSingleton<RunLoops>().AddSingleton<RunHandles>().AddSingleton<RunNotices>()
        .AddSingleton(parts => new RunQueue(parts.GetRequiredService<RunLimits>().ParallelRuns, parts.GetRequiredService<WorkflowPlans>().Concurrency, parts.GetRequiredService<Clock>()))
        .AddSingleton(parts => new RunFamilies(parts.GetRequiredService<RunLimits>().RunsBelow, parts.GetRequiredService<RunStore>().CountBelow))
        .AddSingleton<RunLauncher>().AddSingleton<RunEnding>().AddSingleton<RunResumption>().AddSingleton<DelayedResumption>().AddSingleton<RunCancellation>()
        .AddSingleton<QueueTurns>().AddSingleton<RelatedRuns>().AddSingleton<RunEnds>()
        .AddSingleton<LimitedRuns>().AddSingleton<RunKeys>().AddSingleton<RunAdmission>().AddSingleton<RunEntry>().AddSingleton<RunStarts>().AddSingleton<QuestionAccess>().AddSingleton<QuestionAnswers>().AddSingleton<EarlierRuns>().AddSingleton<RunScheduler>().AddSingleton<DraftRuns>()
        .AddSingleton(parts => new RunSupervisor(
            parts.GetRequiredService<RunStarts>(), parts.GetRequiredService<RunCancellation>(), parts.GetRequiredService<QuestionAnswers>(),
            parts.GetRequiredService<RunResumption>(), parts.GetRequiredService<EarlierRuns>(), parts.GetRequiredService<RunEnds>(), parts.GetRequiredService<RunLauncher>(),
            parts.GetRequiredService<RunHandles>(), parts.GetRequiredService<RunQueue>()))
        .AddSingleton<BulkActions>().AddSingleton<RunMeasures>();
}
