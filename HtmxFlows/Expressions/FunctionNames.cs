using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>Tells the names of functions from paths: what stands first in an expression or a bracket, and has a value after it, is a function.</summary>
static class FunctionNames
{
    /// <summary>The function that also stands for its value without a bracket, unless a node has its name.</summary>
    public const string Now = "now";

    /// <param name="body">An expression, without the sign of a block.</param>
    /// <param name="begin">Where the name begins in it.</param>
    public static bool IsCalled(string body, int begin, int length, bool isBlock) =>
        !char.IsAsciiDigit(body[begin]) && body[begin] != '-' && IsFirst(body.AsSpan(0, begin).TrimEnd(), isBlock) && body.AsSpan(begin + length).TrimStart() is not ([] or [')' or '}' or '~', ..]);

    /// <summary>What is wrong with a name that is called, in a sentence, or null.</summary>
    public static string? FindProblem(string name) =>
        FunctionCatalogue.TryFind(name, out _) ? null
        : name.AsSpan().ContainsAny('.', '/', '[') ? $"`{Excerpt.Of(name)}` is a path, so that no value can follow it. Put a function first, e.g. {{{{upper {Excerpt.Of(name)}}}}}."
        : SimilarName.Find(name, FunctionCatalogue.Names) is { } similar ? $"There is no function `{Excerpt.Of(name)}`. Did you mean `{similar}`?"
        : $"There is no function `{Excerpt.Of(name)}`. The page Nodes lists the functions.";

    static bool IsFirst(ReadOnlySpan<char> before, bool isBlock) => before.IsEmpty ? !isBlock : before[^1] == '(';
}
