using System.Net;
using System.Net.Sockets;

namespace HtmxFlows.Tests.Live;

/// <summary>
/// A relay between viewers and the app that cuts the connections, each after some number of bytes of its answer: often in the head, or in
/// the middle of a line or a letter, and now and then late. After so many cuts it cuts no more.
/// </summary>
sealed class ChaosRelay : IAsyncDisposable
{
    const int Fewest = 200;

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource closing = new();
    readonly Uri app;
    readonly Random random;
    readonly int most;
    readonly int longest;
    readonly Task accepting;
    int cuts;

    ChaosRelay(Uri app, int most, int longest, int seed)
    {
        (this.app, this.most, this.longest, random) = (app, most, longest, new(seed));
        listener.Start();
        accepting = Accept();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    public int Cuts => Volatile.Read(ref cuts);

    /// <param name="app">Where it leads.</param>
    /// <param name="most">How many cuts.</param>
    /// <param name="longest">Up to how many bytes may come through before one.</param>
    /// <param name="seed">Of the lengths.</param>
    public static ChaosRelay To(Uri app, int most, int longest, int seed) => new(app, most, longest, seed);

    async Task Accept()
    {
        while (true)
        {
            var viewer = await listener.AcceptSocketAsync(closing.Token);
            _ = Serve(viewer, NextCut(), isAbrupt: random.Next(2) == 0);
        }
    }

    /// <summary>Twice as much is about half as likely.</summary>
    int NextCut() => Cuts >= most ? int.MaxValue : (int)(Fewest * Math.Pow((double)longest / Fewest, random.NextDouble()));

    async Task Serve(Socket viewer, int bytes, bool isAbrupt)
    {
        using var near = viewer;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await far.ConnectAsync(app.Host, app.Port, closing.Token);
            _ = Pass(near, far, int.MaxValue);
            if (!await Pass(far, near, bytes))
                return;
            Interlocked.Increment(ref cuts);
            // The one way loses what was on its way, the other delivers it.
            near.LingerState = new(isAbrupt, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The viewer has left by itself.
        }
    }

    /// <returns>Whether there was more than that many bytes.</returns>
    async Task<bool> Pass(Socket from, Socket to, int bytes)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, closing.Token)) > 0; bytes -= read)
            {
                await to.SendAsync(buffer.AsMemory(0, Math.Min(read, bytes)), closing.Token);
                if (read > bytes)
                    return true;
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Dispose();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        closing.Dispose();
    }
}
