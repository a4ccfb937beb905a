using System.Text.RegularExpressions;

namespace HtmxFlows.Nodes;

/// <summary>What can be told of a template from its text: its expressions, the names at the root that it refers to, and what is not allowed in it.</summary>
public sealed partial class TemplateSyntax
{
    // The parser calls itself for what is nested, and the search for braces is quadratic for a hostile text.
    const int MostLevels = 50, LongestText = 64 * 1024;

    /// <summary>What stands for itself between braces, and is no path.</summary>
    internal static readonly HashSet<string> Words = ["else", "true", "false", "null", "undefined", "as", "if", "unless", "each", "with", "lookup", "log", "default", "json"];

    TemplateSyntax(IReadOnlyList<Expression> expressions, bool isOneExpression)
    {
        Expressions = expressions;
        IsOneExpression = isOneExpression;
        (Paths, Problem) = Read(expressions);
        Roots = Paths.Where(path => path.Count > 0).Select(path => path[0]).ToHashSet();
    }

    TemplateSyntax(string problem) => (Expressions, Paths, Roots, Problem) = ([], [], new HashSet<string>(), problem);

    /// <summary>One <c>{{…}}</c>, in the order of the text; comments are not listed.</summary>
    /// <param name="Text">What stands between the braces, without <c>~</c> and outer white space.</param>
    public sealed record Expression(string Text);

    public IReadOnlyList<Expression> Expressions { get; }

    /// <summary>The template is one expression alone, so that its value keeps its JSON type.</summary>
    public bool IsOneExpression { get; }

    /// <summary>The paths from the root of the run's data, by their segments; not those from what a block brings (<c>each</c>, <c>with</c>).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Paths { get; }

    /// <summary>The names that those paths begin with.</summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>What is not allowed in templates, in a sentence, or null.</summary>
    public string? Problem { get; }

    public static TemplateSyntax Parse(string text)
    {
        if (text.Length > LongestText && text.Contains("{{", StringComparison.Ordinal))
            return new($"The template is longer than {LongestText} characters. Split it up.");
        List<Expression> expressions = [];
        var matches = Braces().Matches(text);
        foreach (Match match in matches)
        {
            if (!match.Groups["comment"].Success)
                expressions.Add(new(match.Groups["body"].Value.Trim('~', ' ', '\t', '\r', '\n')));
        }
        var alone = matches.Count == 1 && expressions is [var only] && matches[0].Length == text.Length
            && only.Text.Length > 0 && !"#/^&>!{".Contains(only.Text[0]) && only.Text != "else";
        return new(expressions, alone);
    }

    /// <summary>The paths that have this segment, as they are written.</summary>
    public IEnumerable<string> PathsWith(string segment) =>
        Expressions.SelectMany(expression => PathsOf(expression.Text)).Where(path => Segments(path).Contains(segment));

    static (IReadOnlyList<IReadOnlyList<string>> Paths, string? Problem) Read(IReadOnlyList<Expression> expressions)
    {
        List<IReadOnlyList<string>> rooted = [];
        string? problem = null;
        var contexts = new Stack<string>();
        var elses = 0;
        foreach (var (text, head) in expressions.Select(expression => (expression.Text, expression.Text.TrimStart('#', '/', '^', '&', '>', ' ').Split(' ', '(')[0])))
        {
            if (text.StartsWith('>') || text.StartsWith("#>", StringComparison.Ordinal) || text.StartsWith("#*", StringComparison.Ordinal))
                problem ??= $"`{{{{{text}}}}}` is a partial, and templates here have none.";
            if (text.StartsWith('/'))
            {
                contexts.TryPop(out _);
                continue;
            }
            var inside = contexts.Any(block => block is "each" or "with");
            foreach (var path in PathsOf(text))
            {
                if (path.StartsWith("@root.", StringComparison.Ordinal))
                    rooted.Add(Segments(path)[1..]);
                else if (char.IsAsciiDigit(path[0]) && path.Contains('.') && path.Any(char.IsLetter))
                    problem ??= $"`{path}` begins with a number: write [{path.Split('.')[0]}]{path[path.IndexOf('.', StringComparison.Ordinal)..]}.";
                else if (!inside && !path.StartsWith('@') && !path.StartsWith("this", StringComparison.Ordinal) && path[0] != '.' && !char.IsAsciiDigit(path[0]) && path[0] != '-')
                    rooted.Add(Segments(path));
            }
            if (text is ['#', ..] or ['^', _, ..])
                contexts.Push(head);
            elses += text.StartsWith("else ", StringComparison.Ordinal) ? 1 : 0;
            if (contexts.Count + elses > MostLevels || text.Count(letter => letter == '(') > MostLevels)
                problem ??= $"The template nests deeper than {MostLevels} levels. Make it simpler.";
        }
        return (rooted, problem);
    }

    /// <summary>The paths of an expression, without helper names, words of the language, literals and block parameters.</summary>
    static IEnumerable<string> PathsOf(string expression)
    {
        var body = expression.TrimStart('#', '^', '&', '{', ' ');
        var asBlock = body.IndexOf(" as |", StringComparison.Ordinal);
        if (asBlock >= 0)
            body = body[..asBlock];
        return Tokens().Matches(body)
            .Select(match => match.Groups["path"])
            .Where(path => path.Success && !Words.Contains(path.Value))
            .Select(path => path.Value);
    }

    internal static List<string> Segments(string path) =>
        [.. Segment().Matches(path).Select(match => match.Value.Trim('[', ']'))];

    // \{{ is an escaped brace; {{!-- … --}} may hold braces.
    [GeneratedRegex(@"(?<!\\)\{\{(?:(?<comment>~?!--.*?--~?\}\}|~?!.*?\}\})|\{(?<body>.*?)\}\}\}|(?<body>.*?)\}\})", RegexOptions.Singleline)]
    private static partial Regex Braces();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|[\\w-]+=|(?<path>(?:\\[[^\\]]*\\]|[^\\s()|=\"'])+)")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"\[[^\]]*\]|[^.\[\]/]+")]
    private static partial Regex Segment();
}
