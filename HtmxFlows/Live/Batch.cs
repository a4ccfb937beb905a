namespace HtmxFlows.Live;

/// <summary>What a viewer is sent at once: the bytes from its cursor up to now.</summary>
/// <param name="Last">The number of the last event in it: the viewer's next cursor.</param>
/// <param name="IsEnd">The run has ended, and with it the stream.</param>
public sealed record Batch(long Last, ReadOnlyMemory<byte> Bytes, bool IsEnd)
{
    /// <summary>Sent before the bytes, piece by piece, with time for the browser between them: together they would block the page.</summary>
    public IReadOnlyList<byte[]> Pieces { get; init; } = [];
}
