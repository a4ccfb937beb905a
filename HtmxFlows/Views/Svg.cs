using System.Globalization;
using System.Text;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Numbers and ways in SVG's words.</summary>
public static class Svg
{
    // How far a loop swings out below its source and above its target.
    const double Swing = 36;

    // A port is written a little below its source, on its edge's side.
    const double LabelAcross = 0.25, LabelBelow = 18;

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A smooth way: between two points it leaves and arrives downwards.</summary>
    public static string Path(PlacedEdge edge) => edge.IsBack ? Loop(edge.Points) : Path(edge.Points);

    /// <summary>The way of a port without an edge, seen from its end, up to the sign there.</summary>
    public static string Path(PlacedPort port, double sign) => Path([(port.From.X - port.To.X, port.From.Y - port.To.Y), (0, -sign)]);

    /// <summary>Where an edge's port is written.</summary>
    public static (double X, double Y) LabelAt(PlacedEdge edge)
    {
        var (from, to) = (edge.Points[0], edge.Points[1]);
        return (from.X + (to.X - from.X) * LabelAcross, from.Y + LabelBelow);
    }

    static string Path(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder($"M{Point(points[0])}");
        foreach (var (from, to) in points.Zip(points.Skip(1)))
        {
            var middle = (from.Y + to.Y) / 2;
            path.Append(from.X == to.X ? $"L{Point(to)}" : $"C{Point((from.X, middle))} {Point((to.X, middle))} {Point(to)}");
        }
        return path.ToString();
    }

    static string Loop(IReadOnlyList<(double X, double Y)> points)
    {
        var (from, side, to) = (points[0], points[1], points[2]);
        return $"M{Point(from)}C{Point((from.X, from.Y + Swing))} {Point((side.X, from.Y + Swing))} {Point(side)}S{Point((to.X, to.Y - Swing))} {Point(to)}";
    }

    static string Point((double X, double Y) point) => $"{Number(point.X)} {Number(point.Y)}";
}
