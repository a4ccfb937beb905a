
namespace HtmxFlows.Credentials;

public static class CredentialSetup
{
    /// <summary>Registers the credentials, read from the configuration section <c>HtmxFlows:Secrets</c>.</summary>
    /// <inheritdoc cref="Secrets.Of" path="/exception"/>
    public static IServiceCollection AddCredentials(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(new CredentialSource(Secrets.Of(configuration)));
}
