using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A part of what identifies an item of a list.</summary>
public sealed record KeyPart
{
    [Display(Name = "Path", Description = "The value that identifies an item, e.g. customer.id. Default: the item itself.")]
    public ValuePath? Path { get; init; }

    [Display(Name = "Compare as", Description = Comparison.Help)]
    public ComparedAs Type { get; init; }

    [Display(Name = "Ignore case", Description = "Treat upper and lower case as equal.")]
    public bool IgnoreCase { get; init; }

    internal Comparison How => new(Type, IgnoreCase);
}

/// <summary>The values by which items belong together: items with equal values do. Each is prepared for comparison once.</summary>
/// <param name="values">The values; null is a missing one.</param>
/// <param name="compared">The same, as they are compared.</param>
sealed class ItemKey(JsonElement?[] values, ComparedValue[] compared) : IEquatable<ItemKey>
{
    readonly ComparedValue[] compared = compared;

    public JsonElement?[] Values { get; } = values;

    /// <summary>Whether every value is missing or null.</summary>
    public bool IsNothing => Array.TrueForAll(compared, value => value.IsNothing);

    /// <summary>The key of an item.</summary>
    /// <exception cref="NodeException">A value is not of the type that it is compared as.</exception>
    public static ItemKey Of(IEnumerable<(ValuePath? Path, Comparison How)> parts, JsonElement item) =>
        Of([.. parts.Select(part => ValuePath.Take(part.Path, item))], parts.Select(part => part.How));

    public static ItemKey Of(JsonElement?[] values, IEnumerable<Comparison> hows) => new(values, [.. values.Zip(hows, (value, how) => how.Of(value))]);

    /// <summary>The key of an item; without parts, the item itself.</summary>
    /// <exception cref="NodeException">A value is not of the type that it is compared as.</exception>
    public static ItemKey Of(IReadOnlyList<KeyPart> parts, JsonElement item) =>
        Of(parts.Select(part => (part.Path, part.How)).DefaultIfEmpty((null, default)), item);

    public bool Equals(ItemKey? other) => other is not null && compared.AsSpan().SequenceEqual(other.compared);

    public override bool Equals(object? obj) => Equals(obj as ItemKey);

    public override int GetHashCode() => compared.Aggregate(0, HashCode.Combine);
}
