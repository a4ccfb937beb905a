using HtmxFlows.Credentials;
using HtmxFlows.Inputs;

namespace HtmxFlows.Views;

/// <summary>Fields to be drawn: those of a form, of a group or of a row.</summary>
/// <param name="Strip">The prefix of the fields' names, which their keys do not have: <c>data.</c></param>
/// <param name="Rows">Where the buttons of lists of rows send the form.</param>
/// <param name="At">The key of the field that gets the focus.</param>
/// <param name="Previews">Shows the values of templates; null if the form has none.</param>
public sealed record FormFields(IReadOnlyList<FormField> Fields, string Strip, RowAddresses Rows, string? At = null, Previews? Previews = null)
{
    /// <summary>Whether the fields replace those on the page.</summary>
    public bool IsSwap { get; init; }

    /// <summary>The most conditions of one record that the style sheet has rules for.</summary>
    public const int MostConditions = 12;

    /// <summary>The workflows that fields offer, by name; null if none of the fields does.</summary>
    public IReadOnlyList<(Guid Id, string Name)>? Workflows { get; init; }

    /// <summary>The credentials that fields offer; null if none of the fields does.</summary>
    public Secrets? Secrets { get; init; }

    /// <summary>Whether the fields are those of the row that was added last, whose first field gets the focus.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the fields stand in one line, without room for their labels.</summary>
    public bool IsLine { get; init; }

    /// <summary>The name of a field without the prefix.</summary>
    public string KeyOf(string name) => name[Strip.Length..];

    public bool HasFocus(FormField field) => At is not null && (KeyOf(field.Name) == At || IsNew && field == Fields[0]);

    /// <summary>The fields by the headings under which they are folded away; those without a heading are always in view.</summary>
    public IEnumerable<(string? Heading, IReadOnlyList<FormField> Fields)> Parts =>
        Fields.GroupBy(one => one.Field.Part).Select(part => (part.Key, (IReadOnlyList<FormField>)[.. part])).OrderBy(part => part.Key is not null);

    /// <summary>Whether a part is unfolded: something in it is set, wrong or gets the focus.</summary>
    public bool IsOpen(IEnumerable<FormField> part) => part.Any(field => field.IsSet || HasFocus(field) || At?.StartsWith($"{KeyOf(field.Name)}[", StringComparison.Ordinal) == true);

    /// <summary>The fields of a row.</summary>
    public FormFields Row(FormField list, int index) =>
        this with { Fields = list.Rows[index], IsNew = At == KeyOf(list.Name) && index == list.Rows.Count - 1, IsLine = list.IsListOfLines, IsSwap = false };

    /// <summary>The fields of a group.</summary>
    public FormFields Group(FormField group) => this with { Fields = group.Rows[0], IsNew = false, IsLine = false, IsSwap = false };

    /// <summary>The class of a field that applies on a condition. A field with a problem is always shown.</summary>
    public string? When(FormField field) => field.Field.When is { } when && field.Problem is null ? $"when{Number(when)}" : null;

    /// <summary>The classes of the control, or of its option, that has a value on which other fields apply.</summary>
    public string? Decides(FormField field, string word) =>
        string.Join(' ', Conditions.Where(when => when.Field == field.Field.Name && when.Words.Contains(word)).Select(when => $"on{Number(when)}")) is { Length: > 0 } classes ? classes : null;

    int Number(FieldCondition condition) => Conditions.Index().First(one => one.Item == condition).Index;

    IReadOnlyList<FieldCondition> Conditions => [.. Fields.Select(one => one.Field.When).OfType<FieldCondition>().Distinct()];
}
