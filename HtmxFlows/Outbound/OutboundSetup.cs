using HtmxFlows.Accounts;
using HtmxFlows.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HtmxFlows.Outbound;

public static class OutboundSetup
{
    /// <summary>Registers <see cref="OutboundHttp"/> and what sends credentials through it, set up from the configuration section <c>Outbound</c>.</summary>
    /// <exception cref="SettingException">A setting cannot be read; the message names it.</exception>
    public static IServiceCollection AddOutbound(this IServiceCollection services, IConfiguration configuration)
    {
        var options = SettingSection.Read<OutboundOptions>(configuration.GetSection(OutboundOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        // Made now, so that a misspelt network stops the start and not the first call.
        return services.AddSingleton(options).AddSingleton(new AddressPolicy(options.AllowedNetworks)).AddSingleton<OutboundHttp>().AddSingleton<OutboundClient>().AddSingleton<OAuthTokens>().AddSingleton<OutboundCredentials>().AddSingleton<CredentialTrial>().AddSingleton<Pending<AccountRequest>>().AddSingleton<AccountRequests>();
    }
}
