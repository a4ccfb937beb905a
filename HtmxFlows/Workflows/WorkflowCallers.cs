using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Finds the workflows whose published versions call others.</summary>
public sealed class WorkflowCallers(IDatabase database, NodeCatalogue catalogue)
{
    /// <summary>How many callers are listed.</summary>
    const int Most = 20;

    /// <summary>Of how many versions it is kept in memory what they call.</summary>
    const int MostKnown = 50_000;

    /// <summary>A flow with none of these calls no other.</summary>
    static readonly string[] Texts = ["\"workflow\"", "\"onFailure\""];

    readonly ConcurrentDictionary<(Guid, int), string[]> known = [];

    /// <summary>A node that calls a workflow.</summary>
    /// <param name="Name">The name of the workflow that has the node.</param>
    /// <param name="Node">The node's id; empty if the workflow names the other one for its failures.</param>
    public sealed record Caller(string Name, string Node);

    /// <summary>The nodes of other workflows that call one by its name, written without an expression.</summary>
    public IReadOnlyList<Caller> OfName(string name, Guid called) => database.Read(connection =>
        connection.Query<(string Name, string Flow)>(
            """
            SELECT w.name, v.flow FROM workflows w
            JOIN versions v ON v.workflow_id = w.id AND v.version = (SELECT max(version) FROM versions p WHERE p.workflow_id = w.id AND p.status = 'published')
            WHERE w.deleted_at IS NULL AND w.id <> @called AND (v.flow LIKE '%"workflow"%' OR v.flow LIKE '%"onFailure"%') ORDER BY w.name
            """, new { called }, buffered: false)
            .SelectMany(caller => NodesThatCall(name, caller.Flow).Select(node => new Caller(caller.Name, node))).Take(Most).ToArray());

    /// <summary>The names and ids by which published versions call workflows. Each version is read once.</summary>
    public IReadOnlySet<string> Called()
    {
        var newest = database.Read(connection => connection.Query<(Guid Id, int Version)>(
            """
            SELECT v.workflow_id, max(v.version) FROM versions v JOIN workflows w ON w.id = v.workflow_id
            WHERE v.status = 'published' AND w.deleted_at IS NULL GROUP BY v.workflow_id
            """).AsList());
        if (known.Count > MostKnown)
            known.Clear();
        return newest.SelectMany(version => known.GetOrAdd((version.Id, version.Version), CalledBy)).ToHashSet(StringComparer.Ordinal);
    }

    string[] CalledBy((Guid Id, int Version) version) => database.Read(connection => WorkflowRows.FindVersion(connection, version.Id, version.Version)) is not { } found || !Texts.Any(text => found.Flow.Contains(text, StringComparison.Ordinal)) ? []
        : [.. CallsIn(found.Flow).Select(call => call.Workflow).Distinct()];

    IEnumerable<string> NodesThatCall(string name, string flow) => CallsIn(flow).Where(call => call.Workflow == name).Select(call => call.Node).Distinct();

    IEnumerable<(string Node, string Workflow)> CallsIn(string json)
    {
        if (Flow.Parse(json).Flow is not { } flow)
            return [];
        var calls = from node in flow.Nodes
                    let type = catalogue.Find(node.Type)
                    let configuration = type?.Read(node.Data).Configuration
                    where configuration is not null
                    from call in type.CalledWorkflows(configuration)
                    select (node.Id, call.Workflow);
        return flow.OnFailure.Length == 0 ? calls : calls.Append(("", flow.OnFailure));
    }
}
