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

/// <summary>What an operator says of two JSON values. <see cref="ComparisonRules"/> has the rules in words.</summary>
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
        Operator.Less => Order(left, right, how) < 0,
        Operator.LessOrEqual => Order(left, right, how) <= 0,
        Operator.Greater => Order(left, right, how) > 0,
        Operator.GreaterOrEqual => Order(left, right, how) >= 0,
        Operator.Contains => Contains(how.Structure(left), right, how),
        Operator.NotContains => !Contains(how.Structure(left), right, how),
        Operator.StartsWith => AreTexts(left, right) && Json.AsText(left).StartsWith(Json.AsText(right), how.Texts),
        Operator.EndsWith => AreTexts(left, right) && Json.AsText(left).EndsWith(Json.AsText(right), how.Texts),
        Operator.Matches => Matches(left, right, how),
        Operator.NotMatches => !Matches(left, right, how),
        Operator.IsEmpty => IsEmpty(how.Structure(left)),
        Operator.IsNotEmpty => !IsEmpty(how.Structure(left)),
        Operator.Exists => left.ValueKind != JsonValueKind.Null,
        Operator.NotExists => left.ValueKind == JsonValueKind.Null,
        Operator.IsTrue => Truth.Find(left) == true,
        Operator.IsFalse => Truth.Find(left) == false,
        _ => throw new ArgumentOutOfRangeException(nameof(@operator)),
    };

    /// <summary>Whether an operator asks which of two values is less.</summary>
    public static bool IsOrder(Operator @operator) => @operator is Operator.Less or Operator.LessOrEqual or Operator.Greater or Operator.GreaterOrEqual;

    static bool AreEqual(JsonElement left, JsonElement right, Comparison how)
    {
        var (a, b) = how.Sides(left, right);
        return a == b;
    }

    /// <summary>Null, which makes every condition false, if neither is less and they are not equal in order either.</summary>
    static int? Order(JsonElement left, JsonElement right, Comparison how)
    {
        var (a, b) = how.Sides(left, right);
        return a.HasOrder && b.HasOrder ? a.OrderWith(b)
            : throw new NodeException($"{Json.Describe(left)} and {Json.Describe(right)} cannot be ordered. Compare texts, numbers or dates.");
    }

    static bool Contains(JsonElement left, JsonElement right, Comparison how) => left.ValueKind switch
    {
        JsonValueKind.Array => left.EnumerateArray().Any(item => AreEqual(item, right, how with { As = OfItems(how.As) })),
        JsonValueKind.Object => right.ValueKind != JsonValueKind.Null && left.TryGetProperty(Json.AsText(right), out _),
        _ => AreTexts(left, right) && TextSearch.Contains(Json.AsText(left), Json.AsText(right), how.IgnoresCase),
    };

    /// <summary>The types of a list itself say nothing of its items.</summary>
    static ComparedAs OfItems(ComparedAs list) => list is ComparedAs.List or ComparedAs.Object or ComparedAs.Length ? ComparedAs.Auto : list;

    static bool Matches(JsonElement left, JsonElement right, Comparison how) =>
        AreTexts(left, right) && Pattern.IsMatch(Json.AsText(left), Json.AsText(right), how.IgnoresCase);

    /// <summary>null is not the text <c>null</c>.</summary>
    static bool AreTexts(JsonElement left, JsonElement right) => left.ValueKind != JsonValueKind.Null && right.ValueKind != JsonValueKind.Null;

    static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };
}
