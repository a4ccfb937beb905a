using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs;

/// <summary>A web server that tells when it was called and when it was hung up on, and answers when it is told to.</summary>
sealed class GatedPeer : IAsyncDisposable
{
    readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    HttpPeer peer = null!;

    public static async Task<GatedPeer> Start()
    {
        var gated = new GatedPeer();
        gated.peer = await HttpPeer.Start(gated.Answer);
        return gated;
    }

    public Uri Url => peer.Url;

    public IReadOnlyList<PeerRequest> Requests => peer.Requests;

    /// <summary>Ends when the first call is there.</summary>
    public Task Arrived => arrived.Task.Soon();

    /// <summary>Ends when a caller hung up without its answer.</summary>
    public Task HungUp => hungUp.Task.Soon();

    /// <summary>Answers all calls, present and future.</summary>
    public void Open() => open.TrySetResult();

    async Task Answer(HttpContext context)
    {
        arrived.TrySetResult();
        try
        {
            await open.Task.WaitAsync(context.RequestAborted);
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("answer");
        }
        catch (OperationCanceledException)
        {
            hungUp.TrySetResult();
        }
    }

    public ValueTask DisposeAsync()
    {
        Open();
        return peer.DisposeAsync();
    }
}
