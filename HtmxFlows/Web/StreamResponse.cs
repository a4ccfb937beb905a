using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Web;

/// <summary>Starts endless responses.</summary>
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
/// An endless response that proxies do not buffer. A client that stops reading blocks nothing: it is disconnected at a deadline, and at
/// once when the server stops. A reconnecting client resumes where it was.
/// </summary>
public sealed class StreamResponse
{
    /// <summary>The time limit for one piece of the response. Kestrel's own limit is a rate, which allows more than an hour for a megabyte.</summary>
    public static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(20);

    /// <summary>The size of a piece, in bytes. The next piece waits for this one, which bounds the memory that a slow client holds.</summary>
    public const int LargestPiece = 32 * 1024;

    readonly HttpContext http;
    readonly TimeProvider time;
    readonly CancellationToken stopping;
    bool isDropped;

    internal StreamResponse(HttpContext http, TimeProvider time, CancellationToken stopping) => (this.http, this.time, this.stopping) = (http, time, stopping);

    /// <summary>Whether the client is connected and the server is not stopping.</summary>
    public bool IsOpen => !isDropped && !http.RequestAborted.IsCancellationRequested && !stopping.IsCancellationRequested;

    /// <summary>Sends bytes, or only the headers if there are none. A client that does not accept them in time is disconnected.</summary>
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
