using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>Lists of runs.</summary>
public sealed class RunStore(IDatabase database)
{
    const string Columns =
        """
        SELECT r.id, r.workflow_id, w.name AS workflow_name, r.version, r.thread_id, r.status, r.trigger_kind AS trigger, r.prompt, r.started_at, r.finished_at, r.parent_id
        FROM runs r JOIN workflows w ON w.id = r.workflow_id AND w.deleted_at IS NULL
        """;

    /// <summary>Runs, newest first, of one workflow, with one status, and called by one run, if these are given; without a workflow and a parent, only runs without a parent.</summary>
    public IReadOnlyList<RunLine> List(Guid? workflow, RunStatus? status, int skip, int take, Guid? parent = null) => database.Read(connection =>
        connection.Query<RunLine>(ListQuery(workflow, status, parent), new { workflow, status = status?.ToString().ToLowerInvariant(), parent, skip, take }).AsList());

    /// <summary>The query of a list of runs.</summary>
    internal static string ListQuery(Guid? workflow, RunStatus? status, Guid? parent)
    {
        var where = (workflow is null ? "" : " AND r.workflow_id = @workflow") + (status is null ? "" : " AND r.status = @status")
            + (parent is not null ? " AND r.parent_id = @parent" : workflow is null ? " AND r.parent_id IS NULL" : "");
        return $"{Columns} WHERE 1 = 1{where} ORDER BY r.id DESC LIMIT @take OFFSET @skip";
    }

    public RunLine? Find(Guid id) => database.Read(connection => connection.QuerySingleOrDefault<RunLine>($"{Columns} WHERE r.id = @id", new { id }));

    /// <summary>The status of a run; null if there is no such run.</summary>
    public RunStatus? Status(Guid id) => database.Read(connection => connection.QuerySingleOrDefault<string>(
        "SELECT r.status FROM runs r JOIN workflows w ON w.id = r.workflow_id AND w.deleted_at IS NULL WHERE r.id = @id", new { id }))
        is { } status ? Enum.Parse<RunStatus>(status, ignoreCase: true) : null;

    /// <summary>The runs of a conversation up to one of them, oldest first, at most so many; and the one after it.</summary>
    public (IReadOnlyList<Guid> Earlier, Guid? Next) Around(Guid thread, Guid run, int most) => database.Read<(IReadOnlyList<Guid>, Guid?)>(connection =>
    {
        var earlier = connection.Query<Guid>("SELECT id FROM runs WHERE thread_id = @thread AND id < @run ORDER BY id DESC LIMIT @most", new { thread, run, most });
        var next = connection.QueryFirstOrDefault<string>("SELECT id FROM runs WHERE thread_id = @thread AND id > @run ORDER BY id LIMIT 1", new { thread, run });
        return ([.. earlier.Reverse()], next is null ? null : Guid.Parse(next));
    });

    /// <summary>The runs of a conversation that one kind of trigger has started, oldest first: the newest before one of them, at most so many.</summary>
    /// <param name="before">Null is none, so that they are the newest of all.</param>
    public IReadOnlyList<Guid> Turns(Guid thread, RunTrigger trigger, Guid? before, int most) =>
        [.. Enumerable.Reverse(Ids("SELECT id FROM runs WHERE thread_id = @thread AND trigger_kind = @trigger AND (@before IS NULL OR id < @before) ORDER BY id DESC LIMIT @most",
            new { thread, trigger = trigger.Name, before, most }))];

    /// <summary>The runs of a workflow that have not ended.</summary>
    // Sorted here: for ORDER BY, SQLite would read all runs of the workflow in the order of their ids.
    public IReadOnlyList<Guid> Unfinished(Guid workflow) =>
        [.. Ids("SELECT id FROM runs WHERE status IN ('queued', 'running', 'waiting') AND workflow_id = @workflow", new { workflow }).Order()];

    /// <summary>The runs that an earlier process executed when it ended: those that have not ended and are not suspended.</summary>
    public IReadOnlyList<Guid> Interrupted() => Ids("SELECT id FROM runs WHERE status IN ('running', 'waiting') AND due_at IS NULL ORDER BY id");

    /// <summary>The runs that count for the limits of their workflows, have begun and not ended, with their lines.</summary>
    internal IReadOnlyList<(Guid Run, QueueLine Line)> Unfinished() => database.Read(connection =>
        connection.Query<(Guid Run, Guid Workflow, string? Key)>(
            "SELECT r.id, r.workflow_id, l.key FROM runs r LEFT JOIN limited_runs l ON l.run_id = r.id WHERE r.status IN ('running', 'waiting') AND r.parent_id IS NULL AND r.trigger_kind <> @error", new { error = RunTrigger.Error.Name })
            .Select(row => (row.Run, new QueueLine(row.Workflow, false, row.Key))).ToArray());

    /// <summary>The queued runs, oldest first, with their lines, and until when they are held.</summary>
    internal IReadOnlyList<(Guid Run, QueueLine Line, DateTimeOffset? HeldUntil)> Queued() => database.Read(connection =>
        connection.Query<(Guid Id, string Start)>(
            "SELECT r.id, e.data FROM runs r JOIN run_events e ON e.run_id = r.id AND e.seq = 1 WHERE r.status = 'queued' ORDER BY r.id", buffered: false)
            .Select(row => (row.Id, (WorkflowStarted)Journal.Read(row.Start))).Select(row => (row.Id, QueueLine.Of(row.Item2), row.Item2.HeldUntil)).ToArray());

    /// <summary>How many runs there are below one, at any depth.</summary>
    public int CountBelow(Guid root) => database.Read(connection => connection.QuerySingle<int>(
        """
        WITH RECURSIVE below (id) AS (
          SELECT id FROM runs WHERE parent_id = @root
          UNION ALL SELECT c.id FROM below b JOIN runs c ON c.parent_id = b.id)
        SELECT count(*) FROM below
        """, new { root }));

    /// <summary>Whether a run below one, at any depth, has not ended.</summary>
    internal bool HasUnfinishedBelow(Guid run) => database.Read(connection => connection.QuerySingle<bool>(
        """
        WITH RECURSIVE below (id, status) AS (
          SELECT id, status FROM runs WHERE parent_id = @run
          UNION ALL SELECT c.id, c.status FROM below b JOIN runs c ON c.parent_id = b.id)
        SELECT EXISTS (SELECT 1 FROM below WHERE status IN ('queued', 'running', 'waiting'))
        """, new { run }));

    /// <summary>Whether the run that called one has not ended.</summary>
    internal bool HasUnfinishedParent(Guid run) => database.Read(connection => connection.QuerySingle<bool>(
        """
        SELECT EXISTS (SELECT 1 FROM runs c JOIN runs p ON p.id = c.parent_id WHERE c.id = @run AND p.status IN ('queued', 'running', 'waiting'))
        """, new { run }));

    /// <summary>The runs without a parent that ended before a moment, oldest first, from the one after a given one.</summary>
    // An id begins with the moment of its start, which is before its end.
    internal IReadOnlyList<Guid> EndedBefore(DateTimeOffset moment, Guid after, int most) => Ids(
        """
        SELECT id FROM runs
        WHERE status IN ('completed', 'failed', 'cancelled') AND parent_id IS NULL AND id > @after AND id < @latest AND finished_at < @moment ORDER BY id LIMIT @most
        """, new { moment, after, latest = Data.Ids.New(moment), most });

    /// <summary>The suspended runs that resume by a moment, the longest due first.</summary>
    public IReadOnlyList<Guid> Due(DateTimeOffset now, int most) => Ids("SELECT id FROM runs WHERE due_at <= @now ORDER BY due_at LIMIT @most", new { now, most });

    /// <summary>When the first suspended run after a moment resumes; null if there is none.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now) =>
        database.Read(connection => connection.QuerySingle<DateTimeOffset?>("SELECT min(due_at) FROM runs WHERE due_at > @now", new { now }));

    /// <summary>The statuses of those runs that exist.</summary>
    public IReadOnlyDictionary<Guid, RunStatus> Statuses(IEnumerable<Guid> runs) => database.Read(connection =>
        connection.Query<(Guid Id, string Status)>($"SELECT id, status FROM runs WHERE id IN ({database.Dialect.TextsIn("@runs")})", new { runs = List(runs) })
            .ToDictionary(row => row.Id, row => Enum.Parse<RunStatus>(row.Status, ignoreCase: true)));

    /// <summary>The last events of those of some runs that have ended.</summary>
    public IReadOnlyDictionary<Guid, RunEvent> Ends(IEnumerable<Guid> runs) => database.Read(connection =>
        connection.Query<(Guid Id, string Data)>(
            $"""
            SELECT run_id, data FROM run_events
            WHERE run_id IN ({database.Dialect.TextsIn("@runs")}) AND event IN ('workflow-complete', 'workflow-failed', 'workflow-cancelled')
            """, new { runs = List(runs) })
            .ToDictionary(row => row.Id, row => Journal.Read(row.Data)));

    /// <summary>The last outputs of the nodes of a run, the newest first.</summary>
    public IReadOnlyList<(JsonElement Value, OutputFormat? Format)> LastOutputs(Guid run, int most) => database.Read(connection =>
        connection.Query<string>("SELECT data FROM run_events WHERE run_id = @run AND event = 'node-completed' ORDER BY seq DESC LIMIT @most", new { run, most })
            .Select(Journal.Read).Cast<NodeCompleted>().Select(completed => (completed.Output, completed.Format)).ToList());

    /// <summary>The runs that a run called and that have not ended.</summary>
    public IReadOnlyList<Guid> UnfinishedCalls(Guid parent) =>
        Ids("SELECT id FROM runs WHERE parent_id = @parent AND status IN ('queued', 'running', 'waiting')", new { parent });

    /// <summary>The runs that have not ended and have called others.</summary>
    public IReadOnlyList<Guid> Callers() =>
        Ids("SELECT id FROM runs p WHERE status IN ('queued', 'running', 'waiting') AND EXISTS (SELECT 1 FROM runs c WHERE c.parent_id = p.id)");

    /// <summary>The runs that have not ended although the run that called them has.</summary>
    public IReadOnlyList<Guid> Orphans() => Ids(
        """
        SELECT c.id FROM runs c JOIN runs p ON p.id = c.parent_id
        WHERE c.status IN ('queued', 'running', 'waiting') AND p.status NOT IN ('queued', 'running', 'waiting')
        """);

    List<Guid> Ids(string query, object? values = null) => database.Read(connection => connection.Query<Guid>(query, values).AsList());

    static string List(IEnumerable<Guid> runs) => Json.From(runs).GetRawText();
}
