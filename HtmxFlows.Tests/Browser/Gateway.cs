using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtmxFlows.Tests.Browser;

/// <summary>A proxy between the browser and the app, which fails as proxies do. A connection carries one request.</summary>
sealed class Gateway : IAsyncDisposable
{
    const int LongestHead = 64 * 1024;

    static readonly byte[] BadGateway = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 11\r\nConnection: close\r\n\r\nBad Gateway"u8.ToArray();

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource closing = new();
    readonly ConcurrentDictionary<Socket, bool> connections = [];
    readonly Uri app;
    readonly Task accepting;
    volatile bool isDown;
    int refusals;

    Gateway(Uri app)
    {
        this.app = app;
        listener.Start();
        accepting = Accept();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    /// <summary>The ending of the addresses whose answers are never forwarded.</summary>
    public string? HoldsBack { get; init; }

    /// <summary>How many requests were answered 502.</summary>
    public int Refusals => Volatile.Read(ref refusals);

    public static Gateway To(Uri app, string? holdingBack = null) => new(app) { HoldsBack = holdingBack };

    /// <summary>Cuts every connection, and answers 502 until it is up again.</summary>
    public void GoDown()
    {
        isDown = true;
        Cut();
    }

    public void ComeUp() => isDown = false;

    /// <summary>Cuts every connection that is open now.</summary>
    public void Cut()
    {
        foreach (var connection in connections.Keys)
            connection.Close(0);
    }

    async Task Accept()
    {
        while (!closing.IsCancellationRequested)
        {
            var browser = await listener.AcceptSocketAsync(closing.Token);
            _ = Serve(browser);
        }
    }

    async Task Serve(Socket browser)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        connections[browser] = connections[server] = true;
        try
        {
            await using var near = new NetworkStream(browser, ownsSocket: true);
            var head = await Head(near);
            if (isDown)
            {
                Interlocked.Increment(ref refusals);
                await near.WriteAsync(BadGateway, closing.Token);
                return;
            }
            await server.ConnectAsync(app.Host, app.Port, closing.Token);
            await using var far = new NetworkStream(server);
            await far.WriteAsync(Encoding.Latin1.GetBytes(head.Replace("Connection: keep-alive", "Connection: close", StringComparison.Ordinal)), closing.Token);
            var up = near.CopyToAsync(far, closing.Token);
            await Task.WhenAny(up, Answer(far, near, head));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
        finally
        {
            connections.TryRemove(browser, out _);
            connections.TryRemove(server, out _);
        }
    }

    async Task Answer(NetworkStream far, NetworkStream near, string head)
    {
        var address = head.Split(' ', 3)[1].Split('?')[0];
        if (HoldsBack is null || !address.EndsWith(HoldsBack, StringComparison.Ordinal))
        {
            await far.CopyToAsync(near, closing.Token);
            return;
        }
        await far.CopyToAsync(Stream.Null, closing.Token);
        await Task.Delay(Timeout.Infinite, closing.Token);
    }

    /// <summary>The request up to the end of its head, perhaps with a part of its body.</summary>
    async Task<string> Head(NetworkStream near)
    {
        var head = new StringBuilder();
        var buffer = new byte[LongestHead];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await near.ReadAsync(buffer, closing.Token);
            if (read == 0 || head.Length > LongestHead)
                throw new IOException("The browser went before it had asked.");
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        return head.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        Cut();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        closing.Dispose();
    }
}
