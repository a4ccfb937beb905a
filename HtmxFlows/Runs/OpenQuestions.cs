using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>
/// The questions that runs ask people now. Each has a row, which is written and removed in the commit of the events that ask, answer or end it, so that
/// lists and counts read no journals.
/// </summary>
public sealed class OpenQuestions(IDatabase database)
{
    sealed record Row
    {
        public Guid RunId { get; init; }
        public string NodeId { get; init; } = "";
        public Guid WorkflowId { get; init; }
        public string Name { get; init; } = "";
        public int Version { get; init; }
        public string Prompt { get; init; } = "";
        public string Data { get; init; } = "";
    }

    /// <param name="hidden">Workflows that the reader may not see; null is none.</param>
    public int Count(IReadOnlyList<Guid>? hidden = null) => database.Read(connection => connection.QuerySingle<int>(
        hidden is null ? "SELECT count(*) FROM questions" : $"SELECT count(*) FROM questions q JOIN runs r ON r.id = q.run_id WHERE r.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")})",
        new { hidden = Json.From(hidden ?? []).GetRawText() }));

    /// <summary>The questions, oldest first.</summary>
    /// <param name="hidden">Workflows that the reader may not see; null is none.</param>
    public IReadOnlyList<OpenQuestion> List(int skip, int take, IReadOnlyList<Guid>? hidden = null) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT q.run_id, q.node_id, r.workflow_id, w.name, r.version, r.prompt, e.data
        FROM questions q JOIN run_events e ON e.run_id = q.run_id AND e.seq = q.seq JOIN runs r ON r.id = q.run_id JOIN workflows w ON w.id = r.workflow_id
        WHERE r.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")})
        ORDER BY q.asked_at, q.run_id, q.node_id LIMIT @take OFFSET @skip
        """, new { hidden = Json.From(hidden ?? []).GetRawText(), skip, take })).Select(Read).ToArray();

    static OpenQuestion Read(Row row)
    {
        var asked = (NodeWaiting)Journal.Read(row.Data);
        return new(row.RunId, row.NodeId, row.WorkflowId, row.Name, row.Version, row.Prompt, asked.Question!, asked.At, asked.Until);
    }

    /// <summary>Brings the rows of a run up to date with its next event.</summary>
    internal static void Follow(DatabaseWriter writer, string run, RunEvent next)
    {
        switch (next)
        {
            case NodeWaiting { Question: not null } asked:
                writer.Execute(
                    """
                    INSERT INTO questions (run_id, node_id, seq, asked_at) VALUES ($0, $1, $2, $3)
                    ON CONFLICT (run_id, node_id) DO UPDATE SET seq = excluded.seq, asked_at = excluded.asked_at
                    """, run, asked.NodeId, asked.Seq, DatabaseTypes.ToText(asked.At));
                break;
            case NodeEvent node and not NodeItemCompleted:
                writer.Execute("DELETE FROM questions WHERE run_id = $0 AND node_id = $1", run, node.NodeId);
                break;
            case WorkflowCompleted or WorkflowFailed or WorkflowCancelled:
                writer.Execute("DELETE FROM questions WHERE run_id = $0", run);
                break;
        }
    }
}
