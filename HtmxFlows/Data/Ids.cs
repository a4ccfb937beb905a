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
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var fraction = (int)(now.Ticks % TimeSpan.TicksPerMillisecond * 4096 / TimeSpan.TicksPerMillisecond);
        (bytes[6], bytes[7]) = ((byte)(0x70 | fraction >> 8), (byte)fraction);
        return new(bytes, bigEndian: true);
    }
}
