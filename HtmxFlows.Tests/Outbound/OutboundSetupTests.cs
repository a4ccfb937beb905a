using HtmxFlows.Data;
using HtmxFlows.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Outbound;

public sealed class OutboundSetupTests
{
    [Fact]
    public async Task The_settings_reach_the_wire()
    {
        await using var peer = await HttpPeer.Saying("hello");
        await using var services = Services(("Outbound:AllowedNetworks:0", "127.0.0.0/8"), ("Outbound:MaxResponseBytes", "4"));

        var message = await services.GetRequiredService<OutboundHttp>().Failure(Door.Get(peer.Url));

        Assert.Contains("longer than 4 bytes", message);
    }

    [Fact]
    public async Task One_environment_variable_can_name_several_networks()
    {
        await using var services = Services(("Outbound:AllowedNetworks", "10.0.0.0/8, 127.0.0.0/8"));

        Assert.Equal(["10.0.0.0/8", "127.0.0.0/8"], services.GetRequiredService<OutboundOptions>().AllowedNetworks);
    }

    [Fact]
    public async Task Without_settings_nothing_private_is_allowed_and_the_limits_are_set()
    {
        await using var services = Services();

        var options = services.GetRequiredService<OutboundOptions>();

        Assert.Empty(options.AllowedNetworks);
        Assert.Equal(1024 * 1024, options.MaxResponseBytes);
    }

    [Fact]
    public void A_misspelt_network_stops_the_start() => Assert.Contains(
        "Outbound:AllowedNetworks", Assert.Throws<SettingException>(() => Services(("Outbound:AllowedNetworks:0", "ten"))).Message);

    static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var pairs = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(pairs).Build();
        return new ServiceCollection().AddOutbound(configuration).BuildServiceProvider();
    }
}
