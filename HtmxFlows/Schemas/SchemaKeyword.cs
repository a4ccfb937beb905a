using System.Globalization;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;

namespace HtmxFlows.Schemas;

/// <summary>A member of a schema, and its value as what it must be.</summary>
/// <param name="Where">Its place, as a JSON pointer.</param>
readonly record struct SchemaKeyword(string Where, string Name, JsonElement Value)
{
    /// <summary>The place of a member or an item.</summary>
    public static string Place(string within, string name) =>
        $"{within}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>What is at a place, or null.</summary>
    public static JsonElement? Find(JsonElement value, string place)
    {
        foreach (var segment in place.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(segment, out var member))
                value = member;
            else if (value.ValueKind == JsonValueKind.Array && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength())
                value = value[index];
            else
                return null;
        }
        return value;
    }

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Not("a text");

    public bool Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Not("true or false");

    public ExactNumber Number() => Value.ValueKind == JsonValueKind.Number && ExactNumber.TryParse(Value.GetRawText(), out var number) ? number : throw Not("a number");

    /// <summary>A whole number from 0; a larger one than there can be of anything is the largest.</summary>
    public int Count()
    {
        var number = Value.ValueKind == JsonValueKind.Number ? Number() : throw Not("a whole number from 0");
        if (number.Sign < 0 || !number.IsWhole)
            throw Not("a whole number from 0");
        return number.ToUnits() is { } units && units <= int.MaxValue * ExactNumber.Unit ? (int)(units / ExactNumber.Unit) : int.MaxValue;
    }

    public IEnumerable<SchemaKeyword> Members()
    {
        var (where, value) = (Where, Value);
        return value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(member => new SchemaKeyword(Place(where, member.Name), member.Name, member.Value)) : throw Not("an object");
    }

    public IEnumerable<SchemaKeyword> Items()
    {
        var (where, value) = (Where, Value);
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select((item, index) => new SchemaKeyword(Place(where, index.ToString(CultureInfo.InvariantCulture)), "", item)) : throw Not("a list");
    }

    public IReadOnlyList<string> Texts() => [.. Items().Select(item => item.Text())];

    public void CheckPattern(string pattern)
    {
        if (Pattern.FindProblem(pattern) is { } problem)
            throw new SchemaException(Where, problem);
    }

    public SchemaException Not(string what) => new(Where, $"it is {Json.Describe(Value)} and must be {what}.");
}
