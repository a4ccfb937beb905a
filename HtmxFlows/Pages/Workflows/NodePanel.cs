using HtmxFlows.Credentials;
using HtmxFlows.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The form of a node and its connections.</summary>
/// <param name="Type">Null if this program has no type of that name.</param>
/// <param name="Fields">The fields of its configuration.</param>
/// <param name="Settings">The fields of its settings.</param>
public sealed record NodePanel(FlowNode Node, NodeType? Type, IReadOnlyList<FormField> Fields, IReadOnlyList<FormField> Settings)
{
    /// <summary>The values of its templates, by the names of fields.</summary>
    public IReadOnlyDictionary<string, Preview> Previews { get; init; } = new Dictionary<string, Preview>();

    /// <summary>The values that can be inserted into a field; null if no field was chosen.</summary>
    public ReferenceTree? References { get; init; }

    /// <summary>The workflows that fields offer; null if no field names one.</summary>
    public IReadOnlyList<(Guid Id, string Name)>? Workflows { get; init; }

    /// <summary>The credentials that the workflow may use; null if no field names one.</summary>
    public Secrets? Secrets { get; init; }

    /// <summary>The ports by which the node can be left, those that its edges use included.</summary>
    public IReadOnlyList<string?> Ports { get; init; } = [];

    /// <summary>The data of the node; null if it is not needed.</summary>
    public DataDrawer? Data { get; init; }

    public IReadOnlyList<FlowEdge> Incoming { get; init; } = [];

    /// <summary>Whether its input is the output of one predecessor as it is.</summary>
    public bool IsSingleInput { get; init; }

    /// <summary>The nodes that lead to it directly.</summary>
    public IReadOnlyList<string> Predecessors => [.. Incoming.Select(edge => edge.Source).Distinct()];

    public IReadOnlyList<FlowEdge> Outgoing { get; init; } = [];

    /// <summary>What is wrong with the node as a whole, and not with one of its fields.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The tab that is shown.</summary>
    public NodeTab Tab { get; init; }

    /// <summary>Whether something is wrong with a field of the tab.</summary>
    public bool HasProblem(NodeTab tab) => tab is NodeTab.Parameters or NodeTab.Settings && (tab == NodeTab.Settings ? Settings : Fields).SelectMany(Flat).Any(field => field.Problem is not null && !field.IsMissing);

    /// <summary>Every field of the form, those of rows included.</summary>
    public IEnumerable<FormField> AllFields => Fields.Concat(Settings).SelectMany(Flat);

    /// <summary>A field and those of its rows.</summary>
    public static IEnumerable<FormField> Flat(FormField field) => field.Rows.SelectMany(row => row).SelectMany(Flat).Prepend(field);
}
