namespace HtmxFlows.Conditions;

/// <summary>Looks for a text in another, in time that grows with their lengths and not with the product of them.</summary>
static class TextSearch
{
    // Up to here the search of the platform, which begins again at each place, is the faster one.
    const long MostSteps = 10_000_000;

    public static bool Contains(string text, string part, bool ignoresCase) =>
        part.Length > text.Length ? false
        : (long)text.Length * part.Length <= MostSteps ? text.Contains(part, ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        : ignoresCase ? InOnePass(text.ToUpperInvariant(), part.ToUpperInvariant()).Any()
        : InOnePass(text, part).Any();

    /// <summary>The positions of a part, which is not empty, in a text, in order and without overlaps.</summary>
    public static IEnumerable<int> Places(string text, string part) =>
        part.Length > text.Length ? [] : (long)text.Length * part.Length <= MostSteps ? ByPlatform(text, part) : InOnePass(text, part);

    static IEnumerable<int> ByPlatform(string text, string part)
    {
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            yield return at;
    }

    /// <summary>Goes over the text once: what has matched so far says where the next match may begin (Knuth, Morris and Pratt).</summary>
    static IEnumerable<int> InOnePass(string text, string part)
    {
        var overlaps = Overlaps(part);
        var matched = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            while (matched > 0 && part[matched] != letter)
                matched = overlaps[matched - 1];
            if (part[matched] == letter)
                matched++;
            if (matched < part.Length)
                continue;
            yield return at + 1 - part.Length;
            matched = 0;
        }
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
