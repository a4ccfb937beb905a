using HtmxFlows.Data;

namespace HtmxFlows.Credentials;

public static class CredentialSetup
{
    /// <summary>Registers the credentials: those of the configuration section <c>HtmxFlows:Secrets</c>, and those of the database.</summary>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    public static IServiceCollection AddCredentials(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(new CredentialSource(Secrets.Of(configuration))).AddSingleton<CredentialStore>();

    /// <summary>Opens the stored credentials. Without their server key, the start ends here.</summary>
    /// <exception cref="SettingException">The server key is missing or another one.</exception>
    public static void LoadCredentials(this IServiceProvider services) => services.GetRequiredService<CredentialStore>().Load();
}
