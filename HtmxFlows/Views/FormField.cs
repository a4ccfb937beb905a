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

    /// <summary>The text may run over lines.</summary>
    public bool IsLong => Field.Multiline || Field.Kind is FieldKind.Code or FieldKind.Texts or FieldKind.Json or FieldKind.Template;

    /// <summary>The field is required, wrong, or set to something else than its default.</summary>
    public bool IsFilled => Problem is not null || Field.Required || Text != ConfigurationForm.Shown(Field, null) || Field.Kind == Inputs.FieldKind.Rows && Rows.Count > 0;

    /// <summary>The ids of the elements that describe it.</summary>
    public string? DescribedBy => string.Join(' ', new[] { Field.Help is null ? null : $"{Id}-help", Problem is null ? null : $"{Id}-problem" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;
}
