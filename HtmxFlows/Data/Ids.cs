namespace HtmxFlows.Data;

/// <summary>Ids that sort as the things they name were made.</summary>
public static class Ids
{
    /// <summary>
    /// A UUIDv7 whose first random bits are the fraction of the millisecond (RFC 9562, section 6.2, method 3). The plain one orders what
    /// was made within a millisecond at random, and the turns of a quick conversation with it.
    /// </summary>
    public static Guid New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(now, bytes);
        return new(bytes, bigEndian: true);
    }

    /// <summary>The smallest id of what is made at a moment: ids of what was made before it sort before.</summary>
    public static Guid First(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        Write(moment < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : moment, bytes);
        bytes[8..].Clear();
        bytes[8] = 0x80;
        return new(bytes, bigEndian: true);
    }

    /// <summary>When a thing was made, by its id, to the millisecond.</summary>
    public static DateTimeOffset MomentOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }

    static void Write(DateTimeOffset now, Span<byte> bytes)
    {
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var fraction = (int)(now.Ticks % TimeSpan.TicksPerMillisecond * 4096 / TimeSpan.TicksPerMillisecond);
        (bytes[6], bytes[7]) = ((byte)(0x70 | fraction >> 8), (byte)fraction);
    }
}
