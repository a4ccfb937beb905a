using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Conditions;

/// <summary>What values are taken as when they are compared.</summary>
public enum ComparedAs { Auto, Text, Number, Boolean, Date, List, Object, Length }

/// <summary>How values are compared: the same for conditions, for the order of a list, and for keys of groups and joins.</summary>
public readonly record struct Comparison(ComparedAs As = ComparedAs.Auto, bool IgnoresCase = false)
{
    /// <summary>The help text of a field that chooses the type.</summary>
    public const string Help = "Text, number, date or boolean. Default: JSON numbers as numbers, text as text.";

    /// <summary>A value in the form in which it is compared. A value that is not of the chosen type is a text.</summary>
    /// <exception cref="NodeException">It is no list or object, or has no length, if that is what it is compared as.</exception>
    public ComparedValue Of(JsonElement value) => As switch
    {
        ComparedAs.Length => ComparedValue.Of(LengthOf(value)),
        ComparedAs.List or ComparedAs.Object => ComparedValue.OfStructure(Structure(value)),
        _ when value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined => default,
        ComparedAs.Text => ComparedValue.OfText(Fold(Json.AsText(value))),
        _ when IsStructure(value) => ComparedValue.OfStructure(value),
        ComparedAs.Number when ExactNumber.TryParse(Json.AsText(value), out var number) => ComparedValue.Of(number),
        ComparedAs.Date when WrittenDate.TryRead(Json.AsText(value), out var moment) => ComparedValue.Of(moment),
        ComparedAs.Boolean when Truth.Find(value) is { } truth => ComparedValue.Of(truth),
        ComparedAs.Auto when value.ValueKind == JsonValueKind.Number && ExactNumber.TryParse(value.GetRawText(), out var number) => ComparedValue.Of(number),
        ComparedAs.Auto when value.ValueKind is JsonValueKind.True or JsonValueKind.False => ComparedValue.Of(value.GetBoolean()),
        _ => ComparedValue.OfText(Fold(Json.AsText(value))),
    };

    /// <summary>A missing value is nothing, as null is.</summary>
    public ComparedValue Of(JsonElement? value) => value is { } found ? Of(found) : default;

    /// <summary>The two sides of a condition.</summary>
    /// <exception cref="NodeException">The right side is not of the chosen type, or see <see cref="Of(JsonElement)"/>.</exception>
    public (ComparedValue Left, ComparedValue Right) Sides(JsonElement left, JsonElement right) =>
        As != ComparedAs.Auto ? (Of(left), Yardstick(right))
        : IsStructure(left) || IsStructure(right) ? (Of(Parsed(left)), Of(Parsed(right)))
        : (Beside(right, left), Beside(left, right));

    /// <summary>What is wrong with the right side of a condition, in a sentence, or null.</summary>
    public string? FindProblem(JsonElement right) => As switch
    {
        ComparedAs.Number or ComparedAs.Length when !ExactNumber.TryParse(Json.AsText(right), out _) => Cannot(right, "a number"),
        ComparedAs.Date when !WrittenDate.TryRead(Json.AsText(right), out _) => Cannot(right, $"a date in {WrittenDate.Forms}"),
        ComparedAs.Boolean when Truth.Find(right) is null => Cannot(right, $"one of {Truth.Words}"),
        _ => null,
    };

    /// <summary>A list or an object, also from a text that holds one as JSON, if that is what values are taken as; else the value itself.</summary>
    public JsonElement Structure(JsonElement value)
    {
        if (As is not (ComparedAs.List or ComparedAs.Object))
            return value;
        var kind = As == ComparedAs.List ? JsonValueKind.Array : JsonValueKind.Object;
        var read = Parsed(value);
        return read.ValueKind == kind ? read : throw new NodeException(Cannot(value, As == ComparedAs.List ? "a list" : "an object"));
    }

    /// <summary>What a text holds as JSON; the value itself if that is nothing.</summary>
    public static JsonElement Parsed(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Json.TryParse(value.GetString()!) is { } parsed ? parsed : value;

    public static bool IsStructure(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>For texts that are looked for in texts.</summary>
    public StringComparison Texts => IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>A length is compared with a number.</summary>
    ComparedValue Yardstick(JsonElement right) =>
        FindProblem(right) is { } problem ? throw new NodeException(problem)
        : (As == ComparedAs.Length ? new(ComparedAs.Number) : this).Of(right);

    /// <summary>A text is what the other side is, if it reads so, and SQL's 1 and 0 are booleans beside true and false.</summary>
    ComparedValue Beside(JsonElement other, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && other.ValueKind == JsonValueKind.String ? Of(value)
        : (IsTruth(value) || IsTruth(other)) && Truth.Find(value) is { } truth && Truth.Find(other) is not null ? ComparedValue.Of(truth)
        : value.ValueKind == JsonValueKind.String && other.ValueKind == JsonValueKind.Number && ExactNumber.TryParseJson(value.GetString()!, out var number) ? ComparedValue.Of(number)
        : Of(value);

    static bool IsTruth(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False || value.ValueKind == JsonValueKind.String && value.GetString() is "true" or "false";

    static ExactNumber LengthOf(JsonElement value)
    {
        var length = value.ValueKind switch
        {
            JsonValueKind.String => new StringInfo(value.GetString()!).LengthInTextElements,
            JsonValueKind.Array => value.GetArrayLength(),
            JsonValueKind.Object => value.GetPropertyCount(),
            JsonValueKind.Null => 0,
            _ => throw new NodeException($"{Json.Describe(value)} has no length. Use a text, a list or an object."),
        };
        _ = ExactNumber.TryParse(length.ToString(CultureInfo.InvariantCulture), out var number);
        return number;
    }

    string Fold(string text) => IgnoresCase ? text.ToUpperInvariant() : text;

    string Cannot(JsonElement value, string what) =>
        $"{Json.Describe(value)} is not {what}. Change the value, or the type {As.ToString().ToLowerInvariant()} of the comparison.";
}
