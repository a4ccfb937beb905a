using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Names and values as queries and forms have them: <c>name=value</c>, encoded. A list repeats the name, and null leaves it out.</summary>
static class FormPairs
{
    public static IEnumerable<string> Of(string name, JsonElement value) => Values(value).Select(one => Pair(name, Json.AsText(one)));

    /// <summary>The values that one parameter or field sends.</summary>
    public static IEnumerable<JsonElement> Values(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().AsEnumerable() : [value]).Where(one => one.ValueKind != JsonValueKind.Null);

    /// <summary>A query or form in which a name has one value, at the end, and whatever it had before is gone.</summary>
    public static string Replace(string pairs, string name, string value)
    {
        var begin = $"{Uri.EscapeDataString(name)}=";
        var others = pairs.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !pair.StartsWith(begin, StringComparison.Ordinal));
        return string.Join('&', [.. others, Pair(name, value)]);
    }

    static string Pair(string name, string value) => $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
}
