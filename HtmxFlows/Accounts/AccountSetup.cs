using HtmxFlows.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HtmxFlows.Accounts;

public static class AccountSetup
{
    /// <summary>Registers users, sessions and the audit log. They need the database.</summary>
    /// <exception cref="SettingException">A setting of the audit log has an invalid value.</exception>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(SettingSection.Read<AuditLimits>(configuration.GetSection("HtmxFlows:Audit"))).AddSingleton<AuditLog>()
        .AddWorkflowPeople().AddSingleton<Passwords>().AddSingleton<Users>().AddSingleton<Invitations>().AddSingleton<Sessions>().AddSingleton<ApiTokens>().AddSingleton<SignInThrottle>().AddSingleton<SignIn>().AddSingleton<SetupToken>();

    /// <summary>Registers who may use which workflow, once: runs need it also where nobody signs in.</summary>
    public static IServiceCollection AddWorkflowPeople(this IServiceCollection services)
    {
        services.TryAddSingleton<WorkflowPeople>();
        return services;
    }
}
