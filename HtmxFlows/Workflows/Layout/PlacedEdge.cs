namespace HtmxFlows.Workflows;

/// <summary>An edge's way: the points that it passes, from the source's lower side to the target's upper side.</summary>
/// <param name="IsBack">It leads up, on a cycle, and passes one point at the side.</param>
public sealed record PlacedEdge(FlowEdge Edge, IReadOnlyList<(double X, double Y)> Points, bool IsBack = false)
{
    // So far along the curve between two layers, and past the middle, where edges from one port and edges that cross have parted.
    const double Across = 0.648, Down = 0.576;

    /// <summary>A point in the middle of it which is on no other edge's.</summary>
    public (double X, double Y) Middle
    {
        get
        {
            if (IsBack)
                return Points[1];
            // Between the two points of a layer it is straight, and nothing is beside it.
            var (from, to) = (Points[(Points.Count - 1) / 2], Points[(Points.Count - 1) / 2 + 1]);
            return (from.X + (to.X - from.X) * Across, from.Y + (to.Y - from.Y) * Down);
        }
    }
}
