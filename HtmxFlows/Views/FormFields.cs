
namespace HtmxFlows.Views;

/// <summary>Fields to be drawn.</summary>
/// <param name="Strip">The prefix of the fields' names, which their keys do not have: <c>data.</c></param>
/// <param name="Rows">Where the buttons of lists of rows send the form.</param>
/// <param name="At">The key of the field that gets the focus.</param>
/// <param name="Previews">Shows the values of templates; null if the form has none.</param>
public sealed record FormFields(IReadOnlyList<FormField> Fields, string Strip, RowAddresses Rows, string? At = null, Previews? Previews = null)
{
    /// <summary>The name of a field without the prefix.</summary>
    public string KeyOf(string name) => name[Strip.Length..];

    public bool HasFocus(FormField field) => At is not null && (KeyOf(field.Name) == At || field == Fields[0] && KeyOf(field.Name).StartsWith(At + ".", StringComparison.Ordinal));
}
