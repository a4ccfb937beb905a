using System.Text.Json;

namespace HtmxFlows.Workflows;

/// <summary>A value that differs between two flows.</summary>
/// <param name="Path">The way to it: <c>data.headers[1].value</c>. Of a row that is gone it is where the row was, else where it is now.</param>
/// <param name="Label">What forms call the field, with the rows that it is in: <c>Headers 2 › Value</c>; null if no form has it.</param>
/// <param name="Before">Null if there was none.</param>
/// <param name="After">Null if there is none any more.</param>
public sealed record FieldChange(string Path, string? Label, JsonElement? Before, JsonElement? After)
{
    public Change Change => Before is null ? Change.Added : After is null ? Change.Removed : Change.Changed;

    /// <summary>What differs line by line; null if they are not two texts of which one has several lines, or are too long for it.</summary>
    public IReadOnlyList<DiffLine>? Lines =>
        Before is { ValueKind: JsonValueKind.String } before && After is { ValueKind: JsonValueKind.String } after ? TextDiff.Of(before.GetString()!, after.GetString()!) : null;
}
