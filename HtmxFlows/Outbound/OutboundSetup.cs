using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HtmxFlows.Outbound;

public static class OutboundSetup
{
    /// <summary>Registers <see cref="OutboundHttp"/>, set up from the configuration section <c>Outbound</c>.</summary>
    /// <exception cref="HtmxFlows.Data.SettingException">A setting cannot be read; the message names it.</exception>
    public static IServiceCollection AddOutbound(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Options(configuration.GetSection(OutboundOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        // Made now, so that a misspelt network stops the start and not the first call.
        return services.AddSingleton(options).AddSingleton(new AddressPolicy(options.AllowedNetworks)).AddSingleton<OutboundHttp>().AddSingleton<OutboundClient>();
    }

    static OutboundOptions Options(IConfigurationSection section)
    {
        var options = section.Get<OutboundOptions>() ?? new();
        // One environment variable can hold only text, and the binder would pass over it in silence.
        return section[nameof(OutboundOptions.AllowedNetworks)] is { Length: > 0 } text
            ? options with { AllowedNetworks = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) }
            : options;
    }
}
