namespace HtmxFlows.Workflows;

/// <summary>Where edges leave and arrive: each port has a place of its own at its node's lower side, and edges between the same two nodes stay apart.</summary>
sealed class LayoutEnds
{
    // How far below the upper side of the next layer a port ends: its name stands among the nodes, and not among the edges.
    const double EndBelow = 12;

    const double PortGap = 48, TwinGap = 32, Widest = FlowLayout.NodeWidth - 50;

    readonly Dictionary<LayoutWay, double> leaving = new(ReferenceEqualityComparer.Instance), arriving = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<LayoutPort, double> free = new(ReferenceEqualityComparer.Instance);

    /// <param name="open">The ports without an edge that are drawn too.</param>
    public LayoutEnds(IReadOnlyList<LayoutWay> ways, IReadOnlyList<LayoutPort> open)
    {
        var (leavingOf, openOf) = (ways.ToLookup(way => way.From), open.ToLookup(port => port.From));
        foreach (var cell in leavingOf.Select(node => node.Key).Union(openOf.Select(node => node.Key)))
        {
            var used = leavingOf[cell].GroupBy(way => way.Edge.Port).Select(port => (Centre: port.Min(way => way.First.Centre), Place: (Action<double>)(offset => Set(port, offset))));
            var unused = openOf[cell].Select(port => (Centre: (port.End ?? cell).Centre, Place: (Action<double>)(offset => free[port] = offset)));
            Spread([.. used.Concat(unused).OrderBy(port => port.Centre).Select(port => port.Place)], PortGap);
        }
        foreach (var twins in ways.GroupBy(way => (way.From, way.To)))
            Spread([.. twins.OrderBy(way => leaving[way]).Select(way => (Action<double>)(offset => arriving[way] = offset))], TwinGap);
    }

    /// <summary>Where a port without an edge leaves its node, and where it ends.</summary>
    public PlacedPort Place(LayoutPort port)
    {
        var x = port.From.Centre + free[port];
        return new(port.From.Node!, port.Port, (x, port.From.Bottom), port.End is { } end ? (end.Centre, end.Top + EndBelow) : (x, port.From.Bottom + FlowLayout.Stub));
    }

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

    void Set(IEnumerable<LayoutWay> ways, double offset)
    {
        foreach (var way in ways)
            leaving[way] = offset;
    }

    /// <summary>Places ends side by side, around the middle of their node.</summary>
    static void Spread(Action<double>[] ends, double gap)
    {
        for (var index = 0; index < ends.Length; index++)
            ends[index]((index - (ends.Length - 1) / 2.0) * Math.Min(gap, Widest / Math.Max(1, ends.Length - 1)));
    }
}
