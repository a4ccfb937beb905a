using System.Collections.Concurrent;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using Microsoft.Extensions.Caching.Memory;

namespace HtmxFlows.Workflows;

/// <summary>What runs need of workflows, kept in memory: which version they use, and the plans of versions.</summary>
public sealed class WorkflowPlans(IDatabase database, NodeCatalogue catalogue) : IDisposable
{
    /// <summary>The memory that kept plans may take, in bytes, as far as <see cref="FlowPlan.Size"/> says it.</summary>
    public const long MostPlanBytes = 64L * 1024 * 1024;

    /// <summary>Of how many workflows the newest version is remembered.</summary>
    const int MostRemembered = 10_000;

    // Versions never change, so a plan that was made once stays right.
    readonly MemoryCache plans = new(new MemoryCacheOptions { SizeLimit = MostPlanBytes, CompactionPercentage = 0.2 });

    long changes;

    /// <summary>Counts the commits that change which versions and triggers are active: what others remember of them is right as long as this is the same.</summary>
    internal long Changes => Interlocked.Read(ref changes);

    // A change sets its own when it commits, so that what was read before never stands for what is newer.
    readonly ConcurrentDictionary<Guid, int?> newest = [];

    /// <summary>The newest published version, which runs use; null if there is none.</summary>
    public int? Newest(Guid id)
    {
        if (newest.TryGetValue(id, out var known))
            return known;
        // Unknown ids are not cached, because clients can send any number of them.
        return database.Read(connection => WorkflowRows.FindNewest(connection, id)) is not { } found ? null
            : newest.Count < MostRemembered ? newest.GetOrAdd(id, found)
            : found;
    }

    /// <summary>The plan of a version; null if there is no such version or it does not pass the checks (any more).</summary>
    /// <param name="upTo">The node up to which it is run; null for all of it. The problems of other nodes do not count then.</param>
    public FlowPlan? Find(Guid id, int version, string? upTo = null)
    {
        if (FindKept(id, version, upTo) is { } kept)
            return kept;
        if (FindVersion(id, version) is not { } found || Make(found, upTo) is not { } plan)
            return null;
        return plans.Set((id, version, upTo), plan, new MemoryCacheEntryOptions { Size = plan.Size });
    }

    /// <summary>The flow of any version, runnable or not, without checking it; one that cannot be read has no nodes. Null if there is no such version.</summary>
    /// <param name="upTo">The node up to which it is run; null for all of it.</param>
    public Flow? FindFlow(Guid id, int version, string? upTo = null) =>
        FindKept(id, version, upTo)?.Flow ?? (FindVersion(id, version) is { } found ? Part(Flow.Parse(found.Flow).Flow ?? new(Json.EmptyObject, [], []), upTo) : null);

    /// <summary>What a run is asked for by the version that runs use; nothing if there is none.</summary>
    public IReadOnlyList<FlowInput> Inputs(Guid id) => Newest(id) is { } version && Find(id, version) is { } plan ? plan.Flow.Inputs : [];

    /// <summary>How many runs may be unfinished at once, by the version that runs use; null is any number.</summary>
    public FlowConcurrency? Concurrency(Guid id) => Newest(id) is { } version ? FindFlow(id, version)?.Concurrency : null;

    /// <summary>Has runs use a version from now on, if one was saved. Called when the write that published it commits.</summary>
    internal void Remember(SaveOutcome outcome)
    {
        NoteChange();
        if (outcome is SaveOutcome.Saved saved)
            Remember(saved.Workflow, saved.Version);
    }

    /// <summary>Drops what is known of a workflow. Called when the write that deleted it commits.</summary>
    internal void Forget(Guid id)
    {
        NoteChange();
        Remember(id, null);
        foreach (var plan in plans.Keys.OfType<(Guid Workflow, int Version, string? UpTo)>().Where(plan => plan.Workflow == id))
            plans.Remove(plan);
    }

    /// <summary>Counts a change. Called when its write commits.</summary>
    internal void NoteChange() => Interlocked.Increment(ref changes);

    public void Dispose() => plans.Dispose();

    void Remember(Guid id, int? version)
    {
        if (newest.ContainsKey(id) || newest.Count < MostRemembered)
            newest[id] = version;
    }

    FlowPlan? FindKept(Guid id, int version, string? upTo) => plans.TryGetValue((id, version, upTo), out FlowPlan? known) ? known : null;

    FlowPlan? Make(WorkflowVersion version, string? upTo)
    {
        var isDraft = version.Status == VersionStatus.Draft;
        return upTo is null ? FlowPlan.Make(version.Flow, catalogue, isDraft: isDraft).Plan
            : Flow.Parse(version.Flow).Flow is { } flow ? FlowPlan.Make(Part(flow, upTo), catalogue, isDraft: isDraft).Plan : null;
    }

    static Flow Part(Flow flow, string? upTo) => upTo is null ? flow : flow.UpTo(upTo);

    WorkflowVersion? FindVersion(Guid id, int version) => database.Read(connection => WorkflowRows.FindVersion(connection, id, version));
}
