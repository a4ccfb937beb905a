namespace HtmxFlows.Data;

/// <summary>Reads as another stream does, and not more than so many bytes.</summary>
/// <param name="most">In bytes.</param>
/// <param name="tooLong">What is thrown at the byte after them.</param>
sealed class BoundedStream(Stream source, long most, Func<Exception> tooLong) : ReadStream
{
    long left = most;

    public override int Read(Span<byte> buffer) => Count(source.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await source.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }

    int Count(int read) => (left -= read) >= 0 ? read : throw tooLong();
}
