using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Web;

/// <summary>Begins endless answers.</summary>
public sealed class StreamResponses(TimeProvider time, IHostApplicationLifetime lifetime)
{
    public StreamResponse Begin(HttpContext http, string contentType)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store, no-transform";
        http.Response.Headers.ContentEncoding = "identity";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return new(http, time, lifetime.ApplicationStopping);
    }
}

/// <summary>
/// An endless answer: nothing between the server and the reader holds it back, and a reader that does not read holds nothing up. Such a
/// reader is hung up on at a deadline, and at once when the server stops; whoever comes again goes on where he was.
/// </summary>
public sealed class StreamResponse
{
    /// <summary>So long a reader may take for a piece of the answer. Kestrel's own limit, a rate, gives a megabyte more than an hour.</summary>
    public static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(20);

    /// <summary>In bytes. More is not handed over before this much has gone, so that what a slow reader holds in memory is bounded.</summary>
    public const int LargestPiece = 32 * 1024;

    readonly HttpContext http;
    readonly TimeProvider time;
    readonly CancellationToken stopping;
    bool isDropped;

    internal StreamResponse(HttpContext http, TimeProvider time, CancellationToken stopping) => (this.http, this.time, this.stopping) = (http, time, stopping);

    /// <summary>Whether there is any use in writing more: the reader is there, and the server goes on.</summary>
    public bool IsOpen => !isDropped && !http.RequestAborted.IsCancellationRequested && !stopping.IsCancellationRequested;

    /// <summary>Sends bytes, or at least the headers if there are none. Whoever does not take them in time is gone afterwards.</summary>
    public async ValueTask Write(ReadOnlyMemory<byte> bytes)
    {
        do
        {
            var piece = bytes[..Math.Min(bytes.Length, LargestPiece)];
            bytes = bytes[piece.Length..];
            await InTime(http.Response.Body.WriteAsync(piece, CancellationToken.None));
        }
        while (bytes.Length > 0 && !isDropped);
    }

    ValueTask InTime(ValueTask write) => write.IsCompleted ? write : new(InTime(write.AsTask()));

    async Task InTime(Task write)
    {
        await write.WaitAsync(WriteDeadline, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!write.IsCompleted)
        {
            isDropped = true;
            http.Abort();
        }
        await write;
    }
}
