namespace HtmxFlows.Runs;

/// <summary>The runs that have begun and not ended, and how many they are by their lines.</summary>
sealed class UnfinishedRuns
{
    readonly Dictionary<Guid, QueueLine> lines = [];
    readonly Dictionary<QueueLine, int> counts = [];

    public int Count(QueueLine line) => counts.GetValueOrDefault(line.Counted);

    /// <summary>The runs of a line, oldest first.</summary>
    public IReadOnlyList<Guid> Of(QueueLine line) => [.. lines.Where(run => run.Value == line.Counted).Select(run => run.Key).Order()];

    public void Add(QueueLine line, Guid run)
    {
        if (lines.TryAdd(run, line.Counted))
            counts[line.Counted] = Count(line) + 1;
    }

    /// <returns>The line of the run; null if it is in none.</returns>
    public QueueLine? Remove(Guid run)
    {
        if (!lines.Remove(run, out var line))
            return null;
        if (--counts[line] == 0)
            counts.Remove(line);
        return line;
    }
}
