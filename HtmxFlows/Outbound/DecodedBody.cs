using HtmxFlows.Data;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace HtmxFlows.Outbound;

/// <summary>The body of an answer as the connection unpacks it; damage is a sentence.</summary>
sealed class DecodedBody(Stream source) : ReadStream
{
    /// <summary>The largest window of Zstandard in HTTP, as a power of two (RFC 9659).</summary>
    const int LargestWindow = 23;

    /// <summary>A body that the connection does not unpack.</summary>
    public static DecodedBody OfZstandard(Stream packed)
    {
        var stream = new DecompressionStream(packed, leaveOpen: false);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindow);
        return new(stream);
    }

    /// <exception cref="OutboundException">The compressed body is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or ZstdException or EndOfStreamException)
        {
            throw new OutboundException("The compressed body is damaged. Try again, or send Accept-Encoding: identity.", error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }
}
