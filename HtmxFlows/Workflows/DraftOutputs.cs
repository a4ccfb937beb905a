using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Workflows;

/// <summary>
/// The last output of each node of a draft, from a test or a run of the draft: what expressions are written against. Those of nodes that
/// were deleted or renamed stay, so that an undo finds them. The test or run that made them has masked them.
/// </summary>
public sealed class DraftOutputs(IDatabase database, TimeProvider time)
{
    /// <summary>The largest output that is kept, in bytes of JSON. Of a larger one nothing is kept.</summary>
    public const int LargestOutput = 2 * 1024 * 1024;

    /// <summary>How much the outputs of one draft may have together, in bytes of JSON; the oldest go first.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    /// <summary>The nodes that have an output.</summary>
    public IReadOnlySet<string> Nodes(Guid workflow) => database.Read(connection =>
        connection.Query<string>("SELECT node_id FROM draft_outputs WHERE workflow_id = @workflow", new { workflow }).ToHashSet());

    /// <summary>The outputs that are lists, without what is in them.</summary>
    public IReadOnlyDictionary<string, DraftList> Lists(Guid workflow) => database.Read(connection =>
        connection.Query<(string Node, int Items, string Ports)>("SELECT node_id, items, ports FROM draft_outputs WHERE workflow_id = @workflow AND items IS NOT NULL", new { workflow })
            .ToDictionary(row => row.Node, row => new DraftList(row.Items, JsonSerializer.Deserialize<string[]>(row.Ports, Json.Options) ?? [])));

    /// <summary>The last output of a node; null if it has none.</summary>
    public DraftOutput? Find(Guid workflow, string node) => database.Read(connection => connection.QuerySingleOrDefault<Row>(
        "SELECT output, ports, made_at, run_id FROM draft_outputs WHERE workflow_id = @workflow AND node_id = @node", new { workflow, node })) is { } row
            ? new(Json.Parse(row.Output), JsonSerializer.Deserialize<string[]>(row.Ports, Json.Options) ?? [], row.MadeAt, row.RunId) : null;

    /// <summary>Keeps the output of a test.</summary>
    /// <param name="last">The run whose files the test could open; null if there is none.</param>
    public Task Keep(Guid workflow, string node, JsonElement output, IReadOnlyList<string> ports, Guid? last) => database.Write(writer =>
    {
        Keep(writer, workflow, node, output, ports, time.GetUtcNow(), null, last);
        return true;
    });

    /// <summary>Keeps an output within a commit. If the workflow has been deleted, nothing happens.</summary>
    /// <param name="run">The run that made it; null if a test did.</param>
    /// <param name="files">The run that holds the files in the output.</param>
    public static void Keep(DatabaseWriter writer, Guid workflow, string node, JsonElement output, IReadOnlyList<string> ports, DateTimeOffset now, Guid? run, Guid? files)
    {
        var id = DatabaseTypes.ToText(workflow);
        if (JsonMarshal.GetRawUtf8Value(output).Length > LargestOutput)
        {
            writer.Execute("DELETE FROM draft_outputs WHERE workflow_id = $0 AND node_id = $1", id, node);
            return;
        }
        writer.Execute(
            """
            INSERT INTO draft_outputs (workflow_id, node_id, output, ports, items, made_at, run_id)
            SELECT id, $1, $2, $3, $4, $5, $6 FROM workflows WHERE id = $0 AND deleted_at IS NULL
            ON CONFLICT (workflow_id, node_id) DO UPDATE SET output = excluded.output, ports = excluded.ports, items = excluded.items, made_at = excluded.made_at, run_id = excluded.run_id
            """,
            id, node, output.GetRawText(), JsonSerializer.Serialize(ports, Json.Options), output.ValueKind == JsonValueKind.Array ? output.GetArrayLength() : null,
            DatabaseTypes.ToText(now), run is { } made ? DatabaseTypes.ToText(made) : null);
        Hold(writer, id, node, output, files);
        writer.Execute(
            """
            DELETE FROM draft_outputs WHERE workflow_id = $0 AND made_at <= (
              SELECT max(made_at) FROM (
                SELECT made_at, sum(octet_length(output)) OVER (ORDER BY made_at DESC, node_id) AS bytes FROM draft_outputs WHERE workflow_id = $0) sizes
              WHERE bytes > $1)
            """, id, MostBytes);
    }

    /// <summary>Has a node that was renamed keep its output. The old name keeps it too, for an undo.</summary>
    internal static void Copy(DbConnection connection, Guid workflow, string from, string to)
    {
        connection.Execute("DELETE FROM draft_outputs WHERE workflow_id = @workflow AND node_id = @to", new { workflow, to });
        connection.Execute(
            """
            INSERT INTO draft_outputs (workflow_id, node_id, output, ports, items, made_at, run_id)
            SELECT workflow_id, @to, output, ports, items, made_at, run_id FROM draft_outputs WHERE workflow_id = @workflow AND node_id = @from
            """, new { workflow, from, to });
        connection.Execute(
            "INSERT INTO draft_files (workflow_id, node_id, file_id) SELECT workflow_id, @to, file_id FROM draft_files WHERE workflow_id = @workflow AND node_id = @from", new { workflow, from, to });
    }

    /// <summary>
    /// Has the output hold its files: those of the run, those that the draft holds already, and those that nothing holds, which the test itself
    /// has made. An id in an output opens no other file.
    /// </summary>
    static void Hold(DatabaseWriter writer, string workflow, string node, JsonElement output, Guid? run)
    {
        string[] held = [.. FileValue.In(output).Select(file => DatabaseTypes.ToText(file.Id)).Distinct()];
        foreach (var file in held)
        {
            writer.Execute(
                """
                INSERT INTO draft_files (workflow_id, node_id, file_id)
                SELECT o.workflow_id, o.node_id, f.id FROM files f JOIN draft_outputs o ON o.workflow_id = $0 AND o.node_id = $1
                WHERE f.id = $2 AND (EXISTS (SELECT 1 FROM run_files r WHERE r.file_id = f.id AND r.run_id = $3)
                  OR EXISTS (SELECT 1 FROM draft_files d WHERE d.file_id = f.id AND d.workflow_id = $0)
                  OR NOT EXISTS (SELECT 1 FROM run_files r WHERE r.file_id = f.id) AND NOT EXISTS (SELECT 1 FROM store_files s WHERE s.file_id = f.id)
                    AND NOT EXISTS (SELECT 1 FROM draft_files d WHERE d.file_id = f.id))
                ON CONFLICT DO NOTHING
                """, workflow, node, file, run is { } holder ? DatabaseTypes.ToText(holder) : null);
        }
        foreach (var gone in writer.Read(connection => connection.Query<string>("SELECT file_id FROM draft_files WHERE workflow_id = @workflow AND node_id = @node", new { workflow, node }).AsList()).Except(held))
            writer.Execute("DELETE FROM draft_files WHERE workflow_id = $0 AND node_id = $1 AND file_id = $2", workflow, node, gone);
    }

    sealed record Row
    {
        public string Output { get; init; } = "";
        public string Ports { get; init; } = "";
        public DateTimeOffset MadeAt { get; init; }
        public Guid? RunId { get; init; }
    }
}
