using System.Reflection;
using System.Text.Json;

namespace HtmxFlows.Inputs;

/// <summary>When a field applies: while another field of the same record has one of some values.</summary>
/// <param name="Field">The name of the other field.</param>
/// <param name="Words">Its values, as its form has them.</param>
public sealed record FieldCondition(string Field, IReadOnlyList<string> Words)
{
    /// <summary>Conditions with the same field and values are one.</summary>
    public bool Equals(FieldCondition? other) => other is not null && Field == other.Field && Words.SequenceEqual(other.Words);

    public override int GetHashCode() => HashCode.Combine(Field, Words.Count);

    /// <summary>The condition of a property; null if it always applies.</summary>
    internal static FieldCondition? Of(PropertyInfo property)
    {
        if (property.GetCustomAttribute<AppliesWhenAttribute>() is not { } when)
            return null;
        var decides = property.DeclaringType!.GetProperty(when.Property)!.PropertyType;
        string[] named = [.. when.Values.Select(Word)];
        return new(JsonNamingPolicy.CamelCase.ConvertName(when.Property), when.Unless ? [.. WordsOf(decides).Except(named)] : named);
    }

    static IEnumerable<string> WordsOf(Type type) => type.IsEnum ? Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName) : ["true", "false"];

    static string Word(object value) => value is bool isOn ? isOn ? "true" : "false" : JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}");
}
