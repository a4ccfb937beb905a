using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Views;

/// <summary>A list of objects as a table: the first rows, and the members that the rows have.</summary>
public sealed record ValueTable(IReadOnlyList<string> Columns, IReadOnlyList<JsonElement> Rows, int All)
{
    const int MostRows = 50, MostColumns = 12, LongestCell = 80;

    /// <summary>The table of a value; null if it is no list of objects.</summary>
    public static ValueTable? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            return null;
        JsonElement[] rows = [.. value.EnumerateArray().Take(MostRows)];
        if (rows.Any(row => row.ValueKind != JsonValueKind.Object))
            return null;
        string[] columns = [.. rows.SelectMany(row => row.EnumerateObject().Take(MostColumns)).Select(member => member.Name).Distinct().Take(MostColumns)];
        return columns.Length == 0 ? null : new(columns, rows, value.GetArrayLength());
    }

    /// <summary>A cell: a short text, or what is in it.</summary>
    public static string Cell(JsonElement row, string column) => !row.TryGetProperty(column, out var value) ? ""
        : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Gist.Of(value)
        : Excerpt.Of(Json.AsText(value), LongestCell);
}
