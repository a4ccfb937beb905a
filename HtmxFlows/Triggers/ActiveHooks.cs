using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>Finds webhooks by the keys of their addresses. Nothing is registered anywhere: a published one is a row, and its configuration is the plan of its version.</summary>
public sealed class ActiveHooks(IDatabase database, WorkflowPlans plans, DraftStore drafts, DraftHooks open, NodeCatalogue catalogue)
{
    /// <summary>How many keys are remembered.</summary>
    const int MostKnown = 10_000;

    volatile Known known = new(-1);

    /// <summary>The published webhook of a key; null if there is none, or its workflow is archived.</summary>
    public ActiveHook? Find(string key)
    {
        var current = known;
        if (current.Changes != plans.Changes)
            known = current = new(plans.Changes);
        if (current.Hooks.TryGetValue(key, out var hook))
            return hook;
        hook = Read(key);
        // Unknown keys are not remembered, because callers can send any number of them. What was read before a change is kept with what else was.
        if (hook is not null && current.Hooks.Count < MostKnown)
            current.Hooks[key] = hook;
        return hook;
    }

    ActiveHook? Read(string key) =>
        database.Read(connection => connection.QuerySingleOrDefault<(Guid Workflow, string? Node)>(
            """
            SELECT t.workflow_id, t.node_id FROM triggers t JOIN workflows w ON w.id = t.workflow_id
            WHERE t.kind = @kind AND t.slug = @key AND w.deleted_at IS NULL AND w.archived_at IS NULL
            """, new { kind = WebhookNode.TypeName, key })) is (var workflow, { } node)
        && plans.Newest(workflow) is { } version && plans.Find(workflow, version)?.Nodes.GetValueOrDefault(node)?.Configuration is WebhookNode.Configuration hook
            ? new(workflow, node, hook) : null;

    /// <summary>The webhook of a draft; null if its address was not shown lately.</summary>
    public ActiveHook? FindDraft(string key) =>
        open.Find(key) is (var workflow, var id) && drafts.Find(workflow) is { } draft && Flow.Parse(draft.Content.Flow).Flow?.Nodes.FirstOrDefault(node => node.Id == id) is { IsDisabled: false } node
        && catalogue.Find(node.Type)?.Read(node.Data).Configuration is WebhookNode.Configuration hook
            ? new(workflow, id, hook, draft) : null;

    /// <summary>What was read since a change.</summary>
    sealed record Known(long Changes)
    {
        public ConcurrentDictionary<string, ActiveHook> Hooks { get; } = [];
    }
}
