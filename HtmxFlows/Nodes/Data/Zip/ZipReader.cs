using System.Buffers.Binary;
using System.IO.Compression;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Reads the entries of a zip archive, one after another. An entry gives no more bytes than the archive says, and those are checked.</summary>
sealed class ZipReader(Stream archive) : IDisposable
{
    const int HeaderBytes = 30;

    const uint HeaderMark = 0x04034b50;

    const int Stored = 0, Deflated = 8;

    /// <exception cref="NodeException">The bytes are no archive, or one beyond the limits.</exception>
    public IReadOnlyList<ZipEntry> Entries { get; } = ZipDirectory.Read(archive);

    /// <summary>The unpacked bytes of an entry, to be read before those of another.</summary>
    /// <exception cref="NodeException">The entry cannot be read; the stream throws it too.</exception>
    public Stream Open(ZipEntry entry)
    {
        if (entry.IsEncrypted)
            throw new NodeException($"“{entry.Path}” is encrypted. Use an archive without a password.");
        var packed = new PartStream(archive, Begin(entry), entry.Packed);
        return entry.Method switch
        {
            Stored => new ZipEntryStream(packed, entry),
            Deflated => new ZipEntryStream(new DeflateStream(packed, CompressionMode.Decompress), entry),
            _ => throw new NodeException($"“{entry.Path}” is compressed by method {entry.Method}, which is not supported. Use an archive with Deflate, the usual method."),
        };
    }

    public void Dispose() => archive.Dispose();

    /// <summary>Where the packed bytes begin.</summary>
    long Begin(ZipEntry entry)
    {
        if (entry.At < 0 || entry.Packed < 0 || entry.At > archive.Length - HeaderBytes)
            throw ZipDirectory.Damaged();
        Span<byte> header = stackalloc byte[HeaderBytes];
        archive.Position = entry.At;
        archive.ReadExactly(header);
        var begin = entry.At + HeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == HeaderMark && begin <= archive.Length - entry.Packed ? begin : throw ZipDirectory.Damaged();
    }
}
