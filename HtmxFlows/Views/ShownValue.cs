using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Views;

/// <summary>A value in the inspector of a node: as text, or as a table, a tree and JSON to choose from.</summary>
/// <param name="Group">What the choices are called together on the page.</param>
/// <param name="Address">The address of the full value.</param>
public sealed record ShownValue(string Group, JsonElement Value, OutputFormat? Format, string Address)
{
    public Output Output { get; } = new(Value, Format, Address);

    public ValueTable? Table => ValueTable.Of(Output.Value);

    /// <summary>Whether there is something to choose.</summary>
    public bool IsStructured => Output.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && !Output.IsFile;
}
