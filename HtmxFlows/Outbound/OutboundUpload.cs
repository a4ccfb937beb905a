namespace HtmxFlows.Outbound;

/// <summary>A body that is streamed. A redirect may send it again, so each piece can be opened more than once.</summary>
public sealed record OutboundUpload(IReadOnlyList<OutboundPiece> Pieces)
{
    /// <summary>In bytes.</summary>
    public long Length => Pieces.Sum(piece => piece.Length);
}

/// <summary>A part of a body: bytes, or a stream that is read to its end.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Open">Gives the stream.</param>
/// <param name="Bytes">The bytes, if they are in memory.</param>
public sealed record OutboundPiece(long Length, Func<Stream> Open, byte[]? Bytes = null)
{
    public static OutboundPiece Of(byte[] bytes) => new(bytes.Length, () => new MemoryStream(bytes, writable: false), bytes);
}
