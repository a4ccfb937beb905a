namespace HtmxFlows.Workflows;

/// <summary>
/// The picture of a flow, laid out in layers from top to bottom so that every edge points down and no two nodes overlap.
/// </summary>
/// <remarks>
/// The method of Sugiyama, Tagawa and Toda (1981): layers by the longest path from a start; edges over several layers broken up
/// by points of their own; each layer put in an order with few crossings (see <see cref="LayoutOrder"/>); then each layer
/// is moved towards its neighbours without changing the order. Notes stand in a column beside it.
/// </remarks>
public sealed class FlowLayout
{
    public const double NodeWidth = 220, NodeHeight = 56, Gap = 26, LayerGap = 58, Margin = 8;

    // How far below its node its only port ends, if it has no edge.
    internal const double Stub = 30;

    // What the end of a port needs from side to side, for its name.
    const double PortWidth = 84;

    // What a port without an edge needs below its sign, for its name.
    const double PortLabel = 28;

    // An even number, so that the last one goes up: what several edges lead down to hangs below them, and a line is straight.
    const int Sweeps = 8;

    // With more bends, and only drafts have so many, edges go straight past the nodes that are in their way.
    const int MostBends = 20_000;

    readonly List<List<LayoutCell>> rows = [];
    readonly List<LayoutWay> ways = [];
    readonly List<LayoutPort> open = [];
    int bends;

    FlowLayout(Flow flow, Func<FlowNode, IReadOnlyList<string?>>? ports)
    {
        MakeCells(flow, ports);
        LayoutOrder.Apply(rows);
        AssignPlaces();
        Nodes = [.. Cells.Where(cell => cell.Node is not null).Select(cell => new PlacedNode(cell.Node!, cell.Centre - NodeWidth / 2, cell.Top))];
        var ends = new LayoutEnds(ways, open);
        Edges = [.. ways.Select(way => new PlacedEdge(way.Edge, [.. ends.Points(way)], way.IsBack))];
        FreePorts = [.. open.Select(ends.Place)];
        Width = Math.Max(0, Nodes.Select(node => node.X + NodeWidth).Concat(Edges.SelectMany(edge => edge.Points.Select(point => point.X + Gap / 2)))
            .Concat(FreePorts.Select(port => port.To.X + PortWidth / 2)).DefaultIfEmpty(-Margin).Max()) + Margin;
        Height = Cells.Where(cell => cell.Node is not null).Select(cell => cell.Bottom).Concat(FreePorts.Select(port => port.To.Y + PortLabel)).DefaultIfEmpty(Margin).Max() + Margin;
        PlaceNotes([.. flow.Nodes.Where(node => node.IsNote)]);
    }

    /// <summary>In reading order: layer by layer, from left to right.</summary>
    public IReadOnlyList<PlacedNode> Nodes { get; private set; }

    /// <summary>In the flow's own order, those that join two nodes which run.</summary>
    public IReadOnlyList<PlacedEdge> Edges { get; }

    /// <summary>The ports without an edge, if they are drawn.</summary>
    public IReadOnlyList<PlacedPort> FreePorts { get; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    IEnumerable<LayoutCell> Cells => rows.SelectMany(row => row);

    /// <param name="ports">The ports of a node, if those without an edge are drawn too.</param>
    public static FlowLayout Of(Flow flow, Func<FlowNode, IReadOnlyList<string?>>? ports = null) => new(flow, ports);

    internal static double Top(int layer) => Margin + layer * (NodeHeight + LayerGap);

    void MakeCells(Flow flow, Func<FlowNode, IReadOnlyList<string?>>? ports)
    {
        FlowNode[] steps = [.. flow.Steps.DistinctBy(node => node.Id)];
        var layers = FlowLayers.Of(new(flow with { Nodes = steps }));
        rows.AddRange(Enumerable.Range(0, layers.Values.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<LayoutCell>()));
        var cells = steps.Select((node, index) => Add(node, layers[node.Id], index, NodeWidth)).ToDictionary(cell => cell.Node!.Id);
        foreach (var edge in flow.Edges)
        {
            if (cells.TryGetValue(edge.Source, out var from) && cells.TryGetValue(edge.Target, out var to))
                MakeWay(edge, from, to);
        }
        if (ports is not null)
            MakeOpenEnds(cells.Values, flow.Edges.ToLookup(edge => edge.Source, edge => edge.Port), ports, steps.Length);
    }

    /// <summary>Gives the ports without an edge a place in the layer below, beside what their node leads to.</summary>
    void MakeOpenEnds(IEnumerable<LayoutCell> cells, ILookup<string, string?> used, Func<FlowNode, IReadOnlyList<string?>> ports, int index)
    {
        foreach (var cell in cells)
        {
            var all = ports(cell.Node!);
            foreach (var port in all.Except(used[cell.Node!.Id]))
                open.Add(new(cell, port, all.Count == 1 ? null : Below(cell, index++)));
        }
    }

    LayoutCell Below(LayoutCell cell, int index)
    {
        if (cell.Layer + 1 == rows.Count)
            rows.Add([]);
        var end = Add(null, cell.Layer + 1, index, PortWidth);
        end.Above.Add(cell);
        cell.Below.Add(end);
        return end;
    }

    void MakeWay(FlowEdge edge, LayoutCell from, LayoutCell to)
    {
        var between = to.Layer - from.Layer - 1;
        var isRouted = between >= 0 && bends + between <= MostBends;
        LayoutCell[] passed = isRouted ? [.. Enumerable.Range(from.Layer + 1, between).Select(layer => Add(null, layer, to.Index, Gap))] : [];
        ways.Add(new(edge, from, passed, to));
        if (!isRouted)
            return;
        bends += between;
        LayoutCell[] all = [from, .. passed, to];
        foreach (var (above, below) in all.Zip(all.Skip(1)))
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
    }

    LayoutCell Add(FlowNode? node, int layer, int index, double width)
    {
        var cell = new LayoutCell(node, layer, index, width);
        rows[layer].Add(cell);
        return cell;
    }

    void AssignPlaces()
    {
        foreach (var row in rows)
            Spread(row, [.. row.Select(cell => cell.Rank * (NodeWidth + Gap))]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            foreach (var row in down ? rows : rows.AsEnumerable().Reverse())
                Spread(row, [.. row.Select(cell => Mean(down ? cell.Above : cell.Below, cell.Centre))]);
        }
        var left = Cells.Select(cell => cell.Centre - cell.Width / 2).DefaultIfEmpty(0).Min() - Margin;
        foreach (var cell in Cells)
            cell.Centre -= left;
    }

    static double Mean(List<LayoutCell> cells, double otherwise) => cells.Count == 0 ? otherwise : cells.Average(cell => cell.Centre);

    /// <summary>
    /// Brings each cell as near to where it wants to be as the order and the gaps allow: cells that would overlap form a group, and
    /// a group stands at the mean of its wishes (pool adjacent violators, the least-squares solution of isotonic regression).
    /// </summary>
    static void Spread(List<LayoutCell> row, double[] wishes)
    {
        // With the room that each cell takes subtracted, "no overlap" becomes "does not fall".
        var offsets = new double[row.Count];
        for (var i = 1; i < row.Count; i++)
            offsets[i] = offsets[i - 1] + (row[i - 1].Width + row[i].Width) / 2 + Gap;
        var groups = new Stack<(double Sum, int Count)>();
        for (var i = 0; i < row.Count; i++)
        {
            var group = (Sum: wishes[i] - offsets[i], Count: 1);
            while (groups.TryPeek(out var before) && before.Sum / before.Count > group.Sum / group.Count)
            {
                groups.Pop();
                group = (group.Sum + before.Sum, group.Count + before.Count);
            }
            groups.Push(group);
        }
        var at = 0;
        foreach (var (sum, count) in groups.Reverse())
        {
            for (var end = at + count; at < end; at++)
                row[at].Centre = sum / count + offsets[at];
        }
    }

    void PlaceNotes(FlowNode[] notes)
    {
        if (notes.Length == 0)
            return;
        var left = rows.Count == 0 ? Margin : Width + Gap - Margin;
        Nodes = [.. Nodes.Concat(notes.DistinctBy(note => note.Id).Select((note, index) => new PlacedNode(note, left, Top(index)))).OrderBy(node => node.Y).ThenBy(node => node.X)];
        Width = left + NodeWidth + Margin;
        Height = Math.Max(Height, Nodes[^1].Y + NodeHeight + Margin);
    }
}
