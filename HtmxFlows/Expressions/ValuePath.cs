using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>
/// A way into a value, as it stands between the braces of a template: <c>customer.name</c>, <c>lines.[0].sku</c>; <c>this</c> is the
/// value itself. A template over the same value finds the same.
/// </summary>
[JsonConverter(typeof(ValuePathJsonConverter))]
public sealed partial class ValuePath(string text)
{
    readonly string[] segments = [.. Segment().Matches(text).Select(match => match.Value.Trim('[', ']')).Skip(text == Whole || text.StartsWith($"{Whole}.", StringComparison.Ordinal) ? 1 : 0)];

    /// <summary>The longest path, in characters.</summary>
    public const int Longest = 2000;

    /// <summary>The path of the value itself.</summary>
    public const string Whole = "this";

    const string Length = "length";

    /// <summary>The names and indexes on the way.</summary>
    public IReadOnlyList<string> Segments => segments;

    /// <summary>As it was written.</summary>
    public string Text { get; } = text;

    /// <summary>The last part of the way; null if that is the value itself.</summary>
    public string? Name => segments.LastOrDefault();

    /// <summary>The first part of the way; null if that is the value itself.</summary>
    public string? Root => segments.FirstOrDefault();

    /// <summary>What is wrong with a text that should be a path, in a sentence, or null.</summary>
    public static string? FindProblem(string text)
    {
        if (text.Length > Longest)
            return $"The path has {text.Length} characters; the limit is {Longest}.";
        if (Braces().Match(text) is { Success: true } braced && Form().IsMatch(braced.Groups["path"].Value))
            return $"A path has no braces: write {braced.Groups["path"].Value}.";
        if (!Form().IsMatch(text))
            return $"“{Excerpt.Of(text)}” is not a path. Separate names with dots, without braces: customer.name or lines.[0].sku. Put names with spaces in brackets: [unit price].";
        var first = text.Split('.')[0];
        return char.IsAsciiDigit(first[0]) || first[0] == '-' || first != Whole && TemplateSyntax.Words.Contains(first) ? $"`{first}` has another meaning at the start of a path. Write [{first}]." : null;
    }

    /// <summary>Where the path leads to, or null if it leads nowhere.</summary>
    public JsonElement? Find(JsonElement value)
    {
        foreach (var segment in segments)
        {
            if (Member(value, segment) is not { } member)
                return null;
            value = member;
        }
        return value;
    }

    /// <summary>A field of an object, an item of a list by its index from 0, or the <c>length</c> of a list or text; null if there is none.</summary>
    internal static JsonElement? Member(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value.TryGetProperty(name, out var member) ? member : null,
        JsonValueKind.Array when name == Length => Json.From(value.GetArrayLength()),
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength() => value[index],
        JsonValueKind.String when name == Length => Json.From(new StringInfo(value.GetString()!).LengthInTextElements),
        _ => null,
    };

    /// <summary>The value that a path leads to, if it is not null; without a path the value itself.</summary>
    public static JsonElement? Take(ValuePath? path, JsonElement value) =>
        (path is null ? value : path.Find(value)) is { ValueKind: not JsonValueKind.Null } found ? found : null;

    public override string ToString() => Text;

    // An expression as other fields have it, where an item of the list is named.
    [GeneratedRegex(@"^\{\{\s*item\.(?<path>[^\s{}]+)\s*\}\}\z")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\[\]]+\]|[^.\[\]]+")]
    private static partial Regex Segment();

    [GeneratedRegex(@"^(?:\[[^\[\]]+\]|[^\s.\[\](){}|=""'`@#&^!>~,;/\\*+%]+)(?:\.(?:\[[^\[\]]+\]|[^\s.\[\](){}|=""'`@#&^!>~,;/\\*+%]+))*\z")]
    private static partial Regex Form();
}

sealed class ValuePathJsonConverter : JsonConverter<ValuePath>
{
    public override ValuePath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, ValuePath value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
