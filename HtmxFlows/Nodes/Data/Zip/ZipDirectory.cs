using System.Buffers.Binary;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>Reads the directory at the end of a zip archive (PKWARE's APPNOTE, sections 4.3 and 4.5), within limits whatever it says of itself.</summary>
static class ZipDirectory
{
    /// <summary>The most entries of an archive.</summary>
    public const int MostEntries = 10_000;

    /// <summary>The largest directory, in bytes.</summary>
    public const int LargestDirectory = 8 * 1024 * 1024;

    const int EndBytes = 22, LocatorBytes = 20, LargeEndBytes = 56, HeaderBytes = 46, LongestComment = ushort.MaxValue;

    const uint EndMark = 0x06054b50, LocatorMark = 0x07064b50, LargeEndMark = 0x06064b50, HeaderMark = 0x02014b50;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static readonly Encoding Old = CharacterSet.Find("ibm437")!;

    /// <exception cref="NodeException">The bytes are no archive, or one beyond the limits.</exception>
    public static IReadOnlyList<ZipEntry> Read(Stream archive)
    {
        var (at, size, count, moved) = Find(archive);
        if (count > MostEntries || size > LargestDirectory)
            throw new NodeException($"The archive has {count:N0} entries; the limit is {MostEntries:N0} in a directory of {LargestDirectory:N0} bytes. Use several smaller archives.");
        if (at < 0 || size < 0 || at > archive.Length - size)
            throw Damaged();
        return Parse(Bytes(archive, at, (int)size), count, moved);
    }

    /// <summary>Where the directory is, its size, how many entries it should have, and by how much all its positions are moved.</summary>
    static (long At, long Size, long Count, long Moved) Find(Stream archive)
    {
        var tail = Bytes(archive, Math.Max(0, archive.Length - EndBytes - LongestComment), (int)Math.Min(archive.Length, EndBytes + LongestComment));
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (UInt32(end) != EndMark)
                continue;
            var (count, size, start) = (UInt16(end[10..]), UInt32(end[12..]), UInt32(end[16..]));
            var position = archive.Length - tail.Length + at;
            return count == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue ? FindLarge(archive, position)
                // Bytes before the archive, such as a program that unpacks it, move everything.
                : (Math.Max(start, position - size), size, count, Math.Max(0, position - size - start));
        }
        throw new NodeException("The file is not a zip archive, or it is cut off: its directory is missing. Check that the download is complete.");
    }

    static (long At, long Size, long Count, long Moved) FindLarge(Stream archive, long end)
    {
        if (end < LocatorBytes || Bytes(archive, end - LocatorBytes, LocatorBytes) is var locator && UInt32(locator) != LocatorMark)
            throw Damaged();
        var at = Int64(locator.AsSpan(8));
        if (at < 0 || at > archive.Length - LargeEndBytes || Bytes(archive, at, LargeEndBytes) is var large && UInt32(large) != LargeEndMark)
            throw Damaged();
        return (Int64(large.AsSpan(48)), Int64(large.AsSpan(40)), Int64(large.AsSpan(32)), 0);
    }

    static List<ZipEntry> Parse(ReadOnlySpan<byte> directory, long count, long moved)
    {
        List<ZipEntry> entries = [];
        while (entries.Count < count)
        {
            if (directory.Length < HeaderBytes || UInt32(directory) != HeaderMark)
                throw Damaged();
            var (name, extra, comment) = (UInt16(directory[28..]), UInt16(directory[30..]), UInt16(directory[32..]));
            var length = HeaderBytes + name + extra + comment;
            if (directory.Length < length)
                throw Damaged();
            entries.Add(Entry(directory, directory.Slice(HeaderBytes, name), directory.Slice(HeaderBytes + name, extra), moved));
            directory = directory[length..];
        }
        return entries;
    }

    static ZipEntry Entry(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long moved)
    {
        var flags = UInt16(header[8..]);
        long[] sizes = [UInt32(header[24..]), UInt32(header[20..]), UInt32(header[42..])];
        ReadLarge(extra, sizes);
        return new(Path(name, (flags & 0x800) != 0), UInt16(header[10..]), (flags & 1) != 0, UInt32(header[16..]), sizes[1], sizes[0], sizes[2] + moved, Modified(UInt16(header[14..]), UInt16(header[12..])));
    }

    /// <summary>Replaces the numbers that do not fit into 32 bits by those of the extra field 1.</summary>
    static void ReadLarge(ReadOnlySpan<byte> extra, long[] sizes)
    {
        for (; extra.Length >= 4 && UInt16(extra[2..]) is var length && extra.Length >= 4 + length; extra = extra[(4 + length)..])
        {
            if (UInt16(extra) != 1)
                continue;
            var field = extra.Slice(4, length);
            for (var i = 0; i < sizes.Length && field.Length >= 8; i++)
            {
                if (sizes[i] != uint.MaxValue)
                    continue;
                sizes[i] = Int64(field);
                field = field[8..];
            }
        }
    }

    // Few writers say that a name is UTF-8, and most write it.
    static string Path(ReadOnlySpan<byte> name, bool isUtf8)
    {
        try
        {
            return Strict.GetString(name).Replace('\\', '/');
        }
        catch (DecoderFallbackException)
        {
            return (isUtf8 ? Encoding.UTF8 : Old).GetString(name).Replace('\\', '/');
        }
    }

    static DateTime? Modified(int date, int time)
    {
        try
        {
            return new DateTime(1980 + (date >> 9), (date >> 5) & 15, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2, DateTimeKind.Unspecified);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    public static NodeException Damaged() => new("The archive is damaged: its directory does not fit its content. Download or make it again.");

    static byte[] Bytes(Stream archive, long at, int count)
    {
        var bytes = new byte[count];
        archive.Position = at;
        archive.ReadExactly(bytes);
        return bytes;
    }

    static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
