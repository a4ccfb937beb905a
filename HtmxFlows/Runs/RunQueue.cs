using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// The runs that have a place, and the runs that wait for one. A workflow may limit its unfinished runs and its starts, and the process those that it executes;
/// a suspended run has its place in the workflow alone. Within a line it is first come, first served; workflows take turns (round robin), and so do the lines of
/// one. A workflow with no executed run gets a place beyond the limit, so that one with thousands of runs does not delay others.
/// </summary>
/// <remarks>
/// Runs that runs call count for no workflow's limit, or a workflow that calls itself would wait for itself. They need a place of the
/// process as others do; their callers are suspended while they wait, and hold none. Runs that failures start count for none either, so that a
/// failure is handled however busy its handler is.
/// </remarks>
/// <param name="places">How many runs the process executes at once; runs that resume do so in any case.</param>
/// <param name="ruleOf">The limits of a workflow; null if it has none.</param>
sealed class RunQueue(int places, Func<Guid, FlowConcurrency?> ruleOf, Clock clock)
{
    /// <summary>How many times <c>places</c> there may be in use when each workflow gets one.</summary>
    const int Stretch = 2;

    /// <summary>How many runs below one root the process executes at once; a node calls no more together either.</summary>
    public const int CalledTogether = 100;

    readonly Lock gate = new();
    readonly Dictionary<QueueLine, WaitingRuns> groups = [];
    readonly LinkedList<QueueLine> turns = [];
    readonly Dictionary<Guid, QueueLine> queued = [];
    readonly HeldRuns held = new();
    readonly LineAlarms alarms = new();
    readonly StartRates rates = new();
    readonly UnfinishedRuns unfinished = new();
    readonly Dictionary<Guid, QueueLine> working = [];
    readonly Dictionary<QueueLine, int> workingIn = [];

    /// <summary>Gives a run a place, if there is one and no other run waits for it.</summary>
    public bool TryEnter(QueueLine line, Guid run)
    {
        lock (gate)
        {
            if (groups.TryGetValue(line.Group, out var waiting) && (waiting.Next is not null || waiting.Has(line)) || !HasRoom(line.Group))
                return false;
            var rule = RuleOf(line);
            if (FindBarrier(line, rule) is not null)
                return false;
            Enter(line, run, rule);
            return true;
        }
    }

    /// <summary>What keeps the next run of a line from its start, beside the limit of the process; null if nothing does.</summary>
    public QueueBarrier? FindBarrier(QueueLine line)
    {
        lock (gate)
            return FindBarrier(line, RuleOf(line));
    }

    /// <summary>Puts a run at the end of its line, or holds it until a moment.</summary>
    /// <returns>The runs whose place it takes; they are in no line any more.</returns>
    public IReadOnlyList<Replacement> Wait(QueueLine line, Guid run, DateTimeOffset? heldUntil = null)
    {
        lock (gate)
        {
            if (heldUntil is not { } until)
                return Append(line, run);
            queued[run] = line;
            alarms.Set(line, until);
            if (held.Hold(line, run, until) is not { } earlier)
                return [];
            queued.Remove(earlier);
            return [new(earlier, run)];
        }
    }

    /// <summary>Counts a suspended run that an earlier process began.</summary>
    public void Count(QueueLine line, Guid run)
    {
        lock (gate)
            unfinished.Add(line, run);
    }

    /// <summary>Counts a start of an earlier process for the rate of its workflow.</summary>
    public void CountStart(QueueLine line, DateTimeOffset at)
    {
        lock (gate)
        {
            if (RuleOf(line) is { Rate: not null } rule)
                rates.Count(line, rule, at);
        }
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
            if (unfinished.Remove(run) is not { } line || !groups.TryGetValue(line.Group, out var waiting))
                return;
            waiting.Unpark(line);
            waiting.Unpark(line.Group);
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
            if (!held.Release(line, run))
                Remove(line, run);
            return true;
        }
    }

    /// <summary>Gives places to the runs whose turn it is.</summary>
    public QueueTurn TakeNext()
    {
        lock (gate)
        {
            List<Guid> taken = [];
            List<Replacement> replaced = [];
            HearAlarms(replaced);
            for (var passed = 0; passed < turns.Count;)
            {
                var group = turns.First!.Value;
                turns.RemoveFirst();
                turns.AddLast(group);
                if (!HasRoom(group) || TakeFirst(group, replaced) is not { } run)
                {
                    passed++;
                    continue;
                }
                passed = 0;
                taken.Add(run);
            }
            return new(taken, replaced, alarms.Next);
        }
    }

    /// <summary>Why a run waits; null if it is not queued.</summary>
    public QueueWait? WaitOf(Guid run)
    {
        lock (gate)
        {
            return !queued.TryGetValue(run, out var line) ? null
                : held.UntilOf(line, run) is { } until ? new QueueWait.Quiet(until)
                : new QueueWait.Turn(Place(line, run), (FindBarrier(line, RuleOf(line)) as QueueBarrier.Rate)?.Until);
        }
    }

    /// <summary>The unfinished runs that count for the same limit as a line, oldest first.</summary>
    public IReadOnlyList<Guid> Unfinished(QueueLine line)
    {
        lock (gate)
            return unfinished.Of(line);
    }

    /// <summary>How many runs will start before this one if those that are waiting now start in turns, plus one.</summary>
    int Place(QueueLine line, Guid run)
    {
        var before = groups[line.Group].Of(line).TakeWhile(other => other != run).Count();
        var ahead = turns.TakeWhile(other => other != line.Group).ToHashSet();
        return 1 + before + groups.Where(group => group.Key != line.Group).Sum(group => Math.Min(group.Value.Count, ahead.Contains(group.Key) ? before + 1 : before));
    }

    FlowConcurrency? RuleOf(QueueLine line) => line.IsFree ? null : ruleOf(line.Id);

    bool HasRoom(QueueLine group) =>
        (working.Count < places || working.Count < Stretch * places && !workingIn.ContainsKey(group))
        && (!group.IsFree || workingIn.GetValueOrDefault(group) < CalledTogether);

    QueueBarrier? FindBarrier(QueueLine line, FlowConcurrency? rule) =>
        rule is { Limit: { } limit } && unfinished.Count(line) >= limit ? new QueueBarrier.Limit(limit)
        : line.Key is not null && rule is { Rate: { } rate } && rates.Next(line, rate, rule.Period, clock.Now) is { } until ? new QueueBarrier.Rate(rate, rule.Period, until)
        : null;

    /// <summary>Has the runs that were held long enough wait for their turn, and looks at the lines whose rate lets the next run start.</summary>
    void HearAlarms(List<Replacement> replaced)
    {
        if (alarms.Next is null)
            return;
        var now = clock.Now;
        while (alarms.TryTake(now, out var line))
        {
            if (held.TakeDue(line, now, out var later) is { } run)
                replaced.AddRange(Append(line, run));
            if (later is { } until)
                alarms.Set(line, until);
            if (groups.TryGetValue(line.Group, out var waiting))
                waiting.Unpark(line);
        }
    }

    /// <summary>The first run of a group that may start; null if none may now.</summary>
    Guid? TakeFirst(QueueLine group, List<Replacement> replaced)
    {
        var (waiting, rule) = (groups[group], RuleOf(group));
        waiting.Follow(rule);
        while (waiting.Next is { } line)
        {
            switch (FindBarrier(line, rule))
            {
                case null:
                    var run = waiting.Take();
                    queued.Remove(run);
                    Tidy(group);
                    Enter(line, run, rule);
                    return run;
                case QueueBarrier.Limit { Most: var most } when rule is { Beyond: WhenLimitReached.Replace }:
                    replaced.AddRange(unfinished.Of(line).SkipLast(most - 1).Select(old => new Replacement(old, waiting.Of(line).First())));
                    break;
                case QueueBarrier.Rate { Until: var until }:
                    alarms.Set(line, until);
                    break;
            }
            waiting.Park();
        }
        return null;
    }

    List<Replacement> Append(QueueLine line, Guid run)
    {
        List<Replacement> replaced = [];
        if (RuleOf(line) is { Rate: not null, Beyond: WhenLimitReached.Replace } && groups.TryGetValue(line.Group, out var others))
            replaced.AddRange(others.Of(line).Select(old => new Replacement(old, run)));
        if (!groups.TryGetValue(line.Group, out var waiting))
        {
            groups[line.Group] = waiting = new();
            turns.AddLast(line.Group);
        }
        waiting.Add(line, run);
        queued[run] = line;
        foreach (var (old, _) in replaced)
        {
            queued.Remove(old);
            waiting.Remove(line, old);
        }
        return replaced;
    }

    void Enter(QueueLine line, Guid run, FlowConcurrency? rule)
    {
        Work(line, run);
        if (line.IsFree)
            return;
        unfinished.Add(line, run);
        if (line.Key is not null && rule is { Rate: not null })
            rates.Count(line, rule, clock.Now);
    }

    void Work(QueueLine line, Guid run)
    {
        if (working.TryAdd(run, line.Group))
            workingIn[line.Group] = workingIn.GetValueOrDefault(line.Group) + 1;
    }

    void Free(Guid run)
    {
        if (working.Remove(run, out var group) && --workingIn[group] == 0)
            workingIn.Remove(group);
    }

    void Remove(QueueLine line, Guid run)
    {
        groups[line.Group].Remove(line, run);
        Tidy(line.Group);
    }

    void Tidy(QueueLine group)
    {
        if (groups[group].Count > 0)
            return;
        groups.Remove(group);
        turns.Remove(group);
    }
}
