using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>The error of an expression without a value: what is missing, what is there, and what to do.</summary>
static class MissingValue
{
    const int MostNames = 20, LongestQuoted = 200;

    /// <param name="syntax">The template.</param>
    /// <param name="missing">The first segment of a path that has no value.</param>
    /// <param name="data">The data of the run.</param>
    public static string Explain(TemplateSyntax syntax, string missing, INodeData data)
    {
        var path = syntax.PathsWith(missing).FirstOrDefault(path => Find(TemplateSyntax.Segments(path), data) is null) ?? missing;
        var segments = TemplateSyntax.Segments(path);
        if (segments is ["@root", _, ..])
            segments.RemoveAt(0);
        if (segments is [TemplateScope.Secrets, var secret, ..])
            return Secrets.Missing(secret);
        var advice = $"or use {{{{default {Excerpt.Of(path, LongestQuoted)} \"…\"}}}}.";
        var at = Enumerable.Range(0, segments.Count).FirstOrDefault(index => segments[index] == missing && Find(segments[..(index + 1)], data) is null);
        return at == 0
            ? $"\"{Excerpt.Of(missing, LongestQuoted)}\" is unknown here (available: {string.Join(", ", data.Names.Take(MostNames))}). Check the name {advice}"
            : $"\"{Excerpt.Of(missing, LongestQuoted)}\" is missing in {Written(segments[..at])}{Contents(Find(segments[..at], data))}. Check the path {advice}";
    }

    static JsonElement? Find(List<string> path, INodeData data) =>
        path.Count == 0 ? null : path.Skip(1).Aggregate(data.Find(path[0]), (value, name) => value is { } within ? ValuePath.Member(within, name) : null);

    static string Written(List<string> path) => Excerpt.Of(string.Join('.', path.Select(TemplateSyntax.Written)), LongestQuoted);

    static string Contents(JsonElement? value) => value switch
    {
        null => "",
        { ValueKind: JsonValueKind.Object } fields when fields.EnumerateObject().Any() =>
            $" (it has: {Excerpt.Of(string.Join(", ", fields.EnumerateObject().Take(MostNames).Select(field => field.Name)), LongestQuoted)})",
        { ValueKind: JsonValueKind.Object } => " (it is empty)",
        { } other => $" (it is {Json.Describe(other)})",
    };
}
