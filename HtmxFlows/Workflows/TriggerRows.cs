using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The rows of active triggers. They change in the commit of what publishes, replaces or deletes their version, so that no call finds another one.</summary>
static class TriggerRows
{
    /// <summary>Makes these the triggers of a workflow, and no others. A schedule whose rule is the same goes by it without a break.</summary>
    public static void Activate(DatabaseWriter writer, Guid workflow, IReadOnlyList<TriggerRow> triggers, DateTimeOffset now)
    {
        var connection = writer.Connection;
        var known = connection.Query<(string Node, string Kind, string? Rule)>("SELECT node_id, kind, rule FROM triggers WHERE workflow_id = @workflow", new { workflow }).ToDictionary(row => row.Node);
        foreach (var gone in known.Values.Where(row => !triggers.Any(trigger => trigger.Node == row.Node && trigger.Kind == row.Kind && trigger.Rule == row.Rule)))
            connection.Execute("DELETE FROM triggers WHERE workflow_id = @workflow AND node_id = @Node", new { workflow, gone.Node });
        // All keys are free before any is taken: two triggers may have swapped theirs.
        connection.Execute("UPDATE triggers SET slug = NULL WHERE workflow_id = @workflow", new { workflow });
        foreach (var trigger in triggers)
        {
            connection.Execute(
                """
                INSERT INTO triggers (workflow_id, node_id, kind, slug, rule, since, next_due) VALUES (@workflow, @Node, @Kind, @Slug, @Rule, @now, @due)
                ON CONFLICT (workflow_id, node_id) DO UPDATE SET slug = excluded.slug
                """, new { workflow, trigger.Node, trigger.Kind, trigger.Slug, trigger.Rule, now, due = trigger.NextDue(now) });
        }
    }

    /// <summary>The addresses that triggers of other workflows have.</summary>
    public static IReadOnlyList<FlowProblem> FindConflicts(DbConnection connection, Guid workflow, IReadOnlyList<TriggerRow> triggers) =>
    [
        .. from trigger in triggers
           where trigger.Slug is not null
           let owner = FindOwner(connection, trigger.Kind, trigger.Slug!, workflow)
           where owner is not null
           select new FlowProblem(Taken(trigger.Slug!, owner), Node: trigger.Node, Field: "slug"),
    ];

    /// <summary>The name of another workflow that has an address; null if the address is free.</summary>
    public static string? FindOwner(DbConnection connection, string kind, string slug, Guid? other) => connection.QuerySingleOrDefault<string>(
        "SELECT w.name FROM triggers t JOIN workflows w ON w.id = t.workflow_id WHERE t.kind = @kind AND t.slug = @slug AND t.workflow_id <> @other", new { kind, slug, other = other ?? Guid.Empty });

    public static string Taken(string slug, string owner) => $"The address “{slug}” belongs to the workflow “{owner}”. Choose another one.";
}
