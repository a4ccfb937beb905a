using HtmxFlows.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The form of a node and its connections.</summary>
/// <param name="Type">Null if this program has no type of that name.</param>
/// <param name="Fields">The fields of its configuration.</param>
/// <param name="Settings">The fields of its settings.</param>
/// <param name="Previews">The values of its templates, by the names of fields.</param>
public sealed record NodePanel(FlowNode Node, NodeType? Type, IReadOnlyList<FormField> Fields, IReadOnlyList<FormField> Settings, IReadOnlyDictionary<string, Preview> Previews)
{
    /// <summary>The values that can be inserted into a field; null if no field was chosen.</summary>
    public ReferenceTree? References { get; init; }

    /// <summary>When the run began whose values are shown; null if there was none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The ports by which the node can be left, those that its edges use included.</summary>
    public IReadOnlyList<string?> Ports { get; init; } = [];

    public IReadOnlyList<FlowEdge> Incoming { get; init; } = [];

    /// <summary>Whether its input is the output of one predecessor as it is.</summary>
    public bool IsSingleInput { get; init; }

    /// <summary>The nodes that lead to it directly.</summary>
    public IReadOnlyList<string> Predecessors => [.. Incoming.Select(edge => edge.Source).Distinct()];

    public IReadOnlyList<FlowEdge> Outgoing { get; init; } = [];

    /// <summary>What is wrong with the node as a whole, and not with one of its fields.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The settings are shown if any of them is set or wrong.</summary>
    public bool HasSettings => Settings.Any(setting => setting.Problem is not null || setting.IsFilled && setting.Text.Length > 0);

    /// <summary>A field and those of its rows.</summary>
    public static IEnumerable<FormField> Flat(FormField field) => field.Rows.SelectMany(row => row).SelectMany(Flat).Prepend(field);
}
