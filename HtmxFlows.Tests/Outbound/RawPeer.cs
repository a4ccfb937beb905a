using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HtmxFlows.Tests.Outbound;

/// <summary>
/// A hostile server on loopback, one connection after another: it reads the head of a request, then writes whatever its delegate
/// writes, and hangs up.
/// </summary>
sealed class RawPeer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly Task loop;

    RawPeer(Func<NetworkStream, CancellationToken, Task> answer)
    {
        listener.Start();
        loop = Accept(answer);
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}/");

    public static RawPeer Start(Func<NetworkStream, CancellationToken, Task> answer) => new(answer);

    public static RawPeer Writing(string head) => Start((stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(head), stop).AsTask());

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        listener.Dispose();
        stopping.Dispose();
    }

    async Task Accept(Func<NetworkStream, CancellationToken, Task> answer)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                await Serve(client.GetStream(), answer);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    async Task Serve(NetworkStream stream, Func<NetworkStream, CancellationToken, Task> answer)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            while (await reader.ReadLineAsync(stopping.Token) is { Length: > 0 })
            {
            }

            await answer(stream, stopping.Token);
        }
        catch (IOException)
        {
            // The caller has hung up, which is what a hostile peer is for.
        }
    }
}
