using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A flow as a diagram, with the statuses of its nodes if it belongs to a run.</summary>
public sealed record Diagram(Flow Flow, RunView? View = null)
{
    /// <summary>The class of a diagram that fits into its place, but not below <see cref="Reduced"/>.</summary>
    public const string Fitted = "fitted";

    /// <summary>The scale of a diagram that scrolls: smaller, its letters are hard to read.</summary>
    public const double Reduced = 0.75;

    const double WidestNarrow = 490, WidestColumn = 1020;

    /// <summary>The link of a node. Default: its row on the same page.</summary>
    public Func<FlowNode, string>? NodeHref { get; init; }

    /// <summary>The link of the “+” in the middle of an edge. Default: no “+”.</summary>
    public Func<FlowEdge, string>? EdgeHref { get; init; }

    /// <summary>How many items went along each edge, as far as that is known.</summary>
    public IReadOnlyDictionary<FlowEdge, int>? Counts { get; init; }

    /// <summary>What became of its nodes and edges since an earlier version. Default: it shows one version.</summary>
    public DiffDiagram? Changes { get; init; }

    /// <summary>A run as a diagram: each node leads to its inspector.</summary>
    public static Diagram OfRun(RunView view) => new(view.Flow, view) { NodeHref = Views.NodeCard.InspectorHref, Counts = EdgeCounts.Of(view) };

    /// <summary>The link of the “+” at a port without an edge. Default: such ports are not drawn.</summary>
    public Func<PlacedPort, string>? PortHref { get; init; }

    /// <summary>The ports of a node, for <see cref="PortHref"/>.</summary>
    public Func<FlowNode, IReadOnlyList<string?>>? Ports { get; init; }

    /// <summary>Whether the flow can be changed here.</summary>
    public bool IsEditor => EdgeHref is not null;

    /// <summary>The id of the form that is open beside it: without scripts, the way to another node submits it. Null if none is.</summary>
    public string? OpenForm { get; init; }

    /// <summary>The id of the selected node.</summary>
    public string? Selected { get; init; }

    /// <summary>The id of the selected edge.</summary>
    public string? SelectedEdge { get; init; }

    /// <summary>The ids of the nodes that have problems.</summary>
    public IReadOnlySet<string> Problems { get; init; } = new HashSet<string>();

    /// <summary>The zoom and the search.</summary>
    public DiagramOptions? Look { get; init; }

    /// <summary>Whether the flow is small enough to draw legibly.</summary>
    public bool IsDrawable => Flow.Nodes.Count <= FlowPlan.MostNodes && Flow.Edges.Count <= FlowPlan.MostEdges;

    /// <summary>The size of the flow, for screen readers.</summary>
    public string Summary => $"{Words.Count(Flow.Nodes.Count, "node")}, {Words.Count(Flow.Edges.Count, "edge")}";

    /// <summary>A node as it is drawn here.</summary>
    public NodeCard NodeCard(FlowNode node) => (View is null ? new NodeCard(node) : Views.NodeCard.Of(node, View.Run.Node(node.Id), View.Progress.GetValueOrDefault(node.Id))) with
    {
        // In a run there is nothing to see of a note but its text.
        Href = View is not null && node.IsNote ? null : NodeHref?.Invoke(node),
        IsSelected = View is null && node.Id == Selected,
        HasProblem = Problems.Contains(node.Id),
        IsFound = Look?.Finds(node) ?? false,
        Change = Changes?.Of(node),
    };

    /// <summary>An edge in a sentence, for screen readers.</summary>
    public static string Describe(FlowEdge edge, IReadOnlyDictionary<string, string> labels)
    {
        var port = edge.Port is null ? "" : $", port {edge.Port},";
        return $"Edge from {labels.GetValueOrDefault(edge.Source, edge.Source)}{port} to {labels.GetValueOrDefault(edge.Target, edge.Target)}";
    }

    /// <summary>What the “+” of a port does, for screen readers.</summary>
    public static string Describe(PlacedPort port) => $"Add a node after {port.Node.Label}{(port.Port is null ? "" : $", port {port.Port}")}";

    /// <summary>The labels of the nodes by their ids.</summary>
    public IReadOnlyDictionary<string, string> Labels => Flow.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Label);

    /// <summary>The size of the diagram, in CSS pixels, and a class that limits how far it shrinks: a diagram that would become illegible scrolls instead.</summary>
    public (double Width, double Height, string? Class) Size(FlowLayout layout) => Look?.Zoom switch
    {
        // A run's page lets its viewer choose the size by the style sheet alone.
        _ when View is not null => (layout.Width, layout.Height, "whole"),
        DiagramOptions.Fit => (layout.Width, layout.Height, "fit whole"),
        { Length: > 0 } percent => (layout.Width * DiagramOptions.Factor(percent), layout.Height * DiagramOptions.Factor(percent), null),
        _ when IsEditor => (layout.Width, layout.Height, Fitted),
        _ => (layout.Width, layout.Height, layout.Width <= WidestNarrow ? "fit" : layout.Width <= WidestColumn ? "fit broad" : null),
    };
}
