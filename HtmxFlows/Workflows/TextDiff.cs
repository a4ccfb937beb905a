using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace HtmxFlows.Workflows;

/// <summary>A line of one of two texts or of both.</summary>
/// <param name="Change">Null if it is in both.</param>
/// <param name="Text">The line; empty if it stands for several that are left out.</param>
/// <param name="LeftOut">How many lines of both texts are left out here.</param>
public sealed record DiffLine(Change? Change, string Text, int LeftOut = 0);

/// <summary>Compares texts line by line; lines that are far from any difference are left out.</summary>
static class TextDiff
{
    // What the comparison costs grows with the square of the lines that differ.
    const int MostLines = 2000, Context = 3;

    /// <returns>Null if neither text has several lines, or one has too many.</returns>
    public static IReadOnlyList<DiffLine>? Of(string before, string after)
    {
        var (less, more) = (Math.Min(Count(before), Count(after)), Math.Max(Count(before), Count(after)));
        if (more == 1 || less + more > MostLines)
            return null;
        DiffLine[] lines = [.. InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines.Select(line => new DiffLine(ChangeOf(line.Type), line.Text ?? ""))];
        return [.. Shorten(lines)];
    }

    static int Count(string text) => text.AsSpan().Count('\n') + text.AsSpan().Count('\r') + 1;

    static Change? ChangeOf(ChangeType type) => type switch
    {
        ChangeType.Inserted => Change.Added,
        ChangeType.Deleted => Change.Removed,
        _ => null,
    };

    static IEnumerable<DiffLine> Shorten(DiffLine[] lines)
    {
        var skipped = 0;
        for (var at = 0; at < lines.Length; at++)
        {
            if (!IsNear(lines, at))
            {
                skipped++;
                continue;
            }
            if (skipped > 0)
                yield return new(null, "", skipped);
            skipped = 0;
            yield return lines[at];
        }
        if (skipped > 0)
            yield return new(null, "", skipped);
    }

    static bool IsNear(DiffLine[] lines, int at) => lines.Take(Math.Max(0, at - Context)..(at + Context + 1)).Any(line => line.Change is not null);
}
