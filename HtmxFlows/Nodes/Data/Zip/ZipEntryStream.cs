using System.IO.Hashing;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The unpacked bytes of an entry. It fails where they are not those that the archive describes.</summary>
sealed class ZipEntryStream(Stream unpacked, ZipEntry entry) : ReadStream
{
    readonly Crc32 crc = new();
    long read;

    /// <exception cref="NodeException">The entry is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = Unpack(buffer);
        crc.Append(buffer[..count]);
        read += count;
        var isWrong = read > entry.Size || count == 0 && buffer.Length > 0 && (read < entry.Size || crc.GetCurrentHashAsUInt32() != entry.Crc);
        return isWrong ? throw Damaged() : count;
    }

    int Unpack(Span<byte> buffer)
    {
        try
        {
            return unpacked.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(error);
        }
    }

    NodeException Damaged(Exception? error = null) => new($"“{entry.Path}” in the archive is damaged. Download or make the archive again.", error);

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}
