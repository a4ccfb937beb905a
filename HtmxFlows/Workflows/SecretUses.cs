using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Finds the nodes that refer to credentials and secrets, in the versions that runs use and in drafts.</summary>
public sealed class SecretUses(IDatabase database, NodeCatalogue catalogue)
{
    /// <summary>The most uses that are listed.</summary>
    public const int Most = 2000;

    /// <summary>All uses, by the names of workflows. A workflow's draft counts as well as its published version.</summary>
    public IReadOnlyList<SecretUse> Find() => database.Read(connection => connection.Query<(Guid Id, string Name, string Flow)>(
        """
        SELECT w.id, w.name, v.flow FROM workflows w
        JOIN versions v ON v.workflow_id = w.id AND v.version IN (
          (SELECT max(version) FROM versions p WHERE p.workflow_id = w.id AND p.status = 'published'), (SELECT max(version) FROM versions n WHERE n.workflow_id = w.id))
        WHERE w.deleted_at IS NULL AND (v.flow LIKE '%redential%' OR v.flow LIKE '%secrets%')
        UNION ALL
        SELECT w.id, w.name, s.flow FROM workflows w JOIN drafts d ON d.workflow_id = w.id JOIN draft_steps s ON s.workflow_id = d.workflow_id AND s.step = d.step
        WHERE w.deleted_at IS NULL AND (s.flow LIKE '%redential%' OR s.flow LIKE '%secrets%')
        ORDER BY 2, 1
        """, buffered: false).SelectMany(row => In(row.Id, row.Name, row.Flow)).Distinct().Take(Most).ToArray());

    IEnumerable<SecretUse> In(Guid id, string name, string flow) =>
        from node in Flow.Parse(flow).Flow?.Nodes ?? []
        from found in NamesIn(node)
        select new SecretUse(found.Name, found.IsCredential, id, name, node.Id, node.Label);

    IEnumerable<(string Name, bool IsCredential)> NamesIn(FlowNode node) =>
        (catalogue.Find(node.Type)?.Shape.CredentialsIn(node.Data).Select(found => (found.Name, true)) ?? []).Concat(TextsIn(node.Data)
            .Where(text => text.Contains(TemplateScope.Secrets, StringComparison.Ordinal)).SelectMany(text => new Template(text).Syntax.Secrets).Select(secret => (secret, false)));

    static IEnumerable<string> TextsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => TextsIn(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsIn),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
