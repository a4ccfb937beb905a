using System.Net.Sockets;
using System.Text;

namespace HtmxFlows.Tests.Live;

/// <summary>A viewer on a bare socket, who speaks whichever HTTP/1.x the test likes, and reads when it likes, or never.</summary>
sealed class RawViewer : IDisposable
{
    const int ReceiveBuffer = 4096;

    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBuffer };

    /// <summary>Asks for an address.</summary>
    /// <param name="request">Method, address and protocol: <c>GET /runs/… HTTP/1.1</c>.</param>
    public static Task<RawViewer> Connect(Uri app, string request, params string[] headers) =>
        Send(app, string.Join("\r\n", [request, $"Host: {app.Authority}", .. headers, "\r\n"]));

    /// <summary>Sends a whole request, Latin-1, before anything of the answer is read.</summary>
    public static async Task<RawViewer> Send(Uri app, string request)
    {
        var viewer = new RawViewer();
        await viewer.socket.ConnectAsync(app.Host, app.Port, TestContext.Current.CancellationToken);
        for (ReadOnlyMemory<byte> left = Encoding.Latin1.GetBytes(request); left.Length > 0;)
            left = left[await viewer.socket.SendAsync(left, TestContext.Current.CancellationToken)..];
        return viewer;
    }

    /// <summary>Reads until it has that text.</summary>
    public Task<string> ReadTo(string end) => Read(text => text.Contains(end, StringComparison.Ordinal)).Soon();

    /// <summary>Reads what comes until the server has closed the connection or cut it.</summary>
    public Task<string> ReadToEnd() => Read(_ => false).Soon();

    async Task<string> Read(Predicate<string> isEnough)
    {
        var (bytes, buffer) = (new MemoryStream(), new byte[64 * 1024]);
        try
        {
            while (!isEnough(Text()) && await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
                bytes.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // It was cut.
        }
        return Text();

        string Text() => Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    public void Dispose() => socket.Dispose();
}
