namespace HtmxFlows.Runs;

/// <summary>The runs that wait for a later one: at most one in each line.</summary>
sealed class HeldRuns
{
    readonly Dictionary<QueueLine, (Guid Run, DateTimeOffset Until)> runs = [];

    /// <summary>Holds a run.</summary>
    /// <returns>The run whose place it takes; null if there is none.</returns>
    public Guid? Hold(QueueLine line, Guid run, DateTimeOffset until)
    {
        var earlier = runs.TryGetValue(line, out var known) ? known.Run : (Guid?)null;
        runs[line] = (run, until);
        return earlier;
    }

    /// <summary>Takes the run of a line if it was held long enough.</summary>
    /// <param name="later">Until when it is held otherwise; null if there is none.</param>
    public Guid? TakeDue(QueueLine line, DateTimeOffset now, out DateTimeOffset? later)
    {
        later = null;
        if (!runs.TryGetValue(line, out var known))
            return null;
        if (known.Until > now)
            later = known.Until;
        else
            runs.Remove(line);
        return later is null ? known.Run : null;
    }

    /// <returns>False if the run is not held.</returns>
    public bool Release(QueueLine line, Guid run) => runs.TryGetValue(line, out var known) && known.Run == run && runs.Remove(line);

    /// <summary>Until when a run is held; null if it is not.</summary>
    public DateTimeOffset? UntilOf(QueueLine line, Guid run) => runs.TryGetValue(line, out var known) && known.Run == run ? known.Until : null;
}
