using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Views;

/// <summary>A list of objects as a table, or one object as a table of one row. Long lists and texts are cut.</summary>
/// <param name="Columns">The names of the fields, as far as they are shown.</param>
/// <param name="Rows">The values of the first items, shortened; null where an item has no such field.</param>
/// <param name="Count">The number of items.</param>
public sealed record DataTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, int Count)
{
    const int MostColumns = 12, LongestCell = 60;

    /// <summary>How many items are not shown.</summary>
    public int Unlisted => Count - Rows.Count;

    /// <summary>The table of a value; null if it is no list of objects and no object.</summary>
    /// <param name="most">The most rows.</param>
    public static DataTable? Of(JsonElement value, int most)
    {
        JsonElement[] items = value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Take(most)],
            JsonValueKind.Object => [value],
            _ => [],
        };
        if (items.Length == 0 || !items.All(item => item.ValueKind == JsonValueKind.Object))
            return null;
        string[] columns = [.. items.SelectMany(item => item.EnumerateObject().Take(MostColumns).Select(member => member.Name)).Distinct().Take(MostColumns)];
        return columns.Length == 0 ? null
            : new(columns, [.. items.Select(item => (IReadOnlyList<string?>)[.. columns.Select(column => item.TryGetProperty(column, out var cell) ? Cell(cell) : null)])],
                value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : 1);
    }

    static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{…}} {Words.Count(value.GetPropertyCount(), "field")}",
        JsonValueKind.Array => $"[…] {Words.Count(value.GetArrayLength(), "item")}",
        _ => Excerpt.Of(Json.AsText(value), LongestCell),
    };
}
