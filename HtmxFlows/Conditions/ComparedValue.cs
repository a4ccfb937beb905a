using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HtmxFlows.Conditions;

/// <summary>
/// A value as it is compared. Numbers come before moments, and moments before texts, which makes the order a total one; lists and objects
/// are equal or not, and have no order. Equal values have equal hash codes.
/// </summary>
public readonly record struct ComparedValue : IComparable<ComparedValue>
{
    static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Data.Json.MaxWrappedDepth };

    enum Kind { Number, Moment, Text, Structure }

    Kind What { get; init; }

    ExactNumber Number { get; init; }

    DateTimeOffset Moment { get; init; }

    string? Text { get; init; }

    public bool HasOrder => What != Kind.Structure;

    public static ComparedValue Of(ExactNumber number) => new() { What = Kind.Number, Number = number };

    public static ComparedValue Of(DateTimeOffset moment) => new() { What = Kind.Moment, Moment = moment };

    public static ComparedValue OfText(string text) => new() { What = Kind.Text, Text = text };

    public static ComparedValue OfStructure(JsonElement value) => new() { What = Kind.Structure, Text = Canon(value)?.ToJsonString(Canonical) ?? "null" };

    /// <exception cref="InvalidOperationException">One of them has no order.</exception>
    public int CompareTo(ComparedValue other) =>
        !HasOrder || !other.HasOrder ? throw new InvalidOperationException("Lists and objects have no order.")
        : What != other.What ? What.CompareTo(other.What)
        : What switch
        {
            Kind.Number => Number.CompareTo(other.Number),
            Kind.Moment => Moment.CompareTo(other.Moment),
            _ => string.CompareOrdinal(Text, other.Text),
        };

    /// <summary>With the fields of objects in order, and numbers of the same value written alike.</summary>
    static JsonNode? Canon(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Name, Canon(member.Value)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Canon)]),
        JsonValueKind.Number when ExactNumber.TryParse(value.GetRawText(), out var number) => new JsonArray(number.Sign, number.Digits, number.Scale, null),
        _ => JsonValue.Create(value),
    };

    public static bool operator <(ComparedValue left, ComparedValue right) => left.CompareTo(right) < 0;

    public static bool operator <=(ComparedValue left, ComparedValue right) => left.CompareTo(right) <= 0;

    public static bool operator >(ComparedValue left, ComparedValue right) => left.CompareTo(right) > 0;

    public static bool operator >=(ComparedValue left, ComparedValue right) => left.CompareTo(right) >= 0;
}
