using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtmxFlows.Benchmarks;

/// <summary>One viewer of a run's stream, on a bare socket: notes when which event arrived, and how often.</summary>
sealed class Viewer : IDisposable
{
    const int BufferSize = 16 * 1024;

    static readonly byte[] BeforeNumber = "\nid: "u8.ToArray();

    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly Dictionary<long, (DateTimeOffset At, int Times)> seen = [];
    readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly MemoryStream? recording;
    long last;

    /// <param name="records">Whether to keep all that is received.</param>
    public Viewer(bool records = false) => recording = records ? new() : null;

    /// <summary>Ends when the first bytes have come.</summary>
    public Task Open => open.Task;

    /// <summary>The events received, by their number.</summary>
    public IReadOnlyDictionary<long, (DateTimeOffset At, int Times)> Seen => seen;

    /// <summary>The last event that had been received when the counting began.</summary>
    public long Marked { get; private set; }

    /// <summary>The answer as it was on the wire.</summary>
    public byte[] Recording => recording!.ToArray();

    /// <summary>Watches from the first event until the server ends the answer.</summary>
    public async Task Watch(Uri server, string path)
    {
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nAccept: text/event-stream\r\nLast-Event-ID: 0\r\nConnection: close\r\n\r\n"));
        var buffer = new byte[BufferSize];
        var kept = 0;
        for (int read; (read = await socket.ReceiveAsync(buffer.AsMemory(kept))) > 0;)
        {
            open.TrySetResult();
            recording?.Write(buffer, kept, read);
            var left = Scan(buffer.AsSpan(0, kept + read), Note);
            buffer.AsSpan(kept + read - left, left).CopyTo(buffer);
            kept = left;
        }
    }

    /// <summary>Ends when it has received an event.</summary>
    public async Task Until(long seq)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Interlocked.Read(ref last) < seq)
            await timer.WaitForNextTickAsync();
    }

    /// <summary>Counts from here on.</summary>
    public void Mark() => Marked = Interlocked.Read(ref last);

    void Note(long seq)
    {
        seen[seq] = (DateTimeOffset.UtcNow, seen.GetValueOrDefault(seq).Times + 1);
        Interlocked.Exchange(ref last, seq);
    }

    /// <summary>Finds the events' numbers. What is between chunks of HTTP cannot look like one.</summary>
    /// <returns>How many bytes at the end may be the beginning of a number's line.</returns>
    public static int Scan(ReadOnlySpan<byte> bytes, Action<long> found)
    {
        while (bytes.IndexOf(BeforeNumber) is >= 0 and var at)
        {
            var digits = bytes[(at + BeforeNumber.Length)..];
            if (digits.IndexOf((byte)'\n') is not (>= 0 and var end))
                return bytes.Length - at;
            found(long.Parse(digits[..end], provider: null));
            bytes = digits[end..];
        }
        return Math.Min(BeforeNumber.Length - 1, bytes.Length);
    }

    public void Dispose()
    {
        socket.Dispose();
        recording?.Dispose();
    }
}
