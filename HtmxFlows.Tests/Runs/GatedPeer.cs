using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs;

/// <summary>A web server that signals requests and aborted requests, and answers once it is opened.</summary>
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

    /// <summary>Completes at the first request.</summary>
    public Task Arrived => arrived.Task.Soon();

    /// <summary>Completes when a client aborted a request.</summary>
    public Task HungUp => hungUp.Task.Soon();

    /// <summary>Answers all requests, present and future.</summary>
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
