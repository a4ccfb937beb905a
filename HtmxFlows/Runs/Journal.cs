using System.Data.Common;
using System.Text.Json;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// The runs' events. Events are appended by the database's one writer, so that the events of many runs share a commit; they are
/// published after the commit, never before.
/// </summary>
public sealed class Journal(IDatabase database)
{
    /// <summary>A model reads no more of a conversation than this.</summary>
    const int MostTurns = 20;

    /// <summary>Called with events that are durable, in their order within a run, on the writer's thread: be quick.</summary>
    public event Action<Guid, IReadOnlyList<RunEvent>>? Committed;

    /// <summary>Appends events to a run's journal and brings its row up to date. The task ends when they are durable.</summary>
    /// <param name="state">The run after the last of the events.</param>
    /// <param name="suspendedUntil">When the run resumes, if it only waits after these events; then there may be no events.</param>
    /// <exception cref="RunGoneException">The workflow has been deleted.</exception>
    public Task Append(RunState state, IReadOnlyList<RunEvent> events, DateTimeOffset? suspendedUntil = null)
    {
        // Serialized on the caller's thread: all runs share the writer's.
        var json = ToJson(events);
        return database.Write(
            writer =>
            {
                Insert(writer, state, events, json, suspendedUntil);
                return events;
            },
            written =>
            {
                if (written.Count > 0)
                    Committed?.Invoke(state.Id, written);
            });
    }

    /// <summary>Applies a node's change of the database in one transaction with the event that records it.</summary>
    /// <param name="before">The run after <paramref name="events"/>.</param>
    /// <param name="events">What is appended ahead of the change's event.</param>
    /// <param name="record">Applies the change and gives the event, numbered as the next.</param>
    /// <returns>The event.</returns>
    public async Task<RunEvent> Append(RunState before, IReadOnlyList<RunEvent> events, Func<DatabaseWriter, RunEvent> record)
    {
        var json = ToJson(events);
        var written = await database.Write<IReadOnlyList<RunEvent>>(
            writer =>
            {
                var last = record(writer);
                RunEvent[] all = [.. events, last];
                Insert(writer, before.Apply(last), all, [.. json, .. ToJson([last])]);
                return all;
            },
            written => Committed?.Invoke(before.Id, written));
        return written[^1];
    }

    /// <summary>What a node reads of the database, beside the writer.</summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read.</exception>
    public JsonElement Read(Func<DbConnection, JsonElement> read) => database.Read(read);

    /// <summary>The events of a run after one number and before another, in order; the first of them, at most so many.</summary>
    public IReadOnlyList<RunEvent> Read(Guid run, long after = 0, long before = long.MaxValue, int most = int.MaxValue) => database.Read(connection => connection.Query<string>(
        "SELECT data FROM run_events WHERE run_id = @run AND seq > @after AND seq < @before ORDER BY seq LIMIT @most", new { run, after, before, most })).Select(Read).ToArray();

    /// <summary>The events of a run by which nodes wait, in order.</summary>
    public IReadOnlyList<NodeWaiting> Waits(Guid run) => database.Read(connection => connection.Query<string>(
        "SELECT data FROM run_events WHERE run_id = @run AND event = 'node-waiting' ORDER BY seq", new { run })).Select(Read).Cast<NodeWaiting>().ToArray();

    /// <summary>The prompts and answers of a conversation before one of its runs, oldest first: the newest turns that completed.</summary>
    public IReadOnlyList<Turn> EarlierTurns(Guid thread, Guid before) =>
        [.. database.Read(connection => connection.Query<(string Prompt, string Data)>(
            """
            SELECT r.prompt, e.data FROM runs r JOIN run_events e ON e.run_id = r.id AND e.event = 'workflow-complete'
            WHERE r.thread_id = @thread AND r.id < @before ORDER BY r.id DESC LIMIT @most
            """, new { thread, before, most = MostTurns })).Select(turn => new Turn(turn.Prompt, Answer((WorkflowCompleted)Read(turn.Data)))).Reverse()];

    /// <summary>A result as text; of a model's answer, its text.</summary>
    static string Answer(WorkflowCompleted end) =>
        Json.AsText(end.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("text", out var text) ? text : end.Result);

    /// <summary>An event from its JSON.</summary>
    internal static RunEvent Read(string data) => JsonSerializer.Deserialize(data, RunEventJson.Default.RunEvent)!;

    static string[] ToJson(IReadOnlyList<RunEvent> events) =>
        [.. events.Select(next => JsonSerializer.Serialize(next, RunEventJson.Default.RunEvent))];

    static void Insert(DatabaseWriter writer, RunState state, IReadOnlyList<RunEvent> events, string[] json, DateTimeOffset? suspendedUntil = null)
    {
        try
        {
            InsertRows(writer, state, events, json, suspendedUntil);
        }
        catch (BrokenReferenceException error)
        {
            throw new RunGoneException(state.Id, error);
        }
    }

    static void InsertRows(DatabaseWriter writer, RunState state, IReadOnlyList<RunEvent> events, string[] json, DateTimeOffset? suspendedUntil)
    {
        var run = DatabaseTypes.ToText(state.Id);
        if (events is [WorkflowStarted, ..])
        {
            // A deleted workflow gets no new run; the events then refer to none.
            writer.Execute(
                """
                INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at, finished_at, due_at, parent_id, trigger_kind)
                SELECT $0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE EXISTS (SELECT 1 FROM workflows WHERE id = $1 AND deleted_at IS NULL)
                """,
                run, DatabaseTypes.ToText(state.Workflow), state.Version, DatabaseTypes.ToText(state.Thread), Words[(int)state.Status],
                state.Prompt, DatabaseTypes.ToText(state.StartedAt), Text(state.FinishedAt), Text(suspendedUntil),
                state.Parent is { } parent ? DatabaseTypes.ToText(parent.Run) : null, state.Trigger.Name);
        }
        else
        {
            writer.Execute("UPDATE runs SET status = $1, finished_at = $2, due_at = $3 WHERE id = $0 AND (status <> $1 OR due_at IS DISTINCT FROM $3)",
                run, Words[(int)state.Status], Text(state.FinishedAt), Text(suspendedUntil));
        }
        if (state.Key is not null)
            LimitedRuns.Follow(writer, state, events);
        foreach (var (next, data) in events.Zip(json))
        {
            writer.Execute("INSERT INTO run_events (run_id, seq, event, node_id, data) VALUES ($0, $1, $2, $3, $4)",
                run, next.Seq, next.Name, (next as NodeEvent)?.NodeId ?? (next as WorkflowFailed)?.NodeId, data);
            if (next.By is { } actor)
                AuditLog.Write(writer, actor, ActionOf(next), new(state.Id, "Run"), next.At, new { workflow = state.Workflow, node = (next as NodeEvent)?.NodeId });
            (next as WorkflowStarted)?.Beside?.Invoke(writer, state.Id);
            RunFiles.Pass(writer, state, next);
            DraftRunOutputs.Keep(writer, state, next);
            if (state is { IsFinished: true, Fired: { } fired } && state.Trigger == RunTrigger.Schedule && next is WorkflowCompleted or WorkflowFailed)
                TriggerRows.Count(writer, state.Workflow, fired.Node, next is WorkflowFailed, next.At);
            if (state.HasAsked)
                OpenQuestions.Follow(writer, run, next);
        }
    }

    static AuditAction ActionOf(RunEvent next) => next switch
    {
        WorkflowStarted => AuditAction.RunStarted,
        WorkflowCancelled => AuditAction.RunCancelled,
        _ => AuditAction.RunAnswered,
    };

    static readonly string[] Words = [.. Enum.GetNames<RunStatus>().Select(name => name.ToLowerInvariant())];

    static string? Text(DateTimeOffset? time) => time is { } known ? DatabaseTypes.ToText(known) : null;
}

/// <summary>A run's events cannot be kept, since its workflow has been deleted, and the run with it.</summary>
sealed class RunGoneException(Guid run, Exception inner) : Exception($"Run {run} has been deleted with its workflow.", inner);
