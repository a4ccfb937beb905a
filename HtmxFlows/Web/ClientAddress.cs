using System.Net;

namespace HtmxFlows.Web;

/// <summary>The network address of a client.</summary>
static class ClientAddress
{
    /// <summary>
    /// The address, as text. A proxy on this machine names the one of its client in <c>X-Forwarded-For</c>; of several, the last is its own finding, and
    /// the others are what the client sent.
    /// </summary>
    public static string Of(HttpContext http)
    {
        var peer = http.Connection.RemoteIpAddress;
        if (peer is not null && !IPAddress.IsLoopback(peer))
            return Text(peer);
        var last = http.Request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries)[^1];
        return IPAddress.TryParse(last, out var client) ? Text(client) : peer is null ? "" : Text(peer);
    }

    static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
