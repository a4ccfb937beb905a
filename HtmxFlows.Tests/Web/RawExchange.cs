using System.Net.Sockets;
using System.Text;

namespace HtmxFlows.Tests.Web;

/// <summary>A request as bytes on a bare socket, and all that comes back: for what no client would send.</summary>
static class RawExchange
{
    /// <param name="request">The request as it is sent; Latin-1.</param>
    /// <returns>What the server sent until it closed or cut the connection.</returns>
    public static async Task<string> Send(Uri app, string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(app.Host, app.Port, TestContext.Current.CancellationToken);
        // All of it before anything is read, as clients do that know no better.
        for (ReadOnlyMemory<byte> left = Encoding.Latin1.GetBytes(request); left.Length > 0;)
            left = left[await socket.SendAsync(left, TestContext.Current.CancellationToken)..];
        var (bytes, buffer) = (new MemoryStream(), new byte[64 * 1024]);
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().Soon() is > 0 and var read)
                bytes.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // It was cut.
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The status of an answer; 0 if there is none.</summary>
    public static int Status(string answer) => answer.StartsWith("HTTP/1.", StringComparison.Ordinal) ? int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0;
}
