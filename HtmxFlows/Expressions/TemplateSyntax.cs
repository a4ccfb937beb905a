using System.Text;
using System.Text.RegularExpressions;

namespace HtmxFlows.Expressions;

/// <summary>The analysis of a template's text: its expressions, the root names that it uses, and its problems.</summary>
public sealed partial class TemplateSyntax
{
    /// <summary>The longest text with expressions, in characters.</summary>
    const int LongestText = 64 * 1024;

    /// <summary>What stands for itself between braces, and is no path.</summary>
    internal static readonly HashSet<string> Words = ["else", "true", "false", "null", "undefined", "as", "if", "unless", "each", "with", "lookup", "default", "json"];

    readonly string text;
    readonly IReadOnlyList<RootedPath> rooted;
    readonly IReadOnlyList<TemplateScanner.Edit> edits;
    readonly IReadOnlyList<(int Begin, int End)> remarks;

    TemplateSyntax(string text, TemplateScanner.Result scanned)
    {
        this.text = text;
        (Expressions, IsOneExpression, Parts, edits, remarks, _) = scanned;
        (rooted, var problem) = Read(Expressions);
        Problem = scanned.Problem ?? problem;
        Secrets = Expressions.SelectMany(expression => PathsOf(expression.Text)).SelectMany(found => SecretsOf(Segments(found.Path))).ToHashSet();
        Paths = [.. rooted.Select(path => path.Names)];
        // Without a node of that name, `now` alone is the time.
        Roots = Paths.Where(path => path is not ([] or [FunctionNames.Now])).Select(path => path[0]).ToHashSet();
    }

    TemplateSyntax(string problem) => (text, rooted, edits, remarks, Expressions, Paths, Roots, Secrets, Problem) = ("", [], [], [], [], [], new HashSet<string>(), new HashSet<string>(), problem);

    /// <summary>One <c>{{…}}</c>, in the order of the text; comments are not listed.</summary>
    /// <param name="Text">What stands between the braces, without <c>~</c> and outer white space.</param>
    /// <param name="Index">Where that begins in the template.</param>
    /// <param name="Begin">Where its opening braces begin.</param>
    /// <param name="End">Where its closing braces end.</param>
    public sealed record Expression(string Text, int Index, int Begin, int End)
    {
        /// <summary>Whether it has three braces, which means that nothing in its value is escaped.</summary>
        public bool IsUnescaped { get; init; }

        /// <summary>Whether it writes a value, and is not the begin, middle or end of a block.</summary>
        public bool IsWriting => Text is not ("" or "else" or ['#' or '^' or '/', ..]) && !Text.StartsWith("else ", StringComparison.Ordinal);
    }

    /// <summary>A path from the root of the run's data.</summary>
    /// <param name="Written">As it is written, without <c>@root.</c></param>
    /// <param name="Index">Where that begins in the template.</param>
    sealed record RootedPath(string Written, int Index)
    {
        public List<string> Names { get; } = Segments(Written);
    }

    public IReadOnlyList<Expression> Expressions { get; }

    /// <summary>The template is one expression alone, so that its value keeps its JSON type.</summary>
    public bool IsOneExpression { get; }

    /// <summary>The template has a block, which may loop.</summary>
    public bool HasBlocks => Expressions.Any(expression => expression.Text is ['#' or '^', ..]);

    /// <summary>The paths from the root of the run's data, by their segments; not those from what a block brings (<c>each</c>, <c>with</c>).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Paths { get; }

    /// <summary>The names that those paths begin with.</summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>The secrets that it names, from wherever: it can read no others.</summary>
    public IReadOnlySet<string> Secrets { get; }

    /// <summary>How many expressions, and names, values and brackets in them, there are: what compiling it costs.</summary>
    public int Parts { get; }

    /// <summary>What is not allowed in templates, in a sentence, or null.</summary>
    public string? Problem { get; }

    public static TemplateSyntax Parse(string text)
    {
        if (text.Length > LongestText && text.Contains("{{", StringComparison.Ordinal))
            return new($"The template is longer than {LongestText} characters. Split it up.");
        return new(text, TemplateScanner.Scan(text));
    }

    static IEnumerable<string> SecretsOf(List<string> path) =>
        path.Zip(path.Skip(1)).Where(pair => pair.First == TemplateScope.Secrets).Select(pair => pair.Second);

    /// <summary>The texts before each expression, and the one after the last: without comments, as they are written into the result.</summary>
    public IEnumerable<(string Text, Expression? Next)> Literals()
    {
        var from = 0;
        foreach (var expression in Expressions.Append(null))
        {
            var to = expression?.Begin ?? text.Length;
            var literal = text[from..to];
            foreach (var (begin, end) in remarks.Where(remark => remark.Begin >= from && remark.End <= to).Reverse())
                literal = literal.Remove(begin - from, end - begin);
            yield return (literal.Replace(@"\{{", "{{", StringComparison.Ordinal), expression);
            from = expression?.End ?? to;
        }
    }

    /// <summary>The text for the library, from one index to another.</summary>
    /// <param name="further">Changes of the text besides those that the library needs anyway.</param>
    internal string Prepare(int from, int to, IEnumerable<TemplateScanner.Edit>? further = null)
    {
        var prepared = new StringBuilder();
        foreach (var edit in edits.Concat(further ?? []).Where(edit => edit.Index >= from && edit.Index + edit.Length <= to).OrderBy(edit => edit.Index))
        {
            prepared.Append(text, from, edit.Index - from).Append(edit.Text);
            from = edit.Index + edit.Length;
        }
        return prepared.Append(text, from, to - from).ToString();
    }

    /// <summary>The paths that have this segment, as they are written.</summary>
    public IEnumerable<string> PathsWith(string segment) =>
        Expressions.SelectMany(expression => PathsOf(expression.Text)).Select(found => found.Path).Where(path => Segments(path).Contains(segment));

    /// <summary>Has a template refer to values of the run's data at their new places.</summary>
    /// <param name="names">The new places (see <see cref="PathNames"/>).</param>
    public static string Rename(string text, IReadOnlyDictionary<string, string> names)
    {
        var renamed = text;
        foreach (var path in Parse(text).rooted.Reverse())
        {
            if (PathNames.Find(path.Names, names) is not var (from, count, to))
                continue;
            var segments = Segment().Matches(path.Written);
            var last = segments[from + count - 1];
            renamed = $"{renamed[..(path.Index + segments[from].Index)]}{to}{renamed[(path.Index + last.Index + last.Length)..]}";
        }
        return renamed;
    }

    /// <summary>Whether the name of a block is a word of the language, and not the path of a section.</summary>
    internal static bool IsBlockWord(string name) => name is "if" or "unless" or "each" or "with";

    /// <summary>A name as a path has it: in brackets if it has signs in it that mean something there.</summary>
    public static string Written(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') && !Words.Contains(name) ? name : $"[{name}]";

    static (IReadOnlyList<RootedPath> Paths, string? Problem) Read(IReadOnlyList<Expression> expressions)
    {
        List<RootedPath> rooted = [];
        string? problem = null;
        var contexts = new Stack<string>();
        foreach (var (text, begin, head) in expressions.Select(expression => (expression.Text, expression.Index, expression.Text.TrimStart('#', '/', '^', '&', '>', ' ').Split(' ', '(')[0])))
        {
            if (text.StartsWith('/'))
            {
                contexts.TryPop(out _);
                continue;
            }
            var depth = contexts.Count(block => block is "each" or "with");
            // What a section's names refer to depends on its value: an object, the items of a list, or a truth.
            var isSection = contexts.Any(block => !IsBlockWord(block));
            var inside = depth > 0 || isSection;
            var outwards = string.Concat(Enumerable.Repeat("../", depth));
            foreach (var (path, index, isCalled) in NamesOf(text))
            {
                if (isCalled)
                    problem ??= FunctionNames.FindProblem(path, text.AsSpan(index + path.Length));
                else if (path.StartsWith("@root.", StringComparison.Ordinal))
                    rooted.Add(new(path["@root.".Length..], begin + index + "@root.".Length));
                else if (depth > 0 && !isSection && path.StartsWith(outwards, StringComparison.Ordinal) && path.Length > outwards.Length && path[outwards.Length] is not '.' and not '@')
                    rooted.Add(new(path[outwards.Length..], begin + index + outwards.Length));
                else if (char.IsAsciiDigit(path[0]) && path.Contains('.') && path.Any(char.IsLetter))
                    problem ??= $"`{path}` starts with a number: write [{path.Split('.')[0]}]{path[path.IndexOf('.', StringComparison.Ordinal)..]}.";
                else if (!inside && !path.StartsWith('@') && !path.StartsWith("this", StringComparison.Ordinal) && path[0] != '.' && !char.IsAsciiDigit(path[0]) && path[0] != '-')
                    rooted.Add(new(path, begin + index));
            }
            problem ??= FunctionNames.FindBlockProblem(text);
            if (text is ['#', ..])
                contexts.Push(head);
            else if (text is ['^', _, ..])
                contexts.Push("unless");
        }
        return (rooted, problem);
    }

    /// <summary>The paths of an expression, without names of functions, words of the language, literals and block parameters.</summary>
    static IEnumerable<(string Path, int Index)> PathsOf(string expression) =>
        NamesOf(expression).Where(name => !name.IsCalled).Select(name => (name.Name, name.Index));

    static IEnumerable<(string Name, int Index, bool IsCalled)> NamesOf(string expression)
    {
        var isBlock = expression is ['#' or '^', ..];
        var body = expression.TrimStart('#', '^', '&', '{', ' ');
        var begin = expression.Length - body.Length;
        var asBlock = body.IndexOf(" as |", StringComparison.Ordinal);
        if (asBlock >= 0)
            body = body[..asBlock];
        return Tokens().Matches(body)
            .Select(match => match.Groups["path"])
            .Where(path => path.Success && !Words.Contains(path.Value))
            .Select(path => (path.Value, begin + path.Index, FunctionNames.IsCalled(body, path.Index, path.Length, isBlock)));
    }

    internal static List<string> Segments(string path) =>
        [.. Segment().Matches(path).Select(match => match.Value.Trim('[', ']'))];

    // In a text between quotation marks, a backslash before such a mark belongs to the text.
    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\\"?)*\"|'(?:[^'\\\\]|\\\\'?)*'|[\\w-]+=|(?<path>(?:\\[[^\\]]*\\]|[^\\s()|=\"'])+)")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"\[[^\]]*\]|[^.\[\]/]+")]
    private static partial Regex Segment();
}
