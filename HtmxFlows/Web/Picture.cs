using System.Globalization;
using System.Text;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Web;

/// <summary>A flow to be drawn, with the states of its nodes if it is drawn for a run.</summary>
/// <param name="IsSwap">It replaces what the one on the page holds.</param>
public sealed record Picture(Flow Flow, RunView? View = null, bool IsSwap = false)
{
    const double WidestNarrow = 420, WidestFit = 900;

    /// <summary>Says how far a picture may be made smaller where there is less room: one that would become too small to read is scrolled.</summary>
    public static string? Size(FlowLayout layout) => layout.Width <= WidestNarrow ? "fit" : layout.Width <= WidestFit ? "fit broad" : null;
}

/// <summary>A node to be drawn.</summary>
/// <param name="Status">Null outside a run.</param>
/// <param name="IsSwap">It replaces the one on the page.</param>
/// <param name="Progress">How far it has come, if it tells.</param>
public sealed record Chip(FlowNode Node, NodeStatus? Status = null, bool IsSwap = false, NodeProgress? Progress = null);

/// <summary>Numbers and ways in SVG's words.</summary>
public static class Svg
{
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A smooth way through points: between two of them it leaves and arrives downwards.</summary>
    public static string Path(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new StringBuilder($"M{Point(points[0])}");
        foreach (var (from, to) in points.Zip(points.Skip(1)))
        {
            var middle = (from.Y + to.Y) / 2;
            path.Append(from.X == to.X ? $"L{Point(to)}" : $"C{Point((from.X, middle))} {Point((to.X, middle))} {Point(to)}");
        }
        return path.ToString();
    }

    /// <summary>Where an edge's port is written: a little below its source, on its side.</summary>
    public static (double X, double Y) LabelAt(IReadOnlyList<(double X, double Y)> points)
    {
        var (from, to) = (points[0], points[1]);
        return ((2 * from.X + to.X) / 3, from.Y + (to.Y - from.Y) * 0.42);
    }

    static string Point((double X, double Y) point) => $"{Number(point.X)} {Number(point.Y)}";
}
