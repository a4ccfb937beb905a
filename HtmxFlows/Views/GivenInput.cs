using System.Text.Json;
using HtmxFlows.Inputs;

namespace HtmxFlows.Views;

/// <summary>A value that a run was given for an input, as the conversation shows it: long ones by their beginning.</summary>
public sealed record GivenInput(string Label, string Text, bool IsCut)
{
    const int MostShown = 2000;

    /// <summary>What a form sent for inputs, by their names. A box is sent twice if it is ticked, and the first counts.</summary>
    public static Dictionary<string, string> Sent(IFormCollection form) => form
        .Where(field => field.Key.StartsWith(InputValues.Prefix, StringComparison.Ordinal))
        .ToDictionary(field => field.Key[InputValues.Prefix.Length..], field => field.Value[0] ?? "");

    /// <summary>What a run was given, in the order of the inputs.</summary>
    public static IReadOnlyList<GivenInput> Of(JsonElement? values, IReadOnlyList<FlowInput> declared) =>
        values is not { } given ? [] : [.. declared.Where(input => given.TryGetProperty(input.Name, out _)).Select(input => Of(input, given.GetProperty(input.Name)))
            .Where(line => line.Text.Length > 0)];

    static GivenInput Of(FlowInput input, JsonElement value)
    {
        var text = input.Type == FlowInputType.Boolean ? value.ValueKind switch { JsonValueKind.True => "yes", JsonValueKind.False => "no", _ => "" } : InputValues.ToText(input, value);
        return text.Length <= MostShown ? new(input.Title, text, false) : new(input.Title, Data.Excerpt.Of(text, MostShown), true);
    }
}
