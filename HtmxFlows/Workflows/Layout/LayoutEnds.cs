namespace HtmxFlows.Workflows;

/// <summary>Where edges leave and arrive: each port has a place of its own at its node's lower side, and edges between the same two nodes stay apart.</summary>
sealed class LayoutEnds
{
    const double PortGap = 48, FreeGap = 56, TwinGap = 32, Widest = FlowLayout.NodeWidth - 50;

    readonly Dictionary<LayoutWay, double> leaving = new(ReferenceEqualityComparer.Instance), arriving = new(ReferenceEqualityComparer.Instance);

    /// <param name="open">The nodes of which ports without an edge are drawn too, beside those with one.</param>
    public LayoutEnds(IReadOnlyList<LayoutWay> ways, IReadOnlyList<LayoutCell> open, Func<FlowNode, IReadOnlyList<string?>>? ports)
    {
        var leavingOf = ways.ToLookup(way => way.From);
        foreach (var cell in leavingOf.Select(node => node.Key).Union(open))
        {
            IGrouping<string?, LayoutWay>[] used = [.. leavingOf[cell].GroupBy(way => way.Edge.Port).OrderBy(port => port.Min(way => way.First.Centre))];
            string?[] free = open.Count == 0 ? [] : [.. ports!(cell.Node!).Except(used.Select(port => port.Key))];
            Place(cell, used, free);
        }
        foreach (var twins in ways.GroupBy(way => (way.From, way.To)))
            Place(arriving, [.. twins.OrderBy(way => leaving[way]).Select(way => new[] { way })], TwinGap);
    }

    /// <summary>The ports without an edge.</summary>
    public List<PlacedPort> Free { get; } = [];

    /// <summary>The points of an edge, from its source's lower side to its target's upper side.</summary>
    public IEnumerable<(double X, double Y)> Points(LayoutWay way)
    {
        yield return (way.From.Centre + leaving[way], way.From.Bottom);
        if (way.IsBack)
            yield return (Math.Max(way.From.Centre, way.To.Centre) + (FlowLayout.NodeWidth + FlowLayout.Gap) / 2, (way.From.Bottom + way.To.Top) / 2);
        foreach (var bend in way.Bends)
        {
            yield return (bend.Centre, bend.Top);
            yield return (bend.Centre, bend.Bottom);
        }
        yield return (way.To.Centre + arriving[way], way.To.Top);
    }

    /// <summary>Places the ports of a node. Those without an edge stand to the right of the others, which stay where they are; if there is no room, all move closer.</summary>
    void Place(LayoutCell cell, IGrouping<string?, LayoutWay>[] used, string?[] free)
    {
        var first = used.Length == 0 ? Offset(0, free.Length, FreeGap) : Offset(used.Length - 1, used.Length, PortGap) + FreeGap;
        var hasRoom = first + (free.Length - 1) * FreeGap <= Widest / 2;
        Place(leaving, hasRoom || free.Length == 0 ? used : [.. used, .. free.Select(_ => Array.Empty<LayoutWay>())], PortGap);
        foreach (var (index, port) in free.Index())
            Free.Add(new(cell.Node!, port, cell.Centre + (hasRoom ? first + index * FreeGap : Offset(used.Length + index, used.Length + free.Length, PortGap)), cell.Bottom));
    }

    static void Place(Dictionary<LayoutWay, double> places, IEnumerable<LayoutWay>[] groups, double gap)
    {
        foreach (var (index, way) in groups.Index().SelectMany(group => group.Item.Select(way => (group.Index, way))))
            places[way] = Offset(index, groups.Length, gap);
    }

    /// <summary>How far from the middle one of several ends is.</summary>
    static double Offset(int index, int count, double gap) => (index - (count - 1) / 2.0) * Math.Min(gap, Widest / Math.Max(1, count - 1));
}
