using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Conditions;

/// <summary>
/// A regular expression that a user wrote. It never backtracks, a match has a time limit, and what it would take to build is known
/// from its text: the engine writes counted repeats out and compares every class of letters with every other.
/// </summary>
static class Pattern
{
    /// <summary>The longest pattern, in characters.</summary>
    public const int Longest = 2000;

    /// <summary>How many letters and classes a pattern may have once its counted repeats are written out: <c>(ab){3}</c> has six.</summary>
    public const int LargestSize = 10_000;

    /// <summary>How many different classes, and letters beyond ASCII, a pattern may have.</summary>
    public const int MostClasses = 64;

    /// <summary>How long one match may take.</summary>
    public static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>What is wrong with a pattern, in a sentence, or null. The cost is that of reading it: nothing is built.</summary>
    public static string? FindProblem(string pattern)
    {
        if (pattern.Length > Longest)
            return $"The regular expression has {pattern.Length} characters; the limit is {Longest}. Shorten it, or use several conditions.";
        try
        {
            // The scan comes first: the parser writes repeats of a letter out.
            if (PatternScan.FindProblem(pattern) is { } problem)
                return $"The regular expression “{Excerpt.Of(pattern)}” cannot be used: {problem}";
            _ = new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch);
            return null;
        }
        catch (ArgumentException error)
        {
            return Unusable(pattern, error);
        }
    }

    static Regex Build(string pattern, bool ignoresCase)
    {
        if (FindProblem(pattern) is { } problem)
            throw new NodeException(problem);
        try
        {
            return new(pattern, ignoresCase ? Options | RegexOptions.IgnoreCase : Options, LongestMatch);
        }
        catch (NotSupportedException error)
        {
            throw new NodeException(Unusable(pattern, error), error);
        }
    }

    /// <summary>Whether a pattern matches anywhere in a text. The patterns used last are kept.</summary>
    /// <exception cref="NodeException">It cannot be used, or the match takes too long.</exception>
    public static bool IsMatch(string text, string pattern, bool ignoresCase = false)
    {
        var built = Recent.Find(pattern, ignoresCase);
        return InTime(() => built.IsMatch(text), text, pattern);
    }

    /// <summary>The matches of a pattern in a text, from its start; each is looked for when it is asked for.</summary>
    /// <inheritdoc cref="IsMatch" path="/exception"/>
    public static IEnumerable<Match> Matches(string text, string pattern)
    {
        var built = Recent.Find(pattern, false);
        for (var match = InTime(() => built.Match(text), text, pattern); match.Success; match = Next(match))
            yield return match;

        Match Next(Match match) => InTime(match.NextMatch, text, pattern);
    }

    static T InTime<T>(Func<T> match, string text, string pattern)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new NodeException($"The regular expression “{Excerpt.Of(pattern)}” took longer than {LongestMatch.TotalSeconds:0} s on a text of {text.Length} characters. Use a simpler one, or a shorter text.", error);
        }
    }

    static string Unusable(string pattern, Exception error) => $"The regular expression “{Excerpt.Of(pattern)}” cannot be used: {Excerpt.Of(error.Message, 300)}";

    /// <summary>The patterns that were used last. What a built one keeps grows with the texts it has seen, so they are few.</summary>
    static class Recent
    {
        const int Most = 8;

        static readonly Lock Gate = new();
        static readonly LinkedList<(string Pattern, bool IgnoresCase, Regex Built)> Kept = [];

        public static Regex Find(string pattern, bool ignoresCase)
        {
            lock (Gate)
            {
                for (var node = Kept.First; node is not null; node = node.Next)
                {
                    if (node.Value.Pattern != pattern || node.Value.IgnoresCase != ignoresCase)
                        continue;
                    Kept.Remove(node);
                    Kept.AddFirst(node);
                    return node.Value.Built;
                }
            }
            var built = Build(pattern, ignoresCase);
            lock (Gate)
            {
                Kept.AddFirst((pattern, ignoresCase, built));
                if (Kept.Count > Most)
                    Kept.RemoveLast();
            }
            return built;
        }
    }
}
