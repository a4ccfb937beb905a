using System.Net;
using System.Net.Sockets;

namespace HtmxFlows.Outbound;

/// <summary>
/// Opens connections. It looks the name up, asks the policy about each address, and connects to that very address: nothing is looked
/// up a second time, so a name that changes its mind in between (DNS rebinding) gains nothing.
/// </summary>
sealed class OutboundConnector(AddressPolicy policy, TimeSpan timeout)
{
    internal async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Resolve(host, stop);
        string? refusal = null, failure = null;
        foreach (var address in addresses)
        {
            if (policy.Refusal(address) is { } why)
            {
                refusal ??= why;
                continue;
            }

            var (stream, problem) = await TryOpen(new IPEndPoint(address, port), timeout / addresses.Length, stop);
            if (stream is not null) return stream;
            failure ??= problem;
        }

        throw new OutboundException(failure ?? refusal ?? NoAddress(host));
    }

    static async Task<IPAddress[]> Resolve(string host, CancellationToken stop)
    {
        if (IPAddress.TryParse(host, out var literal)) return [Plain(literal)];
        try
        {
            return [.. (await Dns.GetHostAddressesAsync(host, stop)).Select(Plain)];
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw new OutboundException(NoAddress(host), error);
        }
    }

    // A mapped address is connected to as what it is, an IPv4 address.
    static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    static string NoAddress(string host) => $"The name {host} has no address. Check its spelling, and the DNS of this machine.";

    // Each address gets its share of the time, so that a first one that swallows packets leaves some for the second.
    static async Task<(Stream? Stream, string? Problem)> TryOpen(IPEndPoint end, TimeSpan share, CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(share);
        try
        {
            return (await Open(end, deadline.Token), null);
        }
        catch (SocketException error)
        {
            return (null, $"Connecting to {end} failed: {error.Message}. Check that the server is running and listens there.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, $"Nothing answered at {end}. Check the address and the firewalls in between.");
        }
    }

    static async Task<Stream> Open(IPEndPoint end, CancellationToken stop)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
