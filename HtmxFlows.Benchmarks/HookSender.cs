using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HtmxFlows.Benchmarks;

/// <summary>A sender of webhooks on one connection. It reads an answer as far as it has to know where it ends.</summary>
sealed class HookSender(Uri server) : IDisposable
{
    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] buffer = new byte[16 * 1024];

    public Task Connect() => socket.ConnectAsync(server.Host, server.Port);

    /// <summary>Sends a request, and reads its answer.</summary>
    /// <returns>The status.</returns>
    public async Task<int> Send(byte[] request)
    {
        await socket.SendAsync(request);
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            length += read;
            if (EndOf(buffer.AsSpan(0, length)) is { } end && end <= length)
                return int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Where an answer ends; null while its head is not complete.</summary>
    static int? EndOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        var body = answer[(head + 4)..];
        var at = answer.IndexOf("Content-Length: "u8);
        if (at >= 0 && at < head)
        {
            var number = answer[(at + "Content-Length: "u8.Length)..];
            return head + 4 + int.Parse(number[..number.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        }
        // Chunked: the last chunk is empty.
        return body.EndsWith("0\r\n\r\n"u8) ? answer.Length : null;
    }

    public void Dispose() => socket.Dispose();
}
