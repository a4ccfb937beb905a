
namespace HtmxFlows.Views;

/// <summary>The values of fields while they are written.</summary>
/// <param name="Href">Where a form is sent for the value of one of its fields, with the field's name as <c>field</c>.</param>
/// <param name="Save">Where a form is sent to be saved and shown with the values that can be inserted into the field with the key <c>into</c>.</param>
/// <param name="Values">The values of the fields as they are saved, by the names of the fields.</param>
public sealed record Previews(string Href, string Save, IReadOnlyDictionary<string, Preview> Values);
