using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>The progress of a node's calls. It starts nothing itself: it gives the calls to start, and records the ends.</summary>
/// <param name="calls">The calls.</param>
/// <param name="known">The statuses of the runs that exist.</param>
sealed class CallProgress(Calls calls, IReadOnlyDictionary<Guid, RunStatus> known)
{
    readonly HashSet<Guid> under = [.. known.Where(run => !run.Value.IsFinal()).Select(run => run.Key)];
    readonly Dictionary<Guid, string?> ended = known.Where(run => run.Value.IsFinal()).ToDictionary(run => run.Key, _ => (string?)null);
    readonly Queue<Call> open = new(calls.Runs.Where(call => !known.ContainsKey(call.Run)));
    readonly HashSet<Guid> failed = [.. known.Where(run => run.Value is RunStatus.Failed or RunStatus.Cancelled).Select(run => run.Key)];

    public Calls Calls => calls;

    public NodeProgress Count => new(ended.Count, calls.Runs.Count, Cells: Cells);

    string? Cells => calls.Runs.Count < 2 ? null : string.Concat(calls.Runs.Take(ItemCells.Most).Select(call =>
        under.Contains(call.Run) ? ItemCells.Running
        : failed.Contains(call.Run) ? ItemCells.Failed
        : ended.ContainsKey(call.Run) ? ItemCells.Completed
        : ItemCells.Waiting));

    /// <summary>Nothing more is waited for.</summary>
    public bool IsOver => ended.Count == calls.Runs.Count || calls.StopsAtFailure && failed.Count > 0;

    /// <summary>The runs in progress.</summary>
    public IReadOnlyCollection<Guid> UnderWay => under;

    /// <summary>The calls to start now; they count as in progress.</summary>
    public IEnumerable<Call> TakeNext()
    {
        while (!IsOver && under.Count < calls.Together && open.TryDequeue(out var call))
        {
            under.Add(call.Run);
            yield return call;
        }
    }

    /// <summary>Records that a run has ended.</summary>
    /// <param name="refusal">Why it was never started, if that is so.</param>
    /// <returns>False if nothing waits for it here: its end was known, or an earlier attempt called and cancelled it.</returns>
    public bool End(Guid run, bool hasCompleted, string? refusal = null)
    {
        if (!under.Remove(run))
            return false;
        if (!hasCompleted)
            failed.Add(run);
        ended.Add(run, refusal);
        return true;
    }

    /// <summary>The results in the order of the calls.</summary>
    /// <param name="results">Those of the runs that have ended.</param>
    public IReadOnlyList<CallResult> Collect(IReadOnlyDictionary<Guid, CallResult> results) =>
        [.. calls.Runs.Select(call => results.TryGetValue(call.Run, out var result) ? result
            : new(null, ended.TryGetValue(call.Run, out var refusal) ? refusal ?? "It was deleted." : null))];
}
