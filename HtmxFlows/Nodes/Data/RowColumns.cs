using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The columns of rows that are written as a table.</summary>
static class RowColumns
{
    /// <summary>The chosen columns, else the fields of all rows in their order.</summary>
    /// <exception cref="NodeException">A row is neither an object nor a list.</exception>
    public static string[] Of(IReadOnlyList<string> chosen, IReadOnlyList<JsonElement> rows)
    {
        foreach (var (index, row) in rows.Index().Where(row => row.Item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
            throw new NodeException($"Row {index + 1} is {Json.Describe(row)}; it must be an object or a list.");
        return chosen.Count > 0 ? [.. chosen]
            : [.. rows.Where(row => row.ValueKind == JsonValueKind.Object).SelectMany(row => row.EnumerateObject()).Select(member => member.Name).Distinct()];
    }
}
