using System.Text;

namespace HtmxFlows.Sql;

/// <summary>
/// A pattern of LIKE or GLOB, with SQLite's own rules (sqlite.org/lang_expr.html), but that LIKE ignores the case of all letters. SQLite matches one within a single operation, for as
/// long as the text times the pattern takes; this one looks at the clock on the way.
/// </summary>
sealed class SqlPattern
{
    /// <summary>The longest pattern in bytes.</summary>
    public const int Longest = 128;

    const int StepsBetweenLooks = 1 << 16;

    readonly List<Part> parts = [];
    readonly bool ignoreCase;

    SqlPattern(bool ignoreCase) => this.ignoreCase = ignoreCase;

    enum Kind { Rune, AnyRune, AnyText, Set, Nothing }

    /// <returns>Null if the pattern is too long.</returns>
    public static SqlPattern? Like(ReadOnlySpan<byte> pattern, Rune? escape)
    {
        if (pattern.Length > Longest) return null;
        var made = new SqlPattern(ignoreCase: true);
        while (!pattern.IsEmpty)
        {
            var rune = Next(ref pattern);
            // Nothing follows an escape at the end, so nothing matches it.
            if (rune == escape) made.parts.Add(pattern.IsEmpty ? new(Kind.Nothing) : new(Kind.Rune, Next(ref pattern)));
            else made.parts.Add(rune.Value switch { '%' => new(Kind.AnyText), '_' => new(Kind.AnyRune), _ => new(Kind.Rune, rune) });
        }
        return made;
    }

    /// <inheritdoc cref="Like"/>
    public static SqlPattern? Glob(ReadOnlySpan<byte> pattern)
    {
        if (pattern.Length > Longest) return null;
        var made = new SqlPattern(ignoreCase: false);
        while (!pattern.IsEmpty)
        {
            var rune = Next(ref pattern);
            made.parts.Add(rune.Value switch { '*' => new(Kind.AnyText), '?' => new(Kind.AnyRune), '[' => Set(ref pattern), _ => new(Kind.Rune, rune) });
        }
        return made;
    }

    /// <param name="text">UTF-8.</param>
    /// <param name="isOver">Whether the time is over.</param>
    /// <returns>Null if the time was over before there was an answer.</returns>
    public bool? Matches(ReadOnlySpan<byte> text, Func<bool> isOver)
    {
        var (at, part) = (0, 0);
        // Where to continue when what follows the last AnyText does not match: one character further.
        var (afterAny, from) = (-1, 0);
        var steps = 0;
        while (at < text.Length)
        {
            if (++steps % StepsBetweenLooks == 0 && isOver()) return null;
            if (part < parts.Count && parts[part].Kind == Kind.AnyText)
            {
                afterAny = ++part;
                from = at;
                if (part == parts.Count) return true;
                continue;
            }
            Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            if (part < parts.Count && parts[part].Matches(rune, ignoreCase))
            {
                part++;
                at += length;
                continue;
            }
            if (afterAny < 0) return false;
            Rune.DecodeFromUtf8(text[from..], out _, out var skipped);
            from += skipped;
            (at, part) = (from, afterAny);
        }
        while (part < parts.Count && parts[part].Kind == Kind.AnyText) part++;
        return part == parts.Count;
    }

    static Rune Next(ref ReadOnlySpan<byte> pattern)
    {
        Rune.DecodeFromUtf8(pattern, out var rune, out var length);
        pattern = pattern[length..];
        return rune;
    }

    // [abc], [a-z], [^a-z]; a ] that comes first stands for itself. One that does not end matches nothing.
    static Part Set(ref ReadOnlySpan<byte> pattern)
    {
        List<(Rune From, Rune To)> ranges = [];
        var isNegated = !pattern.IsEmpty && pattern[0] == '^';
        if (isNegated) pattern = pattern[1..];
        Rune? before = null;
        for (var first = true; !pattern.IsEmpty; first = false)
        {
            var rune = Next(ref pattern);
            if (rune.Value == ']' && !first) return new(Kind.Set, Ranges: ranges, IsNegated: isNegated);
            if (rune.Value == '-' && before is { } start && !pattern.IsEmpty && pattern[0] != ']')
            {
                ranges.Add((start, Next(ref pattern)));
                before = null;
                continue;
            }
            ranges.Add((rune, rune));
            before = first && rune.Value == ']' ? null : rune;
        }
        return new(Kind.Nothing);
    }

    readonly record struct Part(Kind Kind, Rune Rune = default, List<(Rune From, Rune To)>? Ranges = null, bool IsNegated = false)
    {
        public bool Matches(Rune rune, bool ignoreCase) => Kind switch
        {
            Kind.AnyRune => true,
            Kind.Rune => rune == Rune || ignoreCase && SqlCase.Fold(rune) == SqlCase.Fold(Rune),
            Kind.Set => Ranges!.Exists(range => range.From <= rune && rune <= range.To) != IsNegated,
            _ => false,
        };
    }
}
