using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>The runs of one workflow, or below one run, that wait for a place: a line for each key, in turns. A line that cannot go now is parked.</summary>
sealed class WaitingRuns
{
    readonly Dictionary<QueueLine, LinkedList<Guid>> lines = [];
    readonly LinkedList<QueueLine> ready = [];
    readonly HashSet<QueueLine> parked = [];
    FlowConcurrency? rule;

    /// <summary>How many runs wait.</summary>
    public int Count { get; private set; }

    /// <summary>The line whose turn it is; null if none can go.</summary>
    public QueueLine? Next => ready.First?.Value;

    public bool Has(QueueLine line) => lines.ContainsKey(line);

    public void Add(QueueLine line, Guid run)
    {
        if (!lines.TryGetValue(line, out var runs))
        {
            lines[line] = runs = [];
            ready.AddLast(line);
        }
        runs.AddLast(run);
        Count++;
    }

    /// <summary>Takes the first run of the line whose turn it is, and gives the turn to the next line.</summary>
    public Guid Take()
    {
        var line = ready.First!.Value;
        var run = lines[line].First!.Value;
        ready.RemoveFirst();
        ready.AddLast(line);
        Remove(line, run);
        return run;
    }

    public void Remove(QueueLine line, Guid run)
    {
        lines[line].Remove(run);
        Count--;
        if (lines[line].Count > 0)
            return;
        lines.Remove(line);
        if (!parked.Remove(line))
            ready.Remove(line);
    }

    /// <summary>The runs of a line, in their order.</summary>
    public IReadOnlyCollection<Guid> Of(QueueLine line) => lines.TryGetValue(line, out var runs) ? runs : [];

    /// <summary>Looks no more at the line whose turn it is, until something of it changes.</summary>
    public void Park()
    {
        parked.Add(ready.First!.Value);
        ready.RemoveFirst();
    }

    /// <summary>Looks at a line again.</summary>
    public void Unpark(QueueLine line)
    {
        if (parked.Remove(line))
            ready.AddLast(line);
    }

    /// <summary>Looks at all lines again if the rule is another one than before.</summary>
    public void Follow(FlowConcurrency? current)
    {
        if (parked.Count == 0 || ReferenceEquals(rule, current))
            return;
        rule = current;
        foreach (var line in parked)
            ready.AddLast(line);
        parked.Clear();
    }
}
