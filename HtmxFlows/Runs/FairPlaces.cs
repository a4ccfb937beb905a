namespace HtmxFlows.Runs;

/// <summary>
/// Places for work, shared by workflows. Workflows take turns while all places are in use, and one with few in use gets one beyond the shared ones,
/// so that no workflow delays another.
/// </summary>
/// <param name="shared">The places that any workflow may use.</param>
/// <param name="guaranteed">How many a workflow may have regardless of others, up to <see cref="Stretch"/> times the shared ones in all.</param>
sealed class FairPlaces(int shared, int guaranteed)
{
    /// <summary>How many times the shared places there may be in use at the most.</summary>
    const int Stretch = 4;

    readonly Lock gate = new();
    readonly Dictionary<Guid, int> used = [];
    readonly Dictionary<Guid, Queue<Func<bool>>> waiting = [];
    readonly LinkedList<Guid> turns = [];
    int total;

    /// <summary>Takes a place, waiting for one if necessary; return it with <see cref="Return"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async ValueTask Take(Guid workflow, CancellationToken cancellation)
    {
        if (TryTake(workflow))
            return;
        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var end = cancellation.Register(() => place.TrySetCanceled(cancellation));
        Await(workflow, place.TrySetResult);
        await place.Task;
    }

    /// <summary>Takes a place if there is one and nothing of the workflow waits.</summary>
    public bool TryTake(Guid workflow)
    {
        lock (gate)
            return !waiting.ContainsKey(workflow) && TryUse(workflow);
    }

    /// <summary>Waits for a place in the workflow's line.</summary>
    /// <param name="take">Called when it is the turn of this wait, perhaps at once; it must be quick. False if nothing waits any more; then the next one in line has the place.</param>
    public void Await(Guid workflow, Func<bool> take)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(workflow, out var line))
            {
                waiting[workflow] = line = [];
                turns.AddLast(workflow);
            }
            line.Enqueue(take);
            GiveAway();
        }
    }

    public void Return(Guid workflow)
    {
        lock (gate)
        {
            Free(workflow);
            GiveAway();
        }
    }

    void GiveAway()
    {
        for (var (turn, passed) = (turns.First, 0); turn is not null && passed < turns.Count; turn = turns.First)
        {
            turns.Remove(turn);
            turns.AddLast(turn);
            if (!TryUse(turn.Value))
            {
                passed++;
                continue;
            }
            passed = 0;
            if (!TryGiveNext(turn))
                Free(turn.Value);
        }
    }

    /// <returns>False if nothing of the workflow waits any more.</returns>
    bool TryGiveNext(LinkedListNode<Guid> turn)
    {
        var line = waiting[turn.Value];
        var isGiven = false;
        while (!isGiven && line.TryDequeue(out var next))
            isGiven = next();
        if (line.Count == 0)
        {
            waiting.Remove(turn.Value);
            turns.Remove(turn);
        }
        return isGiven;
    }

    bool TryUse(Guid workflow)
    {
        var own = used.GetValueOrDefault(workflow);
        if (total >= shared && (own >= guaranteed || total >= Stretch * shared))
            return false;
        used[workflow] = own + 1;
        total++;
        return true;
    }

    void Free(Guid workflow)
    {
        total--;
        if (--used[workflow] == 0)
            used.Remove(workflow);
    }
}
