using System.Net;
using System.Net.Sockets;
using HtmxFlows.Data;

namespace HtmxFlows.Outbound;

/// <summary>
/// Which addresses may be connected to. Public ones may; loopback and private ones when <c>Outbound:AllowedNetworks</c> names them;
/// link-local, metadata, multicast and reserved ones never, whatever the setting says.
/// </summary>
/// <param name="allowedNetworks">Networks in CIDR form, or single addresses.</param>
/// <exception cref="SettingException">One of the networks is neither; the message names it and the setting.</exception>
public sealed class AddressPolicy(IEnumerable<string> allowedNetworks)
{
    const string Setting = $"{OutboundOptions.Section}:{nameof(OutboundOptions.AllowedNetworks)}";

    readonly IPNetwork[] allowed = [.. allowedNetworks.Select(Parse)];

    /// <summary>Why <paramref name="address"/> must not be connected to, as a sentence for people; null when it may be.</summary>
    public string? Refusal(IPAddress address) =>
        // The embedded address is checked first: if it is always refused, advice about the setting would be wrong.
        EmbeddedAddress.In(address).Append(address).Select(RefusalOfOne).FirstOrDefault(refusal => refusal is not null);

    string? RefusalOfOne(IPAddress address)
    {
        var range = AddressRange.Of(address);
        return range.Access switch
        {
            Access.Open => null,
            Access.Never => $"{address} is {range.Description}, which is always refused.",
            _ when allowed.Any(network => network.Contains(address)) => null,
            _ => $"{address} is {range.Description}. "
                 + $"To let workflows reach it, add {OnlyThis(address)} or its network to the setting {Setting}.",
        };
    }

    static string OnlyThis(IPAddress address) => $"{address}/{(address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128)}";

    static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        if (IPAddress.TryParse(text, out var address)) return IPNetwork.Parse(OnlyThis(address));
        throw new SettingException(
            $"The setting {Setting} holds \"{text}\", which is not a network. Write it like 10.0.0.0/8, with zeros after the prefix.");
    }
}
