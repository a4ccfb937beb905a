namespace HtmxFlows.Runs;

/// <summary>When lines are to be looked at again. A line has one alarm, the earliest that was set.</summary>
sealed class LineAlarms
{
    readonly PriorityQueue<QueueLine, DateTimeOffset> alarms = new();
    readonly Dictionary<QueueLine, DateTimeOffset> earliest = [];

    /// <summary>The first alarm; null if there is none.</summary>
    public DateTimeOffset? Next => alarms.TryPeek(out _, out var moment) ? moment : null;

    public void Set(QueueLine line, DateTimeOffset moment)
    {
        if (earliest.TryGetValue(line, out var set) && set <= moment)
            return;
        earliest[line] = moment;
        alarms.Enqueue(line, moment);
    }

    /// <summary>Takes an alarm whose moment has come.</summary>
    public bool TryTake(DateTimeOffset now, out QueueLine line)
    {
        while (alarms.TryPeek(out line, out var moment) && moment <= now)
        {
            alarms.Dequeue();
            if (earliest.TryGetValue(line, out var set) && set == moment)
                return earliest.Remove(line);
        }
        return false;
    }
}
