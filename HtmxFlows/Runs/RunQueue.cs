namespace HtmxFlows.Runs;

/// <summary>
/// Who may run now, and who waits for a place. A workflow may limit its unfinished runs, and the process those that it is at work on;
/// one that rests has its place in the workflow alone. Within a workflow it is first come, first served; workflows take turns (round
/// robin), so that one with thousands of runs holds no other up. Runs that runs call are their callers' to limit, and stand in no line:
/// a caller that waited for a place which it has itself would wait for ever.
/// </summary>
/// <param name="places">How many runs the process is at work on at once; runs that wake go on in any case.</param>
/// <param name="limitOf">How many unfinished runs a workflow may have; null is any number.</param>
sealed class RunQueue(int places, Func<Guid, int?> limitOf)
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, LinkedList<Guid>> lines = [];
    readonly LinkedList<Guid> turns = [];
    readonly Dictionary<Guid, Guid> queued = [];
    readonly Dictionary<Guid, Guid> unfinished = [];
    readonly Dictionary<Guid, int> counts = [];
    readonly HashSet<Guid> working = [];

    /// <summary>Gives a run a place, if there is one and nobody of its workflow waits for it.</summary>
    public bool TryEnter(Guid workflow, Guid run)
    {
        lock (gate)
        {
            if (lines.ContainsKey(workflow) || !HasPlace(workflow))
                return false;
            Enter(workflow, run);
            return true;
        }
    }

    /// <summary>Puts a run at the end of its workflow's line.</summary>
    public void Wait(Guid workflow, Guid run)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(workflow, out var line))
            {
                lines[workflow] = line = [];
                turns.AddLast(workflow);
            }
            line.AddLast(run);
            queued[run] = workflow;
        }
    }

    /// <summary>Counts a run that was under way before this process was there, and rests.</summary>
    public void Count(Guid workflow, Guid run)
    {
        lock (gate)
            CountIn(workflow, run);
    }

    /// <summary>The process is at work on a run, called or woken ones included.</summary>
    public void Begin(Guid run)
    {
        lock (gate)
            working.Add(run);
    }

    /// <summary>The process is at work on a run no more; it rests.</summary>
    public void Rest(Guid run)
    {
        lock (gate)
            working.Remove(run);
    }

    /// <summary>A run has ended.</summary>
    public void End(Guid run)
    {
        lock (gate)
        {
            working.Remove(run);
            if (unfinished.Remove(run, out var workflow) && --counts[workflow] == 0)
                counts.Remove(workflow);
        }
    }

    /// <summary>Takes a run out of its line.</summary>
    /// <returns>False if it stands in none.</returns>
    public bool Leave(Guid run)
    {
        lock (gate)
        {
            if (!queued.Remove(run, out var workflow))
                return false;
            lines[workflow].Remove(run);
            Tidy(workflow);
            return true;
        }
    }

    /// <summary>The runs whose turn it is; they have their places.</summary>
    public IReadOnlyList<Guid> TakeNext()
    {
        lock (gate)
        {
            List<Guid> taken = [];
            for (var passed = 0; passed < turns.Count && working.Count < places;)
            {
                var workflow = turns.First!.Value;
                turns.RemoveFirst();
                turns.AddLast(workflow);
                if (!HasPlace(workflow))
                {
                    passed++;
                    continue;
                }
                passed = 0;
                taken.Add(TakeFirst(workflow));
            }
            return taken;
        }
    }

    /// <summary>How many runs will start before this one if those that are waiting now start in turns, plus one; null if it waits for no place.</summary>
    public int? Place(Guid run)
    {
        lock (gate)
        {
            if (!queued.TryGetValue(run, out var workflow))
                return null;
            var before = lines[workflow].TakeWhile(other => other != run).Count();
            var ahead = turns.TakeWhile(other => other != workflow).ToHashSet();
            return 1 + before + lines.Where(line => line.Key != workflow).Sum(line => Math.Min(line.Value.Count, ahead.Contains(line.Key) ? before + 1 : before));
        }
    }

    /// <summary>The unfinished runs of a workflow that count for its limit, oldest first.</summary>
    public IReadOnlyList<Guid> Unfinished(Guid workflow)
    {
        lock (gate)
            return [.. unfinished.Where(run => run.Value == workflow).Select(run => run.Key).Order()];
    }

    bool HasPlace(Guid workflow) => working.Count < places && !(counts.GetValueOrDefault(workflow) >= limitOf(workflow));

    Guid TakeFirst(Guid workflow)
    {
        var run = lines[workflow].First!.Value;
        lines[workflow].RemoveFirst();
        queued.Remove(run);
        Tidy(workflow);
        Enter(workflow, run);
        return run;
    }

    void Enter(Guid workflow, Guid run)
    {
        working.Add(run);
        CountIn(workflow, run);
    }

    void CountIn(Guid workflow, Guid run)
    {
        if (unfinished.TryAdd(run, workflow))
            counts[workflow] = counts.GetValueOrDefault(workflow) + 1;
    }

    void Tidy(Guid workflow)
    {
        if (lines[workflow].Count > 0)
            return;
        lines.Remove(workflow);
        turns.Remove(workflow);
    }
}
