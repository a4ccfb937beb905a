using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A batch of nodes that a browser swaps in smoothly. Swapping hundreds of nodes at once blocks the page.</summary>
/// <param name="Number">The number of the batch.</param>
/// <param name="IsSwap">Whether the batch replaces the one on the page.</param>
public sealed record DiagramNodes(Diagram Diagram, int Number, IReadOnlyList<PlacedNode> Nodes, bool IsSwap = false)
{
    const int Most = 50;

    /// <summary>Only the batches of a run have an id, since only they are replaced.</summary>
    public string? Id => Diagram.View is null ? null : DomIds.Nodes(Number);

    /// <summary>All nodes of a diagram.</summary>
    public static IEnumerable<DiagramNodes> Of(Diagram picture, FlowLayout layout, bool isSwap = false) =>
        layout.Nodes.Chunk(Most).Select((nodes, number) => new DiagramNodes(picture, number, nodes, isSwap));
}
