using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>How two values are compared.</summary>
public enum Operator
{
    Equals, NotEquals, Less, LessOrEqual, Greater, GreaterOrEqual, Contains, NotContains, StartsWith, EndsWith, Matches, IsEmpty, IsNotEmpty, IsTrue,
}

/// <summary>
/// Comparison of JSON values. Two values that both read as numbers are compared as numbers, two that both read as ISO 8601
/// dates as moments, anything else as text, by code point. A regular expression never backtracks.
/// </summary>
public static class Condition
{
    /// <exception cref="NodeException">The values cannot be compared so, or the regular expression is not one.</exception>
    public static bool Holds(JsonElement left, Operator @operator, JsonElement right) => @operator switch
    {
        Operator.Equals => AreEqual(left, right),
        Operator.NotEquals => !AreEqual(left, right),
        Operator.Less => Compare(left, right) < 0,
        Operator.LessOrEqual => Compare(left, right) <= 0,
        Operator.Greater => Compare(left, right) > 0,
        Operator.GreaterOrEqual => Compare(left, right) >= 0,
        Operator.Contains => Contains(left, right),
        Operator.NotContains => !Contains(left, right),
        Operator.StartsWith => Json.AsText(left).StartsWith(Json.AsText(right), StringComparison.Ordinal),
        Operator.EndsWith => Json.AsText(left).EndsWith(Json.AsText(right), StringComparison.Ordinal),
        Operator.Matches => Matches(Json.AsText(left), Json.AsText(right)),
        Operator.IsEmpty => IsEmpty(left),
        Operator.IsNotEmpty => !IsEmpty(left),
        Operator.IsTrue => left.ValueKind == JsonValueKind.True || left.ValueKind == JsonValueKind.String && left.GetString() == "true",
        _ => throw new ArgumentOutOfRangeException(nameof(@operator)),
    };

    static bool AreEqual(JsonElement left, JsonElement right) =>
        IsScalar(left) && IsScalar(right) ? Compare(left, right) == 0 : JsonElement.DeepEquals(Structured(left), Structured(right));

    static int Compare(JsonElement left, JsonElement right)
    {
        if (!IsScalar(left) || !IsScalar(right))
            throw new NodeException($"{Json.Describe(left)} and {Json.Describe(right)} have no order. Compare texts, numbers or dates.");
        var (a, b) = (Json.AsText(left), Json.AsText(right));
        if (TryNumber(a, out var x) && TryNumber(b, out var y))
            return x.CompareTo(y);
        if (TryHuge(a, out var p) && TryHuge(b, out var q) && p != q)
            return p.CompareTo(q);
        if (TryMoment(a, out var from) && TryMoment(b, out var to))
            return from.CompareTo(to);
        return string.CompareOrdinal(a, b);
    }

    static bool Contains(JsonElement left, JsonElement right) => left.ValueKind switch
    {
        JsonValueKind.Array => left.EnumerateArray().Any(item => AreEqual(item, right)),
        JsonValueKind.Object => left.TryGetProperty(Json.AsText(right), out _),
        _ => Json.AsText(left).Contains(Json.AsText(right), StringComparison.Ordinal),
    };

    static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new NodeException($"The regular expression “{pattern}” cannot be used: {error.Message}", error);
        }
    }

    static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>A text that holds JSON is compared as that JSON with an object or a list.</summary>
    static JsonElement Structured(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Json.TryParse(value.GetString()!) is { } parsed ? parsed : value;

    static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A number past the range of a decimal, such as 1e30, but not the long digits of an id, whose difference would be lost.</summary>
    static bool TryHuge(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    static bool TryMoment(string text, out DateTimeOffset moment)
    {
        moment = default;
        return text is [>= '0' and <= '9', _, _, _, '-', _, _, '-', _, _, ..]
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }
}
