using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>A run in a list.</summary>
public sealed record RunLine
{
    public Guid Id { get; init; }

    public Guid WorkflowId { get; init; }

    public string WorkflowName { get; init; } = "";

    public int Version { get; init; }

    public Guid ThreadId { get; init; }

    public string Status { get; init; } = "";

    public string Prompt { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Lists of runs.</summary>
public sealed class RunStore(Database database)
{
    const string Columns =
        """
        SELECT r.id, r.workflow_id, w.name AS workflow_name, r.version, r.thread_id, r.status, r.prompt, r.started_at, r.finished_at
        FROM runs r JOIN workflows w ON w.id = r.workflow_id
        """;

    /// <summary>Runs, newest first, of one workflow and in one state if these are given.</summary>
    public IReadOnlyList<RunLine> List(Guid? workflow, RunStatus? status, int skip, int take)
    {
        using var connection = database.Open();
        var where = (workflow is null ? "" : " AND r.workflow_id = @workflow") + (status is null ? "" : " AND r.status = @status");
        return connection.Query<RunLine>($"{Columns} WHERE 1 = 1{where} ORDER BY r.id DESC LIMIT @take OFFSET @skip",
            new { workflow, status = status?.ToString().ToLowerInvariant(), skip, take }).AsList();
    }

    public RunLine? Find(Guid id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<RunLine>($"{Columns} WHERE r.id = @id", new { id });
    }

    /// <summary>The runs of a conversation up to one of them, oldest first, at most so many; and the one after it.</summary>
    public (IReadOnlyList<Guid> Earlier, Guid? Next) Around(Guid thread, Guid run, int most)
    {
        using var connection = database.Open();
        var earlier = connection.Query<Guid>("SELECT id FROM runs WHERE thread_id = @thread AND id < @run ORDER BY id DESC LIMIT @most", new { thread, run, most });
        var next = connection.QueryFirstOrDefault<string>("SELECT id FROM runs WHERE thread_id = @thread AND id > @run ORDER BY id LIMIT 1", new { thread, run });
        return ([.. earlier.Reverse()], next is null ? null : Guid.Parse(next));
    }

    /// <summary>The runs of a workflow that have not ended.</summary>
    public IReadOnlyList<Guid> Unfinished(Guid workflow)
    {
        using var connection = database.Open();
        return connection.Query<Guid>(
            "SELECT id FROM runs WHERE status IN ('queued', 'running', 'waiting') AND workflow_id = @workflow ORDER BY id", new { workflow }).AsList();
    }

    /// <summary>The runs that some process was at work on when it ended: those that have not ended and do not rest.</summary>
    public IReadOnlyList<Guid> Interrupted()
    {
        using var connection = database.Open();
        return connection.Query<Guid>("SELECT id FROM runs WHERE status IN ('queued', 'running', 'waiting') AND due_at IS NULL ORDER BY id").AsList();
    }

    /// <summary>The runs that rest and are to go on by a moment, the longest due first.</summary>
    public IReadOnlyList<Guid> Due(DateTimeOffset now, int most)
    {
        using var connection = database.Open();
        return connection.Query<Guid>("SELECT id FROM runs WHERE due_at <= @now ORDER BY due_at LIMIT @most", new { now, most }).AsList();
    }

    /// <summary>When the first run after a moment is to go on; null if none rests.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        using var connection = database.Open();
        return connection.QuerySingle<DateTimeOffset?>("SELECT min(due_at) FROM runs WHERE due_at > @now", new { now });
    }
}
