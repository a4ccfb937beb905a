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
                INSERT INTO triggers (workflow_id, node_id, kind, slug, rule, since, next_due, pause_after) VALUES (@workflow, @Node, @Kind, @Slug, @Rule, @now, @due, @PauseAfter)
                ON CONFLICT (workflow_id, node_id) DO UPDATE SET slug = excluded.slug, pause_after = excluded.pause_after
                """, new { workflow, trigger.Node, trigger.Kind, trigger.Slug, trigger.Rule, now, due = trigger.Rule is null ? null : trigger.NextDue(now), trigger.PauseAfter });
        }
    }

    /// <summary>Has a schedule wait for its next moment.</summary>
    /// <param name="due">The moment that it waits for now.</param>
    /// <param name="problem">Why the run of that moment did not start; empty if it did.</param>
    /// <returns>False if it does not wait for that moment (any more).</returns>
    public static bool Advance(DatabaseWriter writer, Guid workflow, string node, DateTimeOffset due, DateTimeOffset? next, string problem = "") => writer.Execute(
        "UPDATE triggers SET next_due = $3, problem = $4 WHERE workflow_id = $0 AND node_id = $1 AND next_due = $2",
        DatabaseTypes.ToText(workflow), node, DatabaseTypes.ToText(due), next is { } moment ? DatabaseTypes.ToText(moment) : null, problem) > 0;

    /// <summary>Counts the end of a run that a schedule started. Enough failures in a row pause it.</summary>
    public static void Count(DatabaseWriter writer, Guid workflow, string node, bool hasFailed, DateTimeOffset now)
    {
        var id = DatabaseTypes.ToText(workflow);
        if (!hasFailed)
            writer.Execute("UPDATE triggers SET failures = 0 WHERE workflow_id = $0 AND node_id = $1 AND failures > 0", id, node);
        else if (writer.Execute("UPDATE triggers SET failures = failures + 1 WHERE workflow_id = $0 AND node_id = $1", id, node) > 0)
            writer.Execute("UPDATE triggers SET next_due = NULL, paused_at = $2 WHERE workflow_id = $0 AND node_id = $1 AND failures >= pause_after AND paused_at IS NULL", id, node, DatabaseTypes.ToText(now));
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
