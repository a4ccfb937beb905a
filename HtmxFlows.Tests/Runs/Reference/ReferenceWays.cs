namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>Whether ways to a node exclude each other, found by leaving nodes and ports out of the flow and looking what is still reached.</summary>
static class ReferenceWays
{
    /// <summary>Whether no run can have two sources of a node deliver.</summary>
    public static bool AreExclusive(Sketch sketch, string node)
    {
        var groups = sketch.Edges.Where(edge => edge.Target == node && IsReached(sketch, [edge], _ => true)).GroupBy(edge => edge.Source).Select(group => group.ToArray()).ToArray();
        return groups.All(one => groups.All(other => one == other || sketch.Nodes.Any(chooser => AreExclusive(sketch, chooser, one, other))));
    }

    /// <summary>Whether every way to some edges and every way to others lead through different ports of a node that takes one of them.</summary>
    static bool AreExclusive(Sketch sketch, SketchNode chooser, SketchEdge[] one, SketchEdge[] other)
    {
        if (chooser.Ports.Count < 2 || IsReached(sketch, one, edge => edge.Source != chooser.Id) || IsReached(sketch, other, edge => edge.Source != chooser.Id))
            return false;
        var (ofOne, ofOther) = (PortsTo(sketch, chooser, one), PortsTo(sketch, chooser, other));
        return !ofOne.Intersect(ofOther).Any() && (chooser is not { Work: Switches { All: true }, IsDisabled: false } || ofOne is ["error"] || ofOther is ["error"]);
    }

    static string?[] PortsTo(Sketch sketch, SketchNode chooser, SketchEdge[] edges) =>
        [.. chooser.Ports.Where(port => IsReached(sketch, edges, edge => edge.Source != chooser.Id || edge.Port == port))];

    /// <summary>Whether any of some edges is reached from the start of the flow by edges that are left in.</summary>
    static bool IsReached(Sketch sketch, SketchEdge[] edges, Func<SketchEdge, bool> isLeft)
    {
        SketchEdge[] left = [.. sketch.Edges.Where(edge => isLeft(edge) && (sketch.Nodes.First(node => node.Id == edge.Source) is not { IsDisabled: true } source || edge.Port == source.Ports[0]))];
        return edges.Any(edge => left.Contains(edge) && Starts(left, edge.Source));
        bool Starts(SketchEdge[] among, string id) =>
            Sketch.Ancestors(among, id).Append(id).Any(from => !sketch.Edges.Any(edge => edge.Target == from));
    }
}
