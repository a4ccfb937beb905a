namespace HtmxFlows.Data;

/// <summary>Finds the name that a misspelled one probably means.</summary>
static class SimilarName
{
    const int MostEdits = 2;

    /// <summary>The known name with the fewest edits, ignoring case; null if none is similar. Short names allow fewer edits.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string[] candidates = [.. known];
        return Enumerable.Range(0, Math.Min(MostEdits, name.Length / 3) + 1)
            .Select(edits => candidates.FirstOrDefault(candidate => IsWithin(edits, name, candidate)))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>Whether two names differ by at most so many added, removed or replaced characters.</summary>
    static bool IsWithin(int edits, ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (Math.Abs(one.Length - other.Length) > edits)
            return false;
        while (one.Length > 0 && other.Length > 0 && char.ToUpperInvariant(one[0]) == char.ToUpperInvariant(other[0]))
        {
            one = one[1..];
            other = other[1..];
        }
        if (one.IsEmpty || other.IsEmpty)
            return one.Length + other.Length <= edits;
        return edits > 0 && (IsWithin(edits - 1, one[1..], other[1..]) || IsWithin(edits - 1, one[1..], other) || IsWithin(edits - 1, one, other[1..]));
    }
}
