using HtmxFlows.Inputs;

namespace HtmxFlows.Views;

/// <summary>A field of a form that is made from a configuration record.</summary>
/// <param name="Name">Its name in the form: <c>data.headers[0].name</c>.</param>
/// <param name="Text">Its value.</param>
/// <param name="Problem">What is wrong with the value; null if nothing is.</param>
/// <param name="Rows">The fields of each of its rows, if it has rows; those of a group as one row.</param>
public sealed record FormField(ConfigurationField Field, string Name, string Text, string? Problem, IReadOnlyList<IReadOnlyList<FormField>> Rows)
{
    public string Id => DomIds.Field(Name);

    /// <summary>The id of the field with its label, help and problem.</summary>
    public string BlockId => Field.Kind is FieldKind.Rows or FieldKind.Group ? Id : $"block-{Id}";

    /// <summary>The text may run over lines.</summary>
    public bool IsLong => Field.Multiline || Field.Kind is FieldKind.Code or FieldKind.Texts or FieldKind.Json or FieldKind.Template;

    /// <summary>The field is required, wrong, or set to something else than its default.</summary>
    public bool IsFilled => Problem is not null || Field.Required || Text != ConfigurationForm.Shown(Field, null) || Field.Kind == FieldKind.Rows && Rows.Count > 0;

    /// <summary>The field is wrong, or set to something else than its default.</summary>
    public bool IsSet => Problem is not null || Text != ConfigurationForm.Shown(Field, null) && Text.Length > 0 || Rows.Any(row => Field.Rows is not null || row.Any(inner => inner.IsSet));

    /// <summary>A required field that was not filled in yet, which is no mistake so far.</summary>
    public bool IsMissing => Field.Required && (Field.Rows is null ? string.IsNullOrWhiteSpace(Text) : Rows.Count == 0);

    /// <summary>It may stay empty.</summary>
    public bool IsOptional => Field is { Required: false, Default: null };

    /// <summary>Each of its rows fits into one line.</summary>
    public bool IsListOfLines => Field.Rows is { } rows && rows.Fields.Where(cell => cell.Part is null).ToArray() is { Length: <= MostInLine } cells
        && cells.All(cell => cell is { Multiline: false, Kind: not (FieldKind.Rows or FieldKind.Group or FieldKind.Code or FieldKind.Json or FieldKind.Texts) });

    /// <summary>For <c>aria-invalid</c>.</summary>
    public string? Invalid => Problem is null || IsMissing ? null : "true";

    const int MostInLine = 4;

    /// <summary>The ids of the elements that describe it.</summary>
    public string DescribedBy => Field.Help is null ? $"{Id}-problem" : $"{Id}-help {Id}-problem";
}
