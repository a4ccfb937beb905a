namespace HtmxFlows.Workflows;

/// <summary>A node's place: its upper left corner, in CSS pixels.</summary>
public sealed record PlacedNode(FlowNode Node, double X, double Y);

/// <summary>An edge's way: the points that it passes, from the source's lower side to the target's upper side.</summary>
public sealed record PlacedEdge(FlowEdge Edge, IReadOnlyList<(double X, double Y)> Points);

/// <summary>
/// The picture of a flow, laid out in layers from top to bottom so that every edge points down and no two nodes overlap.
/// </summary>
/// <remarks>
/// The method of Sugiyama, Tagawa and Toda (1981): layers by the longest path from a start; edges over several layers broken up
/// by points of their own; crossings reduced by sweeps that order each layer by the barycentres of its neighbours; then each layer
/// is moved towards its neighbours without changing the order. Nodes on a cycle, which a draft may have, stand on a layer below.
/// </remarks>
public sealed class FlowLayout
{
    public const double NodeWidth = 190, NodeHeight = 54, Gap = 26, LayerGap = 46, Margin = 8;

    const int Sweeps = 8;

    readonly Flow flow;
    readonly Dictionary<string, int> layers = [];
    readonly List<List<Cell>> rows = [];
    readonly Dictionary<(FlowEdge Edge, int Layer), Cell> points = [];

    FlowLayout(Flow flow) => this.flow = flow;

    /// <summary>A node in its layer, or the point where an edge crosses the layer.</summary>
    sealed class Cell(FlowNode? node)
    {
        public FlowNode? Node { get; } = node;
        public List<Cell> Above { get; } = [];
        public List<Cell> Below { get; } = [];
        public double Centre { get; set; }
        public double Width => Node is null ? Gap : NodeWidth;
    }

    public IReadOnlyList<PlacedNode> Nodes { get; private set; } = [];

    public IReadOnlyList<PlacedEdge> Edges { get; private set; } = [];

    public double Width { get; private set; }

    public double Height { get; private set; }

    public static FlowLayout Of(Flow flow)
    {
        var layout = new FlowLayout(flow);
        layout.AssignLayers(new FlowGraph(flow));
        layout.MakeCells();
        layout.ReduceCrossings();
        layout.AssignPlaces();
        return layout;
    }

    void AssignLayers(FlowGraph graph)
    {
        foreach (var id in graph.Order)
            layers[id] = graph.Predecessors(id).Select(source => layers[source] + 1).DefaultIfEmpty(0).Max();
        var below = layers.Values.DefaultIfEmpty(-1).Max() + 1;
        foreach (var id in graph.Ids.Where(id => !layers.ContainsKey(id)))
            layers[id] = below++;
    }

    void MakeCells()
    {
        rows.AddRange(Enumerable.Range(0, layers.Values.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<Cell>()));
        Dictionary<string, Cell> cells = [];
        foreach (var node in flow.Nodes.DistinctBy(node => node.Id))
            rows[layers[node.Id]].Add(cells[node.Id] = new(node));
        foreach (var edge in flow.Edges.Where(IsDrawn))
        {
            var from = cells[edge.Source];
            for (var layer = layers[edge.Source] + 1; layer < layers[edge.Target]; layer++)
            {
                var point = points[(edge, layer)] = new(null);
                rows[layer].Add(point);
                Join(from, point);
                from = point;
            }
            Join(from, cells[edge.Target]);
        }
    }

    bool IsDrawn(FlowEdge edge) =>
        layers.TryGetValue(edge.Source, out var from) && layers.TryGetValue(edge.Target, out var to) && from < to;

    static void Join(Cell above, Cell below)
    {
        above.Below.Add(below);
        below.Above.Add(above);
    }

    void ReduceCrossings()
    {
        rows.ForEach(Number);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            foreach (var row in down ? rows.Skip(1) : rows.AsEnumerable().Reverse().Skip(1))
            {
                // A stable sort, so that what has no reason to move stays.
                Cell[] sorted = [.. row.OrderBy(cell => Mean(down ? cell.Above : cell.Below, cell.Centre))];
                row.Clear();
                row.AddRange(sorted);
                Number(row);
            }
        }
    }

    static void Number(List<Cell> row)
    {
        for (var i = 0; i < row.Count; i++)
            row[i].Centre = i;
    }

    static double Mean(List<Cell> cells, double otherwise) => cells.Count == 0 ? otherwise : cells.Average(cell => cell.Centre);

    void AssignPlaces()
    {
        foreach (var row in rows)
            Spread(row, row.Select((_, i) => i * (NodeWidth + Gap)).ToArray());
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var down = sweep % 2 == 0;
            foreach (var row in down ? rows : rows.AsEnumerable().Reverse())
                Spread(row, [.. row.Select(cell => Mean(down ? cell.Above : cell.Below, cell.Centre))]);
        }
        var left = rows.SelectMany(row => row).Select(cell => cell.Centre - cell.Width / 2).DefaultIfEmpty(0).Min() - Margin;
        foreach (var cell in rows.SelectMany(row => row))
            cell.Centre -= left;
        Width = rows.SelectMany(row => row).Select(cell => cell.Centre + cell.Width / 2).DefaultIfEmpty(0).Max() + Margin;
        Height = Math.Max(0, rows.Count * (NodeHeight + LayerGap) - LayerGap) + 2 * Margin;
        Nodes = [.. rows.SelectMany((row, layer) => row.Where(cell => cell.Node is not null).Select(cell => new PlacedNode(cell.Node!, cell.Centre - NodeWidth / 2, Top(layer))))];
        var centres = rows.SelectMany(row => row).Where(cell => cell.Node is not null).ToDictionary(cell => cell.Node!.Id, cell => cell.Centre);
        Edges = [.. flow.Edges.Where(IsDrawn).Select(edge => new PlacedEdge(edge, [.. Way(edge, centres)]))];
    }

    /// <summary>
    /// Brings each cell as near to where it wants to be as the order and the gaps allow: cells that would overlap form a group, and
    /// a group stands at the mean of its wishes (pool adjacent violators, the least-squares solution of isotonic regression).
    /// </summary>
    static void Spread(List<Cell> row, double[] wishes)
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

    IEnumerable<(double X, double Y)> Way(FlowEdge edge, Dictionary<string, double> centres)
    {
        yield return (centres[edge.Source], Top(layers[edge.Source]) + NodeHeight);
        for (var layer = layers[edge.Source] + 1; layer < layers[edge.Target]; layer++)
        {
            var x = points[(edge, layer)].Centre;
            yield return (x, Top(layer));
            yield return (x, Top(layer) + NodeHeight);
        }
        yield return (centres[edge.Target], Top(layers[edge.Target]));
    }

    static double Top(int layer) => Margin + layer * (NodeHeight + LayerGap);
}
