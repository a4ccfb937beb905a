using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>Finds public pages by the keys of their addresses.</summary>
public sealed class PublicPages(IDatabase database, WorkflowStore workflows, WorkflowPlans plans)
{
    /// <summary>The page of a key; null if there is none, or its workflow is archived.</summary>
    /// <param name="kind">The name of the node type of its trigger.</param>
    /// <param name="make">Makes the page of a workflow, a trigger's node and its configuration.</param>
    public TPage? Find<TConfiguration, TPage>(string kind, string key, Func<Workflow, string, TConfiguration, FlowPlan, TPage> make)
        where TConfiguration : class, IPublicPage
        where TPage : PublicPage =>
        database.Read(connection => connection.QuerySingleOrDefault<(Guid Workflow, string? Node)>(
            """
            SELECT t.workflow_id, t.node_id FROM triggers t JOIN workflows w ON w.id = t.workflow_id
            WHERE t.kind = @kind AND t.slug = @key AND w.deleted_at IS NULL AND w.archived_at IS NULL
            """, new { kind, key })) is (var id, { } node)
        && workflows.Find(id) is { Version: { } version } workflow && plans.Find(id, version) is { } plan && plan.Nodes.GetValueOrDefault(node)?.Configuration is TConfiguration configuration
            ? make(workflow, node, configuration, plan) : null;
}
