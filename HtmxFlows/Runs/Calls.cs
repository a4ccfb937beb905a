using System.Text.Json;
using System.Text.Json.Serialization;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>Runs of another workflow that a node waits for, or of several.</summary>
/// <param name="Version">The version that they run.</param>
/// <param name="Runs">In the order of their results.</param>
/// <param name="Together">How many may be in progress at once.</param>
/// <param name="StopsAtFailure">Whether the first that does not complete ends the waiting.</param>
public sealed record Calls(Guid Workflow, int Version, IReadOnlyList<Call> Runs, int Together, bool StopsAtFailure)
{
    [JsonIgnore]
    public bool AreOfSeveral => Runs.Any(call => call.Workflow is not null);
}

/// <summary>A run that a node waits for. It has its id before it starts, so that a resumed node sees which of its runs there are.</summary>
/// <param name="Workflow">Its workflow, if another than that of the other runs.</param>
/// <param name="Version">The version of that workflow.</param>
public sealed record Call(Guid Run, string Prompt, JsonElement? Input = null, Guid? Workflow = null, int? Version = null);

/// <summary>The node by which a run was called.</summary>
/// <param name="Depth">How many runs are above it: 1 for a child of a run without a parent.</param>
/// <param name="Root">The run at the top, which has no parent; null if that is <paramref name="Run"/>.</param>
public sealed record RunParent(Guid Run, string Node, int Depth, Guid? Root = null)
{
    /// <summary>The run at the top.</summary>
    [JsonIgnore]
    public Guid Top => Root ?? Run;
}

/// <summary>The progress of a node: how many of the runs that it waits for have ended, or its text so far. It is reported to viewers and not journaled.</summary>
public sealed record NodeProgress(int Done, int Total, string? Said = null);

/// <summary>The progress of a node's calls. It starts nothing itself: it gives the calls to start, and records the ends.</summary>
/// <param name="calls">The calls.</param>
/// <param name="known">The statuses of the runs that exist.</param>
sealed class CallProgress(Calls calls, IReadOnlyDictionary<Guid, RunStatus> known)
{
    readonly HashSet<Guid> under = [.. known.Where(run => !run.Value.IsFinal()).Select(run => run.Key)];
    readonly Dictionary<Guid, string?> ended = known.Where(run => run.Value.IsFinal()).ToDictionary(run => run.Key, _ => (string?)null);
    readonly Queue<Call> open = new(calls.Runs.Where(call => !known.ContainsKey(call.Run)));
    bool hasFailed = known.Values.Any(status => status is RunStatus.Failed or RunStatus.Cancelled);

    public Calls Calls => calls;

    public NodeProgress Count => new(ended.Count, calls.Runs.Count);

    /// <summary>Nothing more is waited for.</summary>
    public bool IsOver => ended.Count == calls.Runs.Count || calls.StopsAtFailure && hasFailed;

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
        hasFailed |= !hasCompleted;
        ended.Add(run, refusal);
        return true;
    }

    /// <summary>The results in the order of the calls.</summary>
    /// <param name="results">Those of the runs that have ended.</param>
    public IReadOnlyList<CallResult> Collect(IReadOnlyDictionary<Guid, CallResult> results) =>
        [.. calls.Runs.Select(call => results.TryGetValue(call.Run, out var result) ? result
            : new(null, ended.TryGetValue(call.Run, out var refusal) ? refusal ?? "It was deleted." : null))];
}
