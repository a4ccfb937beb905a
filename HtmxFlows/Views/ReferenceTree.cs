using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>A value that an expression can use.</summary>
/// <param name="Name">Its own name, the last of its path.</param>
/// <param name="Path">The expression, without braces.</param>
/// <param name="Value">The value in the last run, shortened; null if it is unknown.</param>
/// <param name="Inner">The values inside it.</param>
public sealed record Reference(string Name, string Path, string? Value, IReadOnlyList<Reference> Inner);

/// <summary>The values that a node's expressions can use, as a tree of limited depth and breadth.</summary>
public sealed record ReferenceTree(IReadOnlyList<Reference> Roots)
{
    const int Deepest = 4, Broadest = 25, Longest = 60;

    /// <param name="own">Values of the node's own.</param>
    public static ReferenceTree Of(TrialData data, IReadOnlyList<FlowInput> inputs, IReadOnlyCollection<string> secrets, IReadOnlyList<(string Name, JsonElement Value)> own)
    {
        var declared = new Reference("run.input", "run.input", null, [.. inputs.Select(input => Of(input.Name, $"run.input.{TemplateSyntax.Written(input.Name)}", InputOf(data, input), 1))]);
        var hidden = new Reference("secrets", "secrets", null, [.. secrets.Select(name => new Reference(name, $"secrets.{TemplateSyntax.Written(name)}", "•••", []))]);
        return new(
        [
            .. own.Select(value => Of(value.Name, value.Name, value.Value, 0)),
            Of("prompt", "prompt", data.Find("prompt"), 0),
            Of("input", "input", data.Find("input"), 0),
            .. data.Before.Select(id => Of(id, TemplateSyntax.Written(id), data.Find(id), 0)),
            .. new[] { declared, hidden }.Where(group => group.Inner.Count > 0),
        ]);
    }

    static JsonElement? InputOf(TrialData data, FlowInput input) =>
        data.Find("run") is { } run && run.TryGetProperty("input", out var given) && given.ValueKind == JsonValueKind.Object && given.TryGetProperty(input.Name, out var value) ? value : null;

    static Reference Of(string name, string path, JsonElement? value, int depth) =>
        new(name, path, value is { } known ? Shorten(known) : null, value is { } whole && depth < Deepest ? [.. Inner(whole, path, depth + 1)] : []);

    static IEnumerable<Reference> Inner(JsonElement value, string path, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Take(Broadest).Select(member => Of(member.Name, $"{path}.{TemplateSyntax.Written(member.Name)}", member.Value, depth)),
        JsonValueKind.Array => value.EnumerateArray().Take(Broadest).Select((item, index) => Of(Index(index), $"{path}.{Index(index)}", item, depth)),
        _ => [],
    };

    static string Index(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    static string Shorten(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Json.Describe(value) : Json.AsText(value);
        return Excerpt.Of(text, Longest);
    }
}
