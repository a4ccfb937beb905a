using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A flow to be drawn, with the states of its nodes if it is drawn for a run.</summary>
public sealed record Picture(Flow Flow, RunView? View = null)
{
    const double WidestNarrow = 420, WidestFit = 900;

    /// <summary>Where a node leads; to its row on the same page if this is not given.</summary>
    public Func<FlowNode, string>? NodeHref { get; init; }

    /// <summary>Where the sign “+” in the middle of an edge leads. There is none if this is not given.</summary>
    public Func<FlowEdge, string>? EdgeHref { get; init; }

    /// <summary>The id of the node that the page is about.</summary>
    public string? Selected { get; init; }

    /// <summary>The ids of the nodes that have problems.</summary>
    public IReadOnlySet<string> Problems { get; init; } = new HashSet<string>();

    /// <summary>How it is looked at: its size, and what is searched in it.</summary>
    public FlowLook? Look { get; init; }

    /// <summary>Whether it can be drawn so that somebody could read it.</summary>
    public bool IsDrawable => Flow.Nodes.Count <= FlowPlan.MostNodes && Flow.Edges.Count <= FlowPlan.MostEdges;

    /// <summary>What it shows, in a few words.</summary>
    public string Summary => $"{Words.Count(Flow.Nodes.Count, "node")}, {Words.Count(Flow.Edges.Count, "edge")}";

    /// <summary>A node as it is drawn here.</summary>
    public Chip Chip(FlowNode node) => new(node, View?.Run.Node(node.Id).Status, Progress: View?.Progress.GetValueOrDefault(node.Id))
    {
        Href = NodeHref?.Invoke(node),
        IsSelected = node.Id == Selected,
        HasProblem = Problems.Contains(node.Id),
        IsFound = Look?.Finds(node) ?? false,
    };

    /// <summary>An edge in a sentence, for those who do not see it.</summary>
    public static string Describe(FlowEdge edge, IReadOnlyDictionary<string, string> labels)
    {
        var port = edge.Port is null ? "" : $", port {edge.Port},";
        return $"Edge from {labels.GetValueOrDefault(edge.Source, edge.Source)}{port} to {labels.GetValueOrDefault(edge.Target, edge.Target)}";
    }

    /// <summary>The labels of the nodes by their ids.</summary>
    public IReadOnlyDictionary<string, string> Labels => Flow.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Label);

    /// <summary>How large it is drawn, in CSS pixels; and a class that says how far it may be made smaller where there is less room: one that would become too small to read is scrolled.</summary>
    public (double Width, double Height, string? Class) Size(FlowLayout layout) => Look?.Zoom switch
    {
        FlowLook.Fit => (layout.Width, layout.Height, "fit whole"),
        { Length: > 0 } percent => (layout.Width * FlowLook.Factor(percent), layout.Height * FlowLook.Factor(percent), null),
        _ => (layout.Width, layout.Height, layout.Width <= WidestNarrow ? "fit" : layout.Width <= WidestFit ? "fit broad" : null),
    };
}

/// <summary>So many nodes of a picture as a browser puts in without a jerk. What each costs grows with how many there are, and by hundreds at once they hold a page up.</summary>
/// <param name="Number">Which part of the picture they are.</param>
/// <param name="IsSwap">They replace those on the page.</param>
public sealed record PictureNodes(Picture Picture, int Number, IReadOnlyList<PlacedNode> Nodes, bool IsSwap = false)
{
    const int Most = 50;

    /// <summary>For the parts of a run's picture alone, since they alone are replaced.</summary>
    public string? Id => Picture.View is null ? null : DomIds.Nodes(Number);

    /// <summary>All nodes of a picture.</summary>
    public static IEnumerable<PictureNodes> Of(Picture picture, FlowLayout layout, bool isSwap = false) =>
        layout.Nodes.Chunk(Most).Select((nodes, number) => new PictureNodes(picture, number, nodes, isSwap));
}

/// <summary>A node to be drawn.</summary>
/// <param name="Status">Null outside a run.</param>
/// <param name="IsSwap">It replaces the one on the page.</param>
/// <param name="Progress">How far it has come, if it tells.</param>
public sealed record Chip(FlowNode Node, NodeStatus? Status = null, bool IsSwap = false, NodeProgress? Progress = null)
{
    /// <summary>Where it leads; null is its row on the same page.</summary>
    public string? Href { get; init; }

    /// <summary>The page is about it.</summary>
    public bool IsSelected { get; init; }

    public bool HasProblem { get; init; }

    /// <summary>Runs of the draft take what is pinned to it for its output.</summary>
    public bool IsPinned => Status is null && Node.Pin is not null;

    /// <summary>It is what is searched for.</summary>
    public bool IsFound { get; init; }

    /// <summary>What kind of node it is; of one that was imported without a type that is known here also what it was.</summary>
    public string Kind => Node.Type == UnsupportedNode.TypeName && UnsupportedNode.TypeOf(Node.Data) is { Length: > 0 } was ? $"{Node.Type}: {was}" : Node.Type;

    /// <summary>For <c>aria-current</c>.</summary>
    public string? Current => IsSelected ? "true" : null;

    /// <summary>For <c>data-found</c>.</summary>
    public string FoundWord => IsFound ? "found" : "";
}
