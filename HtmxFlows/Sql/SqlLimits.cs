
namespace HtmxFlows.Sql;

/// <summary>What one query may use. Past a limit it ends with an error that names the limit, never with a cut result.</summary>
public sealed record SqlLimits
{
    public static SqlLimits Default { get; } = new();

    /// <summary>From the call to the last row.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The result as JSON in UTF-8.</summary>
    public int ResultBytes { get; init; } = 1 << 20;

    /// <summary>The largest single text, parameter or row inside the query.</summary>
    public int ValueBytes { get; init; } = 4 << 20;

    /// <summary>What SQLite holds for the query: sorting, grouping, recursion.</summary>
    public long MemoryBytes { get; init; } = 64 << 20;
}
