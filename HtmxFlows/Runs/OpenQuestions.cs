using Dapper;
using HtmxFlows.Accounts;
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

    public int Count(QuestionReader reader) => database.Read(connection => connection.QuerySingle<int>(
        reader == QuestionReader.All ? "SELECT count(*) FROM questions" : $"SELECT count(*) FROM questions q JOIN runs r ON r.id = q.run_id WHERE {Filter}", Values(reader)));

    /// <summary>The questions, oldest first.</summary>
    public IReadOnlyList<OpenQuestion> List(QuestionReader reader, int skip, int take)
    {
        var values = Values(reader);
        values.AddDynamicParams(new { skip, take });
        return [.. database.Read(connection => connection.Query<Row>(
            $"""
            SELECT q.run_id, q.node_id, r.workflow_id, w.name, r.version, r.prompt, e.data
            FROM questions q JOIN run_events e ON e.run_id = q.run_id AND e.seq = q.seq JOIN runs r ON r.id = q.run_id JOIN workflows w ON w.id = r.workflow_id
            WHERE {Filter}
            ORDER BY q.asked_at, q.run_id, q.node_id LIMIT @take OFFSET @skip
            """, values)).Select(Read)];
    }

    string Filter =>
        $"""
        r.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")})
        AND (@all OR NOT EXISTS (SELECT 1 FROM question_people p WHERE p.run_id = q.run_id AND p.node_id = q.node_id)
          OR EXISTS (SELECT 1 FROM question_people p WHERE p.run_id = q.run_id AND p.node_id = q.node_id AND p.person IN ({database.Dialect.TextsIn("@names")})))
        """;

    static DynamicParameters Values(QuestionReader reader) =>
        new(new { hidden = Json.From(reader.Hidden ?? []).GetRawText(), all = reader.Names is null, names = Json.From(reader.Names ?? []).GetRawText() });

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
                writer.Execute("DELETE FROM question_people WHERE run_id = $0 AND node_id = $1", run, asked.NodeId);
                foreach (var person in (asked.Question.Respondents?.People ?? []).Select(UserDetails.KeyOf).Distinct())
                    writer.Execute("INSERT INTO question_people (run_id, node_id, person) VALUES ($0, $1, $2)", run, asked.NodeId, person);
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
