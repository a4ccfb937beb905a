namespace HtmxFlows.Nodes;

/// <summary>The checksum of zip archives (ISO 3309), of bytes that are added piece by piece.</summary>
sealed class Crc32
{
    const uint Polynomial = 0xEDB88320;

    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (left, _) => (left >> 1) ^ ((left & 1) * Polynomial)))];

    uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var next = state;
        foreach (var value in bytes)
            next = (next >> 8) ^ Table[(byte)next ^ value];
        state = next;
    }
}
