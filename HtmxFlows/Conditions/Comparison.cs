using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Conditions;

/// <summary>What values are taken as when they are compared.</summary>
public enum ComparedAs { Auto, Text, Number, Boolean, Date, List, Object, Length }

/// <summary>How values are compared: the same for conditions, for the order of a list, and for what belongs together.</summary>
public readonly record struct Comparison(ComparedAs As = ComparedAs.Auto, bool IgnoresCase = false)
{
    /// <summary>The rules, in sentences for people.</summary>
    public static IReadOnlyList<string> Rules { get; } =
    [
        "Two values that look like numbers are compared as exact numbers of any size: 9 comes before 10, and 1 equals 1.0.",
        "Two values that look like ISO 8601 dates are compared as points in time. A date without an offset is UTC.",
        "All other values are compared as text, by code point: upper case comes before lower case, unless case is ignored.",
        "When sorting, numbers come before dates, and dates before other texts. Missing and null values come last in both directions.",
        "Objects and lists are equal if their contents are equal; the order of an object's fields does not matter. They cannot be sorted.",
        "A type converts both sides; a value that cannot be converted fails the node. The type length compares the number of letters, items or fields of the left value.",
        "A regular expression matches anywhere in the text; ^ and $ anchor it to the start and the end. It never backtracks, so look-around and back references are not available.",
    ];

    /// <summary>A value in the form in which it is compared.</summary>
    /// <exception cref="NodeException">It cannot be taken as what it is to be compared as.</exception>
    public ComparedValue Of(JsonElement value)
    {
        var text = Json.AsText(value);
        return As switch
        {
            ComparedAs.Text => ComparedValue.OfText(Fold(text)),
            ComparedAs.Number => ExactNumber.TryParse(text, out var number) ? ComparedValue.Of(number) : throw Cannot(value, "a number"),
            ComparedAs.Date => IsoDate.TryRead(text, out var moment) ? ComparedValue.Of(moment) : throw Cannot(value, "a date in ISO 8601"),
            ComparedAs.Boolean => text is "true" or "false" ? ComparedValue.OfText(text) : throw Cannot(value, "true or false"),
            ComparedAs.List or ComparedAs.Object => ComparedValue.OfStructure(Structure(value)),
            ComparedAs.Length => ComparedValue.Of(LengthOf(value)),
            _ => IsStructure(value) ? ComparedValue.OfStructure(value)
                : ExactNumber.TryParse(text, out var number) ? ComparedValue.Of(number)
                : IsoDate.TryRead(text, out var moment) ? ComparedValue.Of(moment)
                : ComparedValue.OfText(Fold(text)),
        };
    }

    /// <summary>A list or an object, also from a text that holds one as JSON, if that is what values are taken as; else the value itself.</summary>
    public JsonElement Structure(JsonElement value)
    {
        if (As is not (ComparedAs.List or ComparedAs.Object))
            return value;
        var kind = As == ComparedAs.List ? JsonValueKind.Array : JsonValueKind.Object;
        var read = Parsed(value);
        return read.ValueKind == kind ? read : throw Cannot(value, As == ComparedAs.List ? "a list" : "an object");
    }

    /// <summary>What a text holds as JSON; the value itself if that is nothing.</summary>
    public static JsonElement Parsed(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Json.TryParse(value.GetString()!) is { } parsed ? parsed : value;

    public static bool IsStructure(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>For texts that are looked for in texts.</summary>
    public StringComparison Texts => IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

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

    NodeException Cannot(JsonElement value, string what) =>
        new($"{Json.Describe(value)} is not {what}. Change the value, or the type {As.ToString().ToLowerInvariant()} of the comparison.");
}
