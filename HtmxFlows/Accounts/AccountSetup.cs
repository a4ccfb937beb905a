using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

public static class AccountSetup
{
    /// <summary>Registers users, sessions and the audit log. They need the database.</summary>
    /// <exception cref="SettingException">A setting of the audit log has an invalid value.</exception>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(SettingSection.Read<AuditLimits>(configuration.GetSection("HtmxFlows:Audit"))).AddSingleton<AuditLog>()
        .AddSingleton<Passwords>().AddSingleton<Users>().AddSingleton<Invitations>().AddSingleton<Sessions>().AddSingleton<SignInThrottle>().AddSingleton<SignIn>().AddSingleton<SetupToken>();
}
