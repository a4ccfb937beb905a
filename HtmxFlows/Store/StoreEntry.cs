namespace HtmxFlows.Store;

/// <summary>A stored value.</summary>
public sealed record StoreEntry
{
    public string Key { get; init; } = "";

    /// <summary>JSON; in a list only its beginning.</summary>
    public string Value { get; init; } = "";

    /// <summary>Whether there is more of it.</summary>
    public bool IsCut { get; init; }

    /// <summary>When it was last changed; it tells one state of the entry from another.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
