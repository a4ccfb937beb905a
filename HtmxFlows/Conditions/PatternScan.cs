using System.Buffers;
using System.Globalization;

namespace HtmxFlows.Conditions;

/// <summary>Reads the structure of a regular expression in one pass, to know what it costs before anything is built of it.</summary>
sealed class PatternScan
{
    const string NoControl = @"\c is not available. Write the character as \u and four digits.";

    static readonly SearchValues<char> Options = SearchValues.Create("imnsxIMNSX+-");

    readonly string pattern;
    readonly HashSet<string> classes = new(StringComparer.Ordinal);
    readonly Stack<double> outer = new();
    double sequence, last;
    int at;

    PatternScan(string pattern) => this.pattern = pattern;

    /// <summary>What makes the pattern unusable, in the end of a sentence, or null.</summary>
    public static string? FindProblem(string pattern) => new PatternScan(pattern).Run();

    string? Run()
    {
        while (at < pattern.Length)
        {
            if (ReadOne() is { } problem)
                return problem;
            if (sequence > Pattern.LargestSize)
                return $"its repeats expand to more than {Pattern.LargestSize} characters and classes. Use smaller counts, or * and +.";
            if (classes.Count > Pattern.MostClasses)
                return $"it has more than {Pattern.MostClasses} different classes and non-ASCII characters. Use fewer, or several conditions.";
        }
        return null;
    }

    string? ReadOne()
    {
        var letter = pattern[at++];
        switch (letter)
        {
            case '\\':
                return Escape();
            case '[':
                return Class();
            case '(':
                outer.Push(sequence);
                (sequence, last) = (0, 0);
                return Group();
            case ')' when outer.Count > 0:
                (last, sequence) = (sequence, outer.Pop() + sequence);
                return null;
            case '{':
                Repeat();
                return null;
            case '*' or '+' or '?' or '|' or '^' or '$':
                return null;
            default:
                if (!char.IsAscii(letter))
                    classes.Add(letter.ToString());
                Add();
                return null;
        }
    }

    void Add()
    {
        last = 1;
        sequence++;
    }

    string? Escape()
    {
        if (at >= pattern.Length)
            return null;
        var from = at;
        var letter = pattern[at++];
        if (letter is >= '1' and <= '9' or 'k')
            return "back references are not available. Compare the parts in separate conditions.";
        if (letter == 'c')
            return NoControl;
        at += letter switch
        {
            'u' => Math.Min(4, pattern.Length - at),
            'x' => Math.Min(2, pattern.Length - at),
            'p' or 'P' => pattern.IndexOf('}', at) is >= 0 and var end ? end + 1 - at : 0,
            _ => 0,
        };
        if (letter is 'u' or 'x' or 'p' or 'P' or 'w' or 'W' or 'd' or 'D' or 's' or 'S' or 'b' or 'B')
            classes.Add(pattern[from..at]);
        Add();
        return null;
    }

    /// <summary>A class in brackets. Its first letter is a letter also if it is a bracket that closes.</summary>
    string? Class()
    {
        var from = at;
        at += at < pattern.Length && pattern[at] == '^' ? 1 : 0;
        for (var first = true; at < pattern.Length; at++, first = false)
        {
            if (pattern[at] == ']' && !first)
            {
                classes.Add(pattern[from..at++]);
                Add();
                return null;
            }
            if (pattern[at] == '[')
                return @"nested classes are not available. Write \[ for a bracket in a class.";
            if (pattern[at] == '\\' && ++at < pattern.Length && pattern[at] == 'c')
                return NoControl;
        }
        return "a class is not closed. Add a ].";
    }

    /// <summary>The part of a group between its question mark and its content.</summary>
    string? Group()
    {
        if (at >= pattern.Length || pattern[at] != '?')
            return null;
        at++;
        var rest = pattern.AsSpan(at);
        if (rest is ['=', ..] or ['!', ..] or ['<', '=', ..] or ['<', '!', ..])
            return "look-ahead and look-behind are not available. Use several conditions.";
        if (rest is ['>', ..] or ['(', ..])
            return "atomic and conditional groups are not available. Use several conditions.";
        if (rest is ['#', ..])
            return "comments are not available. Remove them.";
        var options = rest[..Math.Max(0, rest.IndexOfAnyExcept(Options))];
        return options.ContainsAny('x', 'X') ? "the option x is not available. Remove white space and comments." : null;
    }

    void Repeat()
    {
        var end = pattern.IndexOf('}', at);
        if (end < 0 || Counts(pattern.AsSpan(at, end - at)) is not { } most)
        {
            Add();
            return;
        }
        at = end + 1;
        sequence += last * (Math.Max(most, 1) - 1);
        last *= Math.Max(most, 1);
    }

    /// <summary>The larger of the counts between braces; null if they are no counts.</summary>
    static double? Counts(ReadOnlySpan<char> braces)
    {
        var comma = braces.IndexOf(',');
        var most = comma < 0 ? [] : braces[(comma + 1)..];
        return !double.TryParse(comma < 0 ? braces : braces[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? null
            : most.IsEmpty ? count
            : double.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var larger) ? larger : null;
    }
}
