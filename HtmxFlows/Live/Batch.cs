namespace HtmxFlows.Live;

/// <summary>What a viewer is given at once: the bytes from its cursor up to now.</summary>
/// <param name="Last">The number of the last event in it: the viewer's next cursor.</param>
/// <param name="IsEnd">The run has ended, and with it the stream.</param>
public sealed record Batch(long Last, ReadOnlyMemory<byte> Bytes, bool IsEnd)
{
    /// <summary>What goes before, piece by piece, with time for the browser between them: together they would hold the page up.</summary>
    public IReadOnlyList<byte[]> Pieces { get; init; } = [];
}
