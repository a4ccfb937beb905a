using System.Net;
using System.Net.Sockets;

namespace HtmxFlows.Outbound;

/// <summary>
/// The IPv4 addresses that an IPv6 address stands for, where a host, a translator or a tunnel would deliver to them: RFC 4291
/// (compatible, mapped), 7915 (translated), 6052 and 8215 (NAT64), 3056 (6to4), 4380 (Teredo).
/// </summary>
static class EmbeddedAddress
{
    static readonly IPNetwork[] InTheLastFourBytes =
    [
        IPNetwork.Parse("::ffff:0:0/96"),
        IPNetwork.Parse("::ffff:0:0:0/96"),
        IPNetwork.Parse("64:ff9b::/96"),
    ];

    static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    static readonly IPNetwork PrivateTranslator = IPNetwork.Parse("64:ff9b:1::/48");
    static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

    internal static IEnumerable<IPAddress> In(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return [];

        var bytes = address.GetAddressBytes();
        if (InTheLastFourBytes.Any(network => network.Contains(address))) return [Pick(bytes, 12, 13, 14, 15)];
        if (Compatible.Contains(address)) return InCompatible(bytes);
        if (PrivateTranslator.Contains(address)) return InPrivateTranslator(bytes);
        if (SixToFour.Contains(address)) return [Pick(bytes, 2, 3, 4, 5)];
        if (Teredo.Contains(address)) return [Pick([.. bytes.Select(part => (byte)~part)], 12, 13, 14, 15)];
        return [];
    }

    // :: and ::1 are addresses of their own and embed nothing.
    static IPAddress[] InCompatible(byte[] bytes) => bytes is [.., 0, 0, 0, 0 or 1] ? [] : [Pick(bytes, 12, 13, 14, 15)];

    // Where the address sits depends on the length of the translator's prefix, which nobody tells us: /96 or /48. The layout that is
    // not in use reads as zeros.
    static IEnumerable<IPAddress> InPrivateTranslator(byte[] bytes) =>
        new[] { Pick(bytes, 12, 13, 14, 15), Pick(bytes, 6, 7, 9, 10) }.Where(address => !address.Equals(IPAddress.Any));

    static IPAddress Pick(byte[] bytes, int a, int b, int c, int d) => new([bytes[a], bytes[b], bytes[c], bytes[d]]);
}
