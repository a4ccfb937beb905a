using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>Tells functions from paths: a name that is first in an expression or a bracket, with a value after it, is a function.</summary>
static class FunctionNames
{
    /// <summary>The function that also stands for its value without a bracket, unless a node has its name.</summary>
    public const string Now = "now";

    /// <param name="body">An expression, without the sign of a block.</param>
    /// <param name="begin">Where the name begins in it.</param>
    /// <param name="length">How long the name is.</param>
    /// <param name="isBlock">The expression opens a block: its first name is not that of a function.</param>
    public static bool IsCalled(string body, int begin, int length, bool isBlock) =>
        !char.IsAsciiDigit(body[begin]) && body[begin] != '-' && IsFirst(body.AsSpan(0, begin).TrimEnd(), isBlock) && body.AsSpan(begin + length).TrimStart() is not ([] or [')' or '}' or '~', ..]);

    /// <summary>What is wrong with a call, in a sentence, or null.</summary>
    /// <param name="values">What follows the name in its expression.</param>
    public static string? FindProblem(string name, ReadOnlySpan<char> values) =>
        FunctionCatalogue.TryFind(name, out var function) ? function.FindProblem(Count(values))
        : name.AsSpan().ContainsAny('.', '/', '[') ? $"`{Excerpt.Of(name)}` is a path, so that no value can follow it. Put a function first, e.g. {{{{upper {Excerpt.Of(name)}}}}}."
        : SimilarName.Find(name, FunctionCatalogue.Names) is { } similar ? $"There is no function `{Excerpt.Of(name)}`. Did you mean `{similar}`?"
        : $"There is no function `{Excerpt.Of(name)}`. The page Nodes lists the functions.";

    /// <summary>What is wrong with the beginning of a block, or with a chained <c>else</c>, in a sentence, or null.</summary>
    public static string? FindBlockProblem(string expression)
    {
        const string Else = "else ";
        var body = expression.StartsWith(Else, StringComparison.Ordinal) ? expression[Else.Length..].TrimStart() : expression is ['#' or '^', ..] ? expression[1..].TrimStart() : "";
        var name = string.Concat(body.TakeWhile(letter => !char.IsWhiteSpace(letter) && letter != '('));
        var values = body[name.Length..];
        var count = Count(values.IndexOf(" as |", StringComparison.Ordinal) is >= 0 and var parameters ? values[..parameters] : values);
        var isWord = TemplateSyntax.IsBlockWord(name);
        return name.Length == 0 || count == (isWord ? 1 : 0) ? null
            : isWord ? $"`{{{{#{name}}}}}` needs one value, e.g. {{{{#{name} input.name}}}}."
            : $"`{{{{#{Excerpt.Of(name)}}}}}` takes no value. The blocks that take one are {{{{#if}}}}, {{{{#unless}}}}, {{{{#each}}}} and {{{{#with}}}}.";
    }

    /// <summary>How many values there are up to the end of the call, a bracket with all that is in it as one.</summary>
    static int Count(ReadOnlySpan<char> values)
    {
        var (count, depth) = (0, 0);
        for (var rest = values.TrimStart(); rest.Length > 0 && (rest[0] != ')' || depth > 0); rest = rest.TrimStart())
        {
            count += depth == 0 ? 1 : 0;
            depth += rest[0] == '(' ? 1 : rest[0] == ')' ? -1 : 0;
            rest = rest[LengthOf(rest)..];
        }
        return count;
    }

    /// <summary>The length of a bracket, a text between quotation marks, or a name, as <see cref="TemplateScanner"/> reads them.</summary>
    static int LengthOf(ReadOnlySpan<char> token)
    {
        if (token[0] is '(' or ')')
            return 1;
        var end = 1;
        if (token[0] is '"' or '\'')
        {
            while (end < token.Length && token[end] != token[0])
                end += token[end] == '\\' && end + 1 < token.Length && token[end + 1] == token[0] ? 2 : 1;
            return Math.Min(end + 1, token.Length);
        }
        for (end = 0; end < token.Length && token[end] is not (')' or '~') && !char.IsWhiteSpace(token[end]); end++)
        {
            if (token[end] == '[' && token[end..].IndexOf(']') is > 0 and var inside)
                end += inside;
        }
        return Math.Max(end, 1);
    }

    static bool IsFirst(ReadOnlySpan<char> before, bool isBlock) => before.IsEmpty ? !isBlock : before[^1] == '(';
}
