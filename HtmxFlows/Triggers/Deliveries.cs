using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>The last calls of each webhook, refused ones included.</summary>
public sealed class Deliveries(IDatabase database, Journal journal, TriggerOptions options)
{
    const string Columns = "SELECT id, workflow_id, node_id, is_draft, sender, method, path, outcome, reason, size, excerpt, run_id FROM deliveries";

    /// <summary>The largest data that is kept of a call that starts no run, in bytes of JSON.</summary>
    const int LargestData = 64 * 1024;

    /// <summary>How many more than the last ones there may be until the oldest are removed, together.</summary>
    const int Slack = 16;

    /// <summary>The last calls of a workflow's webhooks, newest first.</summary>
    /// <param name="node">The webhook; null is all.</param>
    public IReadOnlyList<Delivery> List(Guid workflow, string? node = null) => database.Read(connection => connection.Query<Delivery>(
        $"{Columns} WHERE workflow_id = @workflow AND (@node IS NULL OR node_id = @node) ORDER BY id DESC LIMIT @most", new { workflow, node, most = options.Deliveries }).AsList());

    public Delivery? Find(Guid workflow, Guid id) =>
        database.Read(connection => connection.QuerySingleOrDefault<Delivery>($"{Columns} WHERE workflow_id = @workflow AND id = @id", new { workflow, id }));

    /// <summary>What the call gives to a run; null if it is not kept any more, or could not be read.</summary>
    public JsonElement? Data(Delivery delivery)
    {
        if (database.Read(connection => connection.QuerySingleOrDefault<string?>("SELECT data FROM deliveries WHERE id = @Id", new { delivery.Id })) is { } kept)
            return Json.Parse(kept);
        return delivery.RunId is { } run && journal.Read(run, before: 2) is [WorkflowStarted { FiredData: { } data }] ? data : null;
    }

    /// <summary>Adds a call within a commit.</summary>
    /// <param name="data">What it would give to a run; null if it has started one, or is not known.</param>
    internal void Write(DatabaseWriter writer, Delivery delivery, JsonElement? data)
    {
        var (workflow, json) = (DatabaseTypes.ToText(delivery.WorkflowId), data?.GetRawText());
        writer.Execute(
            """
            INSERT INTO deliveries (id, workflow_id, node_id, is_draft, sender, method, path, outcome, reason, size, excerpt, data, run_id)
            SELECT $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 WHERE EXISTS (SELECT 1 FROM workflows WHERE id = $1 AND deleted_at IS NULL)
            """,
            DatabaseTypes.ToText(delivery.Id), workflow, delivery.NodeId, delivery.IsDraft, delivery.Sender, delivery.Method, delivery.Path, Words[(int)delivery.Outcome], delivery.Reason,
            delivery.Size, delivery.Excerpt, json?.Length <= LargestData ? json : null, delivery.RunId is { } run ? DatabaseTypes.ToText(run) : null);
        // Ids are random at their end: about one call in so many removes the oldest.
        if (delivery.Id.ToByteArray(bigEndian: true)[15] % Slack == 0)
            Prune(writer, workflow, delivery.NodeId);
    }

    /// <summary>Adds a call that starts no run.</summary>
    internal Task Add(Delivery delivery, JsonElement? data) => database.Write(writer =>
    {
        Write(writer, delivery, data);
        return true;
    });

    /// <summary>Notes that the sender did not wait for the answer.</summary>
    internal Task NoteSenderLeft(Guid delivery) => database.Write(writer =>
        writer.Execute("UPDATE deliveries SET reason = $1 WHERE id = $0", DatabaseTypes.ToText(delivery), "The sender left before the answer."));

    void Prune(DatabaseWriter writer, string workflow, string node) => writer.Execute(
        "DELETE FROM deliveries WHERE workflow_id = $0 AND node_id = $1 AND id <= (SELECT id FROM deliveries WHERE workflow_id = $0 AND node_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
        workflow, node, options.Deliveries);

    static readonly string[] Words = [.. Enum.GetNames<DeliveryOutcome>().Select(name => name.ToLowerInvariant())];
}
