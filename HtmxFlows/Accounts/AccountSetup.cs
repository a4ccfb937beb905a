using HtmxFlows.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HtmxFlows.Accounts;

public static class AccountSetup
{
    /// <summary>Registers users, sessions and the audit log. They need the database and the server keys.</summary>
    /// <exception cref="SettingException">A setting has an invalid value.</exception>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(SettingSection.Read<AuditLimits>(configuration.GetSection("HtmxFlows:Audit"))).AddSingleton<AuditLog>()
        .AddSingleton(SettingSection.Read<AccountOptions>(configuration.GetSection(AccountOptions.Section)))
        .AddSingleton(ProviderOptions.Of(configuration)).AddSingleton<Identities>().AddSingleton<ProviderSignIn>().AddSingleton<Pending<ExternalIdentity>>()
        .AddWorkflowPeople().AddSingleton<Passwords>().AddSingleton<Users>().AddSingleton<Invitations>().AddSingleton<Sessions>().AddSingleton<ApiTokens>().AddSingleton<SignInThrottle>().AddSingleton<Pending<PasswordProven>>().AddSingleton<SecondFactors>().AddSingleton<SignIn>().AddSingleton<Refusals>().AddSingleton<SetupToken>();

    /// <summary>Registers who may use which workflow, once: runs need it also where nobody signs in.</summary>
    public static IServiceCollection AddWorkflowPeople(this IServiceCollection services)
    {
        services.TryAddSingleton<WorkflowPeople>();
        return services;
    }
}
