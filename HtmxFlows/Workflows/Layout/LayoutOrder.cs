namespace HtmxFlows.Workflows;

/// <summary>The order of the cells within each layer of a picture.</summary>
/// <remarks>
/// The median method of Eades and Wormald (1994), downwards alone: a node stands by the median of what leads to it and, where that says
/// nothing, as in the flow's JSON. Medians compare places and measure no distances, so that nothing which is added below changes the order
/// of what was there: the picture stays as its reader knows it. The bends of edges, which nobody remembers, then change places with
/// their neighbours as long as that takes crossings away (the greedy switching of Eades and Kelly, 1986); two nodes never do.
/// </remarks>
static class LayoutOrder
{
    const int MostRounds = 6;

    public static void Apply(IReadOnlyList<List<LayoutCell>> rows)
    {
        foreach (var row in rows)
            Sort(row);
        var isSettled = false;
        for (var round = 0; round < MostRounds && !isSettled; round++)
            isSettled = !rows.Select(Switch).ToArray().Contains(true);
    }

    static void Sort(List<LayoutCell> row)
    {
        LayoutCell[] sorted = [.. row.Select(cell => (Cell: cell, Medians: Medians(cell)))
            .OrderBy(one => one.Medians.Lower).ThenBy(one => one.Medians.Upper).ThenBy(one => one.Cell.Index).Select(one => one.Cell)];
        for (var rank = 0; rank < sorted.Length; rank++)
            Put(row, rank, sorted[rank]);
    }

    static (int Lower, int Upper) Medians(LayoutCell cell)
    {
        int[] ranks = [.. cell.Above.Select(above => above.Rank).Order()];
        return ranks.Length == 0 ? default : (ranks[(ranks.Length - 1) / 2], ranks[ranks.Length / 2]);
    }

    static bool Switch(List<LayoutCell> row)
    {
        var switched = false;
        for (var rank = 1; rank < row.Count; rank++)
        {
            var (left, right) = (row[rank - 1], row[rank]);
            if ((left.Node is null || right.Node is null) && Crossings(right, left) < Crossings(left, right))
            {
                Put(row, rank - 1, right);
                Put(row, rank, left);
                switched = true;
            }
        }
        return switched;
    }

    static void Put(List<LayoutCell> row, int rank, LayoutCell cell)
    {
        row[rank] = cell;
        cell.Rank = rank;
    }

    static int Crossings(LayoutCell left, LayoutCell right) => Crossings(left.Above, right.Above) + Crossings(left.Below, right.Below);

    static int Crossings(List<LayoutCell> left, List<LayoutCell> right) => left.Sum(one => right.Count(other => other.Rank < one.Rank));
}
