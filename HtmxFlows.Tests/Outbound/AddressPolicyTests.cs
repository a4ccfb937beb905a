using System.Net;
using HtmxFlows.Data;
using HtmxFlows.Outbound;

namespace HtmxFlows.Tests.Outbound;

public sealed class AddressPolicyTests
{
    static readonly AddressPolicy Strict = new([]);
    static readonly AddressPolicy Lax = new(["0.0.0.0/0", "::/0"]);

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2002:101:101::1")]
    public void A_public_address_may_be_reached(string address) => Assert.Null(Strict.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.255")]
    [InlineData("10.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("172.16.0.0")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fec0::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::192.168.1.1")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:80ff:fffe")]
    public void A_private_address_is_refused_until_the_setting_names_it(string address)
    {
        var parsed = IPAddress.Parse(address);

        Assert.Contains("Outbound:AllowedNetworks", Strict.Refusal(parsed));
        Assert.Null(Lax.Refusal(parsed));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("febf::1")]
    [InlineData("ff02::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("2001:db8::1")]
    [InlineData("4000::1")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("::ffff:0:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b::0.0.0.0")]
    [InlineData("64:ff9b:1::169.254.169.254")]
    [InlineData("64:ff9b:1:a9fe:a9:fe00::")]
    [InlineData("2002:a9fe:a9fe::")]
    [InlineData("2001:0:4136:e378:8000:63bf:5601:5601")]
    public void Some_addresses_are_refused_whatever_the_setting_says(string address)
    {
        Assert.Contains("always refused", Strict.Refusal(IPAddress.Parse(address)));
        Assert.Contains("always refused", Lax.Refusal(IPAddress.Parse(address)));
    }

    [Fact]
    public void An_allowed_network_opens_itself_in_every_wrapping_and_nothing_else()
    {
        var policy = new AddressPolicy(["10.1.0.0/16", "192.168.7.7"]);

        Assert.Null(policy.Refusal(IPAddress.Parse("10.1.2.3")));
        Assert.Null(policy.Refusal(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.Null(policy.Refusal(IPAddress.Parse("192.168.7.7")));
        Assert.NotNull(policy.Refusal(IPAddress.Parse("10.2.0.0")));
        Assert.NotNull(policy.Refusal(IPAddress.Parse("192.168.7.8")));
        Assert.NotNull(policy.Refusal(IPAddress.Parse("127.0.0.1")));
    }

    [Fact]
    public void The_refusal_says_what_to_add_to_the_setting() => Assert.Equal(
        "10.1.2.3 is a private address. To let workflows reach it, add 10.1.2.3/32 or its network to the setting Outbound:AllowedNetworks.",
        Strict.Refusal(IPAddress.Parse("10.1.2.3")));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("my network")]
    [InlineData("")]
    public void A_misspelt_network_is_named_with_its_setting(string network)
    {
        var message = Assert.Throws<SettingException>(() => new AddressPolicy([network])).Message;

        Assert.Contains($"Outbound:AllowedNetworks holds \"{network}\"", message);
    }
}
