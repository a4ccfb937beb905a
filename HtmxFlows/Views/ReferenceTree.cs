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
/// <param name="Value">The value, shortened; null if it is unknown.</param>
/// <param name="Inner">The values inside it.</param>
public sealed record Reference(string Name, string Path, string? Value, IReadOnlyList<Reference> Inner)
{
    /// <summary>The label of the node whose output it is; null if it is none.</summary>
    public string? Label { get; init; }

    /// <summary>Why the value is unknown, in a sentence; null if it is known.</summary>
    public string? WhyUnknown { get; init; }

    /// <summary>How many values inside it are not listed.</summary>
    public int Unlisted { get; init; }
}

/// <summary>The values that a node's expressions can use, as a tree of limited depth and breadth.</summary>
public sealed record ReferenceTree(IReadOnlyList<Reference> Roots)
{
    const int Deepest = 4, Broadest = 25, Longest = 60, MostValues = 2000;

    /// <param name="own">Values of the node's own.</param>
    public static ReferenceTree Of(TrialData data, IReadOnlyList<FlowInput> inputs, IReadOnlyCollection<string> secrets, IReadOnlyList<OwnValue> own) => new Maker(data).Tree(inputs, secrets, own);

    /// <summary>The values in a value.</summary>
    public static IReadOnlyList<Reference> In(JsonElement value) => new Maker(null).In(value);

    /// <summary>Makes one tree; it stops to look into values when it has listed very many.</summary>
    sealed class Maker(TrialData? data)
    {
        int listed;

        public ReferenceTree Tree(IReadOnlyList<FlowInput> inputs, IReadOnlyCollection<string> secrets, IReadOnlyList<OwnValue> own)
        {
            var declared = new Reference("run.input", "run.input", null, [.. inputs.Select(input => Of(input.Name, $"run.input.{TemplateSyntax.Written(input.Name)}", InputOf(input), 1))]);
            var hidden = new Reference("secrets", "secrets", null, [.. secrets.Select(name => new Reference(name, $"secrets.{TemplateSyntax.Written(name)}", "•••", []))]);
            return new(
            [
                .. own.Select(value => Of(value.Name, value.Name, value.Value, 0) with { WhyUnknown = value.WhyUnknown }),
                Root("input"),
                .. data!.Earlier.Reverse().Select(node => Root(node.Id) with { Label = node.Label }),
                Root("prompt"),
                .. data.HasTrigger ? [Root("trigger")] : Array.Empty<Reference>(),
                .. new[] { declared, hidden }.Where(group => group.Inner.Count > 0),
            ]);
        }

        Reference Root(string name) => data!.WhyUnknown(name, withParts: false) is { } why ? new(name, TemplateSyntax.Written(name), null, []) { WhyUnknown = why } : Of(name, TemplateSyntax.Written(name), data.Find(name), 0);

        public IReadOnlyList<Reference> In(JsonElement value) => [.. Inner(value, "value", 1)];

        JsonElement? InputOf(FlowInput input) =>
            data!.Find("run") is { } run && run.TryGetProperty("input", out var given) && given.ValueKind == JsonValueKind.Object && given.TryGetProperty(input.Name, out var value) ? value : null;

        Reference Of(string name, string path, JsonElement? value, int depth)
        {
            listed++;
            return new(name, path, value is { } known ? Shorten(known) : null, value is { } whole && depth < Deepest && listed < MostValues ? [.. Inner(whole, path, depth + 1)] : [])
            {
                Unlisted = value is { } all ? Math.Max(0, Count(all) - Broadest) : 0,
            };
        }

        IEnumerable<Reference> Inner(JsonElement value, string path, int depth) => value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Take(Broadest).Select(member => Of(member.Name, $"{path}.{TemplateSyntax.Written(member.Name)}", member.Value, depth)),
            JsonValueKind.Array => value.EnumerateArray().Take(Broadest).Select((item, index) => Of(Index(index), $"{path}.{Index(index)}", item, depth)),
            _ => [],
        };

        static int Count(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => value.GetPropertyCount(),
            JsonValueKind.Array => value.GetArrayLength(),
            _ => 0,
        };
    }

    static string Index(int index) => string.Create(CultureInfo.InvariantCulture, $"[{index}]");

    static string Shorten(JsonElement value)
    {
        var text = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Json.Describe(value) : Json.AsText(value);
        return Excerpt.Of(text, Longest);
    }
}
