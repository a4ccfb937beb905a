namespace HtmxFlows.Store;

/// <summary>A collection of stored values.</summary>
public sealed record CollectionLine
{
    public string Name { get; init; } = "";

    /// <summary>How many it has.</summary>
    public int Entries { get; init; }

    /// <summary>When one of them was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
