using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The number of problems in drafts, for lists: each state of a draft is checked once, and a large one not at all.</summary>
public sealed class DraftProblems(IDatabase database, DraftStore drafts, WorkflowCheck check)
{
    /// <summary>The largest flow that is checked for a list, in bytes.</summary>
    public const int LargestFlow = 32 * 1024;

    /// <summary>The most drafts whose number is kept in memory.</summary>
    const int MostKept = 10_000;

    readonly ConcurrentDictionary<Guid, (State State, int Count)> known = [];

    /// <summary>The number of problems in the draft of a workflow; null if the draft is too large to be checked here, or the workflow does not exist.</summary>
    public int? Count(Guid workflow)
    {
        if (StateOf(workflow) is not { Bytes: <= LargestFlow } state)
            return null;
        if (known.TryGetValue(workflow, out var found) && found.State == state)
            return found.Count;
        if (drafts.Find(workflow) is not { } draft)
            return null;
        var count = check.FindProblems(draft.Content, draft.Workflow).Count;
        if (known.Count >= MostKept)
            known.Clear();
        known[workflow] = (state, count);
        return count;
    }

    sealed record State
    {
        public long Revision { get; init; }
        public int Version { get; init; }
        public long Bytes { get; init; }
    }

    State? StateOf(Guid workflow) => database.Read(connection => connection.QuerySingleOrDefault<State>(
        """
        SELECT coalesce(d.revision, 0) AS revision, v.version, octet_length(coalesce(s.flow, v.flow)) AS bytes
        FROM versions v
        LEFT JOIN drafts d ON d.workflow_id = v.workflow_id
        LEFT JOIN draft_steps s ON s.workflow_id = d.workflow_id AND s.step = d.step
        WHERE v.workflow_id = @workflow ORDER BY v.version DESC LIMIT 1
        """, new { workflow }));
}
