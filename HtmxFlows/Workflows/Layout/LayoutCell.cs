namespace HtmxFlows.Workflows;

/// <summary>A node in its layer of a picture, the point where an edge crosses the layer, or the end of a port without an edge.</summary>
/// <param name="index">The place in the flow's JSON of the node, or of the node that the edge leads to; the end of a port is after all of them.</param>
/// <param name="width">What it needs from side to side.</param>
sealed class LayoutCell(FlowNode? node, int layer, int index, double width)
{
    public FlowNode? Node { get; } = node;

    public int Layer { get; } = layer;

    public int Index { get; } = index;

    public List<LayoutCell> Above { get; } = [];

    public List<LayoutCell> Below { get; } = [];

    /// <summary>Which it is in its layer, from the left.</summary>
    public int Rank { get; set; }

    public double Centre { get; set; }

    public double Width { get; } = width;

    public double Top => FlowLayout.Top(Layer);

    public double Bottom => Top + FlowLayout.NodeHeight;
}

/// <summary>A port without an edge. The only port of a node ends right below it, and needs no cell of its own.</summary>
sealed record LayoutPort(LayoutCell From, string? Port, LayoutCell? End);

/// <summary>An edge on its way from a node to another, through the layers between them.</summary>
sealed record LayoutWay(FlowEdge Edge, LayoutCell From, IReadOnlyList<LayoutCell> Bends, LayoutCell To)
{
    /// <summary>It leads up, on a cycle.</summary>
    public bool IsBack => From.Layer >= To.Layer;

    public LayoutCell First => Bends.Count > 0 ? Bends[0] : To;
}
