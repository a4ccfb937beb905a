using System.Net.Http.Headers;
using HtmxFlows.Files;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>Keeps the body of one answer as a file, if it is to be one; it is never whole in memory.</summary>
sealed class HttpDownload(HttpConfiguration configuration, NodeFiles files)
{
    const int BufferBytes = 64 * 1024;

    /// <summary>What was kept; null if the body is no file or is empty.</summary>
    public FileValue? File { get; private set; }

    /// <inheritdoc cref="OutboundRequest.Download"/>
    public Func<Stream, CancellationToken, Task>? Choose(OutboundResponse head) =>
        new HttpAnswer(head, configuration).IsFile ? (body, stop) => Keep(head, body, stop) : null;

    async Task Keep(OutboundResponse head, Stream body, CancellationToken stop)
    {
        head.RefusePacked();
        var buffer = new byte[BufferBytes];
        var read = await body.ReadAsync(buffer, stop);
        if (read == 0 && configuration.Response != HttpResponseKind.File)
            return;
        await using var file = files.Begin(NameOf(head), MediaType.Safe(head.ContentType, head.Charset));
        for (; read > 0; read = await body.ReadAsync(buffer, stop))
            await file.WriteAsync(buffer.AsMemory(0, read), stop);
        File = await files.Keep(file);
    }

    /// <summary>The name that the answer gives (RFC 6266), else the last part of its address.</summary>
    static string NameOf(OutboundResponse head)
    {
        if (head.Headers.TryGetValue("Content-Disposition", out var text) && ContentDispositionHeaderValue.TryParse(text, out var disposition)
            && (disposition.FileNameStar ?? disposition.FileName?.Trim('"')) is { Length: > 0 } name)
            return name;
        return Uri.UnescapeDataString(head.Url.Segments[^1]).Trim('/') is { Length: > 0 } last ? last : "download";
    }
}
