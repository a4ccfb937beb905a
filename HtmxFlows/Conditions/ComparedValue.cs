using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;

namespace HtmxFlows.Conditions;

/// <summary>
/// A value as it is compared, of one kind: numbers come before moments, then true and false, then texts, and nothing comes last. This
/// makes the order a total one. Lists and objects are equal or not, and have no order. Equal values have equal hash codes. The default
/// is nothing: null, or a missing value.
/// </summary>
public readonly record struct ComparedValue : IComparable<ComparedValue>
{
    static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Data.Json.MaxWrappedDepth };

    enum Kind { Nothing, Number, Moment, Truth, Text, Structure }

    Kind What { get; init; }

    ExactNumber Number { get; init; }

    Instant Moment { get; init; }

    bool Truth { get; init; }

    string? Text { get; init; }

    public bool HasOrder => What != Kind.Structure;

    public bool IsNothing => What == Kind.Nothing;

    /// <summary>The order of a sorted list.</summary>
    public static IComparer<ComparedValue> Ascending { get; } = Comparer<ComparedValue>.Default;

    /// <summary>The order of a list sorted the other way round: the largest of a kind comes first, and the kinds keep their order.</summary>
    public static IComparer<ComparedValue> Descending { get; } =
        Comparer<ComparedValue>.Create((left, right) => left.What == right.What ? right.CompareTo(left) : left.CompareTo(right));

    public static ComparedValue Of(ExactNumber number) => new() { What = Kind.Number, Number = number };

    public static ComparedValue Of(Instant moment) => new() { What = Kind.Moment, Moment = moment };

    public static ComparedValue Of(bool truth) => new() { What = Kind.Truth, Truth = truth };

    public static ComparedValue OfText(string text) => new() { What = Kind.Text, Text = text };

    public static ComparedValue OfStructure(JsonElement value) => new() { What = Kind.Structure, Text = Canon(value)?.ToJsonString(Canonical) ?? "null" };

    /// <exception cref="InvalidOperationException">One of them has no order.</exception>
    public int CompareTo(ComparedValue other) =>
        !HasOrder || !other.HasOrder ? throw new InvalidOperationException("Lists and objects have no order.")
        : What != other.What ? Rank.CompareTo(other.Rank)
        : What switch
        {
            Kind.Number => Number.CompareTo(other.Number),
            Kind.Moment => Moment.CompareTo(other.Moment),
            Kind.Truth => Truth.CompareTo(other.Truth),
            Kind.Text => CodePoints.Compare(Text!, other.Text!),
            _ => 0,
        };

    /// <summary>Which one is less, as <see cref="CompareTo"/>; null if one is nothing or they are of different kinds: neither is less then.</summary>
    public int? OrderWith(ComparedValue other) => What == other.What && !IsNothing ? CompareTo(other) : null;

    int Rank => IsNothing ? int.MaxValue : (int)What;

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
