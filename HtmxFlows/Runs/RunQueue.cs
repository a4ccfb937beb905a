namespace HtmxFlows.Runs;

/// <summary>The line in which a run waits for a place: that of its workflow, or that of all runs below one run.</summary>
/// <param name="Id">The workflow, or the run at the top.</param>
readonly record struct QueueLine(Guid Id, bool IsOfCalls)
{
    public static QueueLine Of(Guid workflow, RunParent? parent) => parent is null ? new(workflow, false) : new(parent.Top, true);
}

/// <summary>
/// The runs that have a place, and the runs that wait for one. A workflow may limit its unfinished runs, and the process those that it executes;
/// a suspended run has its place in the workflow alone. Within a line it is first come, first served; lines take turns (round robin), and
/// one with no executed run gets a place beyond the limit, so that one with thousands of runs does not delay others.
/// </summary>
/// <remarks>
/// Runs that runs call count for no workflow's limit, or a workflow that calls itself would wait for itself. They need a place of the
/// process as others do; their callers are suspended while they wait, and hold none.
/// </remarks>
/// <param name="places">How many runs the process executes at once; runs that resume do so in any case.</param>
/// <param name="limitOf">How many unfinished runs a workflow may have; null is any number.</param>
sealed class RunQueue(int places, Func<Guid, int?> limitOf)
{
    /// <summary>How many times <c>places</c> there may be in use when each line gets one.</summary>
    const int Stretch = 2;

    /// <summary>How many runs below one root the process executes at once; a node calls no more together either.</summary>
    public const int CalledTogether = 100;

    readonly Lock gate = new();
    readonly Dictionary<QueueLine, LinkedList<Guid>> lines = [];
    readonly LinkedList<QueueLine> turns = [];
    readonly Dictionary<Guid, QueueLine> queued = [];
    readonly Dictionary<Guid, Guid> unfinished = [];
    readonly Dictionary<Guid, int> counts = [];
    readonly Dictionary<Guid, QueueLine> working = [];
    readonly Dictionary<QueueLine, int> workingIn = [];

    /// <summary>Gives a run a place, if there is one and no other run of its line waits for it.</summary>
    public bool TryEnter(QueueLine line, Guid run)
    {
        lock (gate)
        {
            if (lines.ContainsKey(line) || !HasPlace(line))
                return false;
            Enter(line, run);
            return true;
        }
    }

    /// <summary>Puts a run at the end of its line.</summary>
    public void Wait(QueueLine line, Guid run)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(line, out var runs))
            {
                lines[line] = runs = [];
                turns.AddLast(line);
            }
            runs.AddLast(run);
            queued[run] = line;
        }
    }

    /// <summary>Counts a suspended run that an earlier process began.</summary>
    public void Count(Guid workflow, Guid run)
    {
        lock (gate)
            CountIn(workflow, run);
    }

    /// <summary>The process executes a run, resumed ones included.</summary>
    public void Begin(QueueLine line, Guid run)
    {
        lock (gate)
            Work(line, run);
    }

    /// <summary>The process no longer executes a run; it is suspended.</summary>
    public void Suspend(Guid run)
    {
        lock (gate)
            Free(run);
    }

    /// <summary>A run has ended.</summary>
    public void End(Guid run)
    {
        lock (gate)
        {
            Free(run);
            if (unfinished.Remove(run, out var workflow) && --counts[workflow] == 0)
                counts.Remove(workflow);
        }
    }

    /// <summary>Takes a run out of its line.</summary>
    /// <returns>False if it is in none.</returns>
    public bool Leave(Guid run)
    {
        lock (gate)
        {
            if (!queued.Remove(run, out var line))
                return false;
            lines[line].Remove(run);
            Tidy(line);
            return true;
        }
    }

    /// <summary>The runs whose turn it is; they have their places.</summary>
    public IReadOnlyList<Guid> TakeNext()
    {
        lock (gate)
        {
            List<Guid> taken = [];
            for (var passed = 0; passed < turns.Count;)
            {
                var line = turns.First!.Value;
                turns.RemoveFirst();
                turns.AddLast(line);
                if (!HasPlace(line))
                {
                    passed++;
                    continue;
                }
                passed = 0;
                taken.Add(TakeFirst(line));
            }
            return taken;
        }
    }

    /// <summary>How many runs will start before this one if those that are waiting now start in turns, plus one; null if it waits for no place.</summary>
    public int? Place(Guid run)
    {
        lock (gate)
        {
            if (!queued.TryGetValue(run, out var own))
                return null;
            var before = lines[own].TakeWhile(other => other != run).Count();
            var ahead = turns.TakeWhile(other => other != own).ToHashSet();
            return 1 + before + lines.Where(line => line.Key != own).Sum(line => Math.Min(line.Value.Count, ahead.Contains(line.Key) ? before + 1 : before));
        }
    }

    /// <summary>The unfinished runs of a workflow that count for its limit, oldest first.</summary>
    public IReadOnlyList<Guid> Unfinished(Guid workflow)
    {
        lock (gate)
            return [.. unfinished.Where(run => run.Value == workflow).Select(run => run.Key).Order()];
    }

    bool HasPlace(QueueLine line) =>
        (working.Count < places || working.Count < Stretch * places && !workingIn.ContainsKey(line))
        && (line.IsOfCalls ? workingIn.GetValueOrDefault(line) < CalledTogether : !(counts.GetValueOrDefault(line.Id) >= limitOf(line.Id)));

    Guid TakeFirst(QueueLine line)
    {
        var run = lines[line].First!.Value;
        lines[line].RemoveFirst();
        queued.Remove(run);
        Tidy(line);
        Enter(line, run);
        return run;
    }

    void Enter(QueueLine line, Guid run)
    {
        Work(line, run);
        if (!line.IsOfCalls)
            CountIn(line.Id, run);
    }

    void Work(QueueLine line, Guid run)
    {
        if (working.TryAdd(run, line))
            workingIn[line] = workingIn.GetValueOrDefault(line) + 1;
    }

    void Free(Guid run)
    {
        if (working.Remove(run, out var line) && --workingIn[line] == 0)
            workingIn.Remove(line);
    }

    void CountIn(Guid workflow, Guid run)
    {
        if (unfinished.TryAdd(run, workflow))
            counts[workflow] = counts.GetValueOrDefault(workflow) + 1;
    }

    void Tidy(QueueLine line)
    {
        if (lines[line].Count > 0)
            return;
        lines.Remove(line);
        turns.Remove(line);
    }
}
