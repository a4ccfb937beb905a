using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

public static class TriggerSetup
{
    /// <summary>Registers what starts runs from outside, set up from the configuration section <c>HtmxFlows:Triggers</c>. It needs the engine.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(SettingSection.Read<TriggerOptions>(configuration.GetSection("HtmxFlows:Triggers")))
        .AddSingleton<StartKeys>().AddSingleton<Deliveries>().AddSingleton<DraftHooks>().AddSingleton<ActiveHooks>().AddSingleton<HookBodies>().AddSingleton<HookAnswers>().AddSingleton<ListedTriggers>().AddSingleton<Replays>().AddSingleton<Schedules>().AddSingleton<ErrorTriggers>().AddSingleton<PublicPages>().AddSingleton<PublicStarts>().AddSingleton<PublicForms>().AddSingleton<PublicChats>().AddSingleton<ScheduleRules>().AddSingleton<ScheduleRunner>().AddSingleton<TriggerMeasures>()
        .AddSingleton(parts => new Webhooks(
            parts.GetRequiredService<RunSupervisor>(), parts.GetRequiredService<DraftRuns>(), parts.GetRequiredService<StartKeys>(), parts.GetRequiredService<Deliveries>(),
            parts.GetRequiredService<HookBodies>(), parts.GetRequiredService<DraftOutputs>(), parts.GetRequiredService<CredentialSource>(), parts.GetRequiredService<NodeLimits>(), parts.GetRequiredService<TimeProvider>()));
}
