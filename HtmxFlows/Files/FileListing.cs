namespace HtmxFlows.Files;

/// <summary>A file in the list of files, with one of those that hold it.</summary>
public sealed record FileListing
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public long Size { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The newest run that holds it; null if none does.</summary>
    public Guid? Run { get; init; }

    /// <summary>The name of that run's workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>The collection of a store entry that holds it; null if none does.</summary>
    public string? Collection { get; init; }

    /// <summary>The key of that entry.</summary>
    public string? Key { get; init; }

    /// <summary>A workflow whose draft holds it among its outputs; null if none does.</summary>
    public Guid? Draft { get; init; }
}
