using System.Net;

namespace HtmxFlows.Outbound;

enum Access
{
    Open,
    WhenNamed,
    Never,
}

/// <summary>What an IP address is for and who may connect to it, after IANA's registries of special-purpose addresses.</summary>
sealed record AddressRange(IPNetwork Network, string Description, Access Access)
{
    // The first match wins, so what is narrow and forbidden stands above what is wide.
    static readonly AddressRange[] All =
    [
        Never("0.0.0.0/8", "an unspecified address"),
        Never("169.254.169.254/32", "the metadata service of a cloud machine"),
        Never("169.254.0.0/16", "a link-local address"),
        Never("100.100.100.200/32", "the metadata service of a cloud machine"),
        Never("168.63.129.16/32", "the metadata service of a cloud machine"),
        Never("192.0.0.0/24", "a reserved address"),
        Never("192.0.2.0/24", "a reserved address"),
        Never("192.88.99.0/24", "a reserved address"),
        Never("198.51.100.0/24", "a reserved address"),
        Never("203.0.113.0/24", "a reserved address"),
        Never("224.0.0.0/4", "a multicast address"),
        Never("255.255.255.255/32", "the broadcast address"),
        Never("240.0.0.0/4", "a reserved address"),
        WhenNamed("127.0.0.0/8", "a loopback address"),
        WhenNamed("10.0.0.0/8", "a private address"),
        WhenNamed("172.16.0.0/12", "a private address"),
        WhenNamed("192.168.0.0/16", "a private address"),
        WhenNamed("100.64.0.0/10", "an address in a provider's private network"),
        WhenNamed("198.18.0.0/15", "an address in a test network"),
        Open("0.0.0.0/0", "a public address"),

        Never("::/128", "an unspecified address"),
        Never("fd00:ec2::/32", "the metadata service of a cloud machine"),
        Never("fd20:ce::/32", "the metadata service of a cloud machine"),
        Never("fd00:c1::/32", "the metadata service of a cloud machine"),
        Never("fd00:42::/32", "the metadata service of a cloud machine"),
        Never("fe80::/10", "a link-local address"),
        Never("ff00::/8", "a multicast address"),
        Never("2001:db8::/32", "a reserved address"),
        Never("3fff::/20", "a reserved address"),
        WhenNamed("::1/128", "a loopback address"),
        WhenNamed("fc00::/7", "a private address"),
        WhenNamed("fec0::/10", "a private address"),
        WhenNamed("64:ff9b:1::/48", "an address of a private translator"),
        // These carry an IPv4 address, and that one decides: see EmbeddedAddress.
        Open("::/96", "an IPv4-compatible address"),
        Open("::ffff:0:0/96", "an IPv4-mapped address"),
        Open("::ffff:0:0:0/96", "an IPv4-translated address"),
        Open("64:ff9b::/96", "a NAT64 address"),
        Open("2000::/3", "a public address"),
        Never("::/0", "a reserved address"),
    ];

    internal static AddressRange Of(IPAddress address) => Array.Find(All, range => range.Network.Contains(address))!;

    static AddressRange Open(string network, string description) => new(IPNetwork.Parse(network), description, Access.Open);

    static AddressRange WhenNamed(string network, string description) => new(IPNetwork.Parse(network), description, Access.WhenNamed);

    static AddressRange Never(string network, string description) => new(IPNetwork.Parse(network), description, Access.Never);
}
