using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>A part of a stream, which is read through it alone.</summary>
sealed class PartStream : ReadStream
{
    readonly Stream whole;
    long left;

    public PartStream(Stream whole, long at, long length)
    {
        (this.whole, left) = (whole, length);
        whole.Position = at;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= read;
        return read;
    }
}
