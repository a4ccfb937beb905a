namespace HtmxFlows.Expressions;

/// <summary>
/// New places of values in the run's data. A key is the beginning of a path as templates write it, such as <c>a</c>, <c>input.a</c> or
/// <c>run.approvals.a</c>; its value is what is written instead. The longest key that fits a path counts.
/// </summary>
public static class PathNames
{
    const int LongestKey = 3;

    /// <summary>The key of a path's beginning.</summary>
    public static string Key(params IEnumerable<string> path) => string.Join('.', path.Select(TemplateSyntax.Written));

    /// <summary>What a path's beginning is replaced by.</summary>
    /// <returns>How many names of the path, after <paramref name="From"/> of them, are replaced, and by what; null if it stays.</returns>
    public static (int From, int Count, string To)? Find(IReadOnlyList<string> path, IReadOnlyDictionary<string, string> names)
    {
        // A node is a member of `nodes` under its own name.
        if (path is ["nodes", var id, ..])
            return names.TryGetValue(Key(id), out var moved) ? moved.StartsWith("run.", StringComparison.Ordinal) ? (0, 2, moved) : (1, 1, moved) : null;
        for (var count = Math.Min(LongestKey, path.Count); count > 0; count--)
        {
            if (names.TryGetValue(Key(path.Take(count)), out var to))
                return (0, count, to);
        }
        return null;
    }

    /// <summary>A path after the replacement; the path itself if it stays.</summary>
    public static IReadOnlyList<string> Follow(IReadOnlyList<string> path, IReadOnlyDictionary<string, string> names) =>
        Find(path, names) is var (from, count, to) ? [.. path.Take(from), .. TemplateSyntax.Segments(to), .. path.Skip(from + count)] : path;
}
