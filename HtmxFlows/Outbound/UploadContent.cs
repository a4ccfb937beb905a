using System.Net;

namespace HtmxFlows.Outbound;

/// <summary>The body of a message that is copied from streams, piece by piece.</summary>
sealed class UploadContent(OutboundUpload upload) : HttpContent
{
    const int BufferBytes = 64 * 1024;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var piece in upload.Pieces)
        {
            await using var source = piece.Open();
            await source.CopyToAsync(stream, BufferBytes, cancellationToken);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = upload.Length;
        return true;
    }
}
