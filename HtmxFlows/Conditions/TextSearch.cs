namespace HtmxFlows.Conditions;

/// <summary>Looks for a text in another, in time that grows with their lengths and not with the product of them.</summary>
static class TextSearch
{
    // Up to here the search of the platform, which begins again at each place, is the faster one.
    const long MostSteps = 10_000_000;

    public static bool Contains(string text, string part, bool ignoresCase) =>
        part.Length > text.Length ? false
        : (long)text.Length * part.Length <= MostSteps ? text.Contains(part, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        : ignoresCase ? IsIn(text.ToUpperInvariant(), part.ToUpperInvariant())
        : IsIn(text, part);

    /// <summary>Goes over the text once: what has matched so far says where the next match may begin (Knuth, Morris and Pratt).</summary>
    static bool IsIn(string text, string part)
    {
        var overlaps = Overlaps(part);
        var matched = 0;
        foreach (var letter in text)
        {
            while (matched > 0 && part[matched] != letter)
                matched = overlaps[matched - 1];
            if (part[matched] == letter)
                matched++;
            if (matched == part.Length)
                return true;
        }
        return false;
    }

    /// <summary>For each beginning of the text, how much of its end is a beginning of it again.</summary>
    static int[] Overlaps(string part)
    {
        var overlaps = new int[part.Length];
        for (var (at, matched) = (1, 0); at < part.Length; at++)
        {
            while (matched > 0 && part[matched] != part[at])
                matched = overlaps[matched - 1];
            if (part[matched] == part[at])
                matched++;
            overlaps[at] = matched;
        }
        return overlaps;
    }
}
