namespace HtmxFlows.Workflows;

/// <summary>Where edges leave and arrive: each port has a place of its own at its node's lower side, and edges between the same two nodes stay apart.</summary>
sealed class LayoutEnds
{
    const double PortGap = 48, TwinGap = 32, Widest = FlowLayout.NodeWidth - 50;

    readonly Dictionary<LayoutWay, double> leaving = new(ReferenceEqualityComparer.Instance), arriving = new(ReferenceEqualityComparer.Instance);

    public LayoutEnds(IReadOnlyList<LayoutWay> ways)
    {
        foreach (var node in ways.GroupBy(way => way.From))
            Place(leaving, [.. node.GroupBy(way => way.Edge.Port).OrderBy(port => port.Min(way => way.First.Centre))], PortGap);
        foreach (var twins in ways.GroupBy(way => (way.From, way.To)))
            Place(arriving, [.. twins.OrderBy(way => leaving[way]).Select(way => new[] { way })], TwinGap);
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

    static void Place(Dictionary<LayoutWay, double> places, IReadOnlyList<IEnumerable<LayoutWay>> groups, double gap)
    {
        var step = Math.Min(gap, Widest / Math.Max(1, groups.Count - 1));
        foreach (var (index, way) in groups.Index().SelectMany(group => group.Item.Select(way => (group.Index, way))))
            places[way] = (index - (groups.Count - 1) / 2.0) * step;
    }
}
