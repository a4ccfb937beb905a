using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>When paging ends because a page says so, by the settings More and Total.</summary>
static class HttpLastPage
{
    /// <param name="count">How many pages were read.</param>
    /// <param name="collected">How many items were read.</param>
    /// <exception cref="NodeException">The page does not say what the settings look for.</exception>
    public static bool Is(HttpConfiguration configuration, JsonElement page, int count, long collected) =>
        configuration.More is { } more && !IsTrue(At(more, "More", page, count))
        || configuration.Total is { } total && collected >= Number(At(total, "Total", page, count), total, count);

    static JsonElement At(ValuePath path, string field, JsonElement page, int count) =>
        path.Find(page) ?? throw new NodeException($"`{path}` of page {count} is missing. Correct the field {field}.");

    static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.GetPropertyCount() > 0,
        JsonValueKind.Number => !value.TryGetDecimal(out var number) || number != 0,
        JsonValueKind.String => value.GetString() is not ("" or "0") && !value.GetString()!.Equals("false", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    static decimal Number(JsonElement value, ValuePath path, int count) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.String && decimal.TryParse(Json.AsText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new NodeException($"`{path}` of page {count} is {Json.Describe(value)}; a number is required. Correct the field Total.");
}
