using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Conditions;

/// <summary>How two values are compared.</summary>
public enum Operator
{
    Equals, NotEquals, Less, LessOrEqual, Greater, GreaterOrEqual, Contains, NotContains, StartsWith, EndsWith, Matches, NotMatches,
    IsEmpty, IsNotEmpty, Exists, NotExists, IsTrue, IsFalse,
}

/// <summary>What an operator says of two JSON values. <see cref="Comparison.Rules"/> has the rules in words.</summary>
public static class Condition
{
    /// <param name="left">The value that the operator is about.</param>
    /// <param name="right">What it is compared with, for operators that need it.</param>
    /// <param name="how">What the values are taken as.</param>
    /// <exception cref="NodeException">The values cannot be compared so, or the regular expression is not one.</exception>
    public static bool Holds(JsonElement left, Operator @operator, JsonElement right, Comparison how = default) => @operator switch
    {
        Operator.Equals => AreEqual(left, right, how),
        Operator.NotEquals => !AreEqual(left, right, how),
        Operator.Less => Compare(left, right, how) < 0,
        Operator.LessOrEqual => Compare(left, right, how) <= 0,
        Operator.Greater => Compare(left, right, how) > 0,
        Operator.GreaterOrEqual => Compare(left, right, how) >= 0,
        Operator.Contains => Contains(how.Structure(left), right, how),
        Operator.NotContains => !Contains(how.Structure(left), right, how),
        Operator.StartsWith => Json.AsText(left).StartsWith(Json.AsText(right), how.Texts),
        Operator.EndsWith => Json.AsText(left).EndsWith(Json.AsText(right), how.Texts),
        Operator.Matches => Pattern.IsMatch(Json.AsText(left), Json.AsText(right), how.IgnoresCase),
        Operator.NotMatches => !Pattern.IsMatch(Json.AsText(left), Json.AsText(right), how.IgnoresCase),
        Operator.IsEmpty => IsEmpty(how.Structure(left)),
        Operator.IsNotEmpty => !IsEmpty(how.Structure(left)),
        Operator.Exists => left.ValueKind != JsonValueKind.Null,
        Operator.NotExists => left.ValueKind == JsonValueKind.Null,
        Operator.IsTrue => Json.AsText(left) == "true",
        Operator.IsFalse => Json.AsText(left) == "false",
        _ => throw new ArgumentOutOfRangeException(nameof(@operator)),
    };

    /// <summary>A text that holds JSON is compared as that JSON with an object or a list.</summary>
    static bool AreEqual(JsonElement left, JsonElement right, Comparison how) =>
        how.As == ComparedAs.Auto && (Comparison.IsStructure(left) || Comparison.IsStructure(right))
            ? how.Of(Comparison.Parsed(left)) == how.Of(Comparison.Parsed(right))
            : how.Of(left) == Right(right, how);

    static int Compare(JsonElement left, JsonElement right, Comparison how)
    {
        var (a, b) = (how.Of(left), Right(right, how));
        return a.HasOrder && b.HasOrder ? a.CompareTo(b)
            : throw new NodeException($"{Json.Describe(left)} and {Json.Describe(right)} cannot be ordered. Compare texts, numbers or dates.");
    }

    /// <summary>A length is compared with a number.</summary>
    static ComparedValue Right(JsonElement right, Comparison how) => (how.As == ComparedAs.Length ? new(ComparedAs.Number) : how).Of(right);

    static bool Contains(JsonElement left, JsonElement right, Comparison how) => left.ValueKind switch
    {
        JsonValueKind.Array => left.EnumerateArray().Any(item => AreEqual(item, right, new(IgnoresCase: how.IgnoresCase))),
        JsonValueKind.Object => left.TryGetProperty(Json.AsText(right), out _),
        _ => TextSearch.Contains(Json.AsText(left), Json.AsText(right), how.IgnoresCase),
    };

    static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };
}
