using System.Text.Json;

namespace HtmxFlows.Workflows;

/// <summary>Finds nodes by a text.</summary>
public static class FlowSearch
{
    /// <summary>Whether a node has the text in its label, its id, its type or a value of its data, in any case.</summary>
    public static bool Has(FlowNode node, string text) =>
        Has(node.Label, text) || Has(node.Id, text) || Has(node.Type, text) || Has(node.Data, text);

    static bool Has(JsonElement value, string text) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => Has(member.Value, text)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => Has(item, text)),
        JsonValueKind.String => Has(value.GetString()!, text),
        _ => Has(value.GetRawText(), text),
    };

    static bool Has(string value, string text) => value.Contains(text, StringComparison.OrdinalIgnoreCase);
}
