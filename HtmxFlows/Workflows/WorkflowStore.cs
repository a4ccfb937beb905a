using System.Collections.Concurrent;
using Dapper;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Memory;

namespace HtmxFlows.Workflows;

/// <summary>A workflow without its flow.</summary>
public sealed record Workflow
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The newest published version, which runs use; null if there are only drafts.</summary>
    public int? Version { get; init; }

    /// <summary>The newest version, published or draft.</summary>
    public int Latest { get; init; }

    /// <summary>The version that is shown and changed: the newest published one, or else the newest.</summary>
    public int Current => Version ?? Latest;

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A saved flow; it never changes.</summary>
public sealed record WorkflowVersion
{
    public Guid WorkflowId { get; init; }

    public int Version { get; init; }

    public VersionStatus Status { get; init; }

    public string Flow { get; init; } = "";

    /// <summary>The note of its author; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>The name that the author gave; may be empty.</summary>
    public string Author { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The note and the author of a version.</summary>
public sealed record VersionNote(string Text = "", string Author = "");

public enum VersionStatus { Published, Draft }

/// <summary>A line of the list of workflows.</summary>
public sealed record WorkflowLine
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public int? Version { get; init; }

    public Guid? LastRunId { get; init; }

    public string? LastStatus { get; init; }

    public DateTimeOffset? LastStartedAt { get; init; }

    public DateTimeOffset? LastFinishedAt { get; init; }
}

/// <summary>What a person or a client gives to be saved.</summary>
public sealed record WorkflowContent(string Name, string Description, string Flow);

/// <summary>Workflows and their versions.</summary>
public sealed class WorkflowStore(Database database, NodeCatalogue catalogue, TimeProvider time, CredentialSource? credentials = null) : IDisposable
{
    /// <summary>The longest name and description.</summary>
    public const int LongestName = 200, LongestDescription = 2000;

    const string Columns =
        """
        SELECT w.id, w.name, w.description, max(CASE v.status WHEN 'published' THEN v.version END) AS version, max(v.version) AS latest, w.created_at
        FROM workflows w JOIN versions v ON v.workflow_id = w.id
        WHERE w.deleted_at IS NULL
        """;

    /// <summary>A condition for rows of a workflow <c>@id</c>: it is not deleted.</summary>
    const string IsThere = "EXISTS (SELECT 1 FROM workflows WHERE id = @id AND deleted_at IS NULL)";

    /// <summary>The memory that kept plans may take, in bytes, as far as <see cref="FlowPlan.Size"/> says it.</summary>
    public const long MostPlanBytes = 64L * 1024 * 1024;

    /// <summary>Of how many workflows the newest version is remembered.</summary>
    const int MostRemembered = 10_000;

    // Versions never change, so a plan that was made once stays right.
    readonly MemoryCache plans = new(new MemoryCacheOptions { SizeLimit = MostPlanBytes, CompactionPercentage = 0.2 });

    // A change sets its own when it commits, so that what was read before never stands for what is newer.
    readonly ConcurrentDictionary<Guid, int?> newest = [];

    /// <summary>Called when a workflow has been deleted, and its rows are left to <see cref="WorkflowDeletion"/>.</summary>
    public event Action? Deleted;

    /// <summary>Workflows whose name or description holds the text, the most recently run or made first.</summary>
    public IReadOnlyList<WorkflowLine> Search(string text, int skip, int take)
    {
        using var connection = database.Open();
        return connection.Query<WorkflowLine>(
            """
            SELECT w.id, w.name, w.description, (SELECT max(version) FROM versions v WHERE v.workflow_id = w.id AND v.status = 'published') AS version,
              r.id AS last_run_id, r.status AS last_status, r.started_at AS last_started_at, r.finished_at AS last_finished_at
            FROM workflows w LEFT JOIN runs r ON r.id = (SELECT max(id) FROM runs WHERE workflow_id = w.id)
            WHERE w.deleted_at IS NULL AND (lower(w.name) LIKE lower(@pattern) ESCAPE '\' OR lower(w.description) LIKE lower(@pattern) ESCAPE '\')
            ORDER BY coalesce(r.id, w.id) DESC LIMIT @take OFFSET @skip
            """,
            new { pattern = Database.LikePattern(text), take, skip }).AsList();
    }

    public Workflow? Find(Guid id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Workflow>($"{Columns} AND w.id = @id GROUP BY w.id", new { id });
    }

    /// <summary>The newest published version, which runs use; null if there is none. Asked at the start of every run, so it is remembered.</summary>
    public int? Newest(Guid id)
    {
        if (newest.TryGetValue(id, out var known))
            return known;
        using var connection = database.Open();
        // Unknown ids are not cached, because clients can send any number of them.
        return FindNewest(connection, id) is not { } found ? null
            : newest.Count < MostRemembered ? newest.GetOrAdd(id, found)
            : found;
    }

    /// <summary>The workflow of a name, or of an id.</summary>
    /// <returns>Its id, or a sentence that says why there is none.</returns>
    public (Guid? Id, string? Problem) Resolve(string nameOrId)
    {
        using var connection = database.Open();
        var found = connection.Query<Guid>("SELECT id FROM workflows WHERE deleted_at IS NULL AND (name = @nameOrId OR id = @id) ORDER BY id LIMIT 2",
            new { nameOrId, id = nameOrId.ToLowerInvariant() }).AsList();
        return found switch
        {
            [var id] => (id, null),
            [] => (null, $"No workflow is called “{nameOrId}”. Use the name or id of a workflow."),
            _ => (null, $"Several workflows are called “{nameOrId}”. Use an id."),
        };
    }

    /// <summary>Whether there is a workflow of that name.</summary>
    public bool Has(string name)
    {
        using var connection = database.Open();
        return Has(connection, name);
    }

    internal static bool Has(SqliteConnection connection, string name) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM workflows WHERE name = @name AND deleted_at IS NULL)", new { name });

    public bool Any()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM workflows WHERE deleted_at IS NULL)");
    }

    public WorkflowVersion? FindVersion(Guid id, int version)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<WorkflowVersion>(
            $"SELECT workflow_id, version, status, flow, note, author, created_at FROM versions WHERE workflow_id = @id AND version = @version AND {IsThere}", new { id, version });
    }

    /// <summary>The versions of a workflow, newest first, without their flows.</summary>
    public IReadOnlyList<WorkflowVersion> Versions(Guid id)
    {
        using var connection = database.Open();
        return connection.Query<WorkflowVersion>(
            $"SELECT workflow_id, version, status, '' AS flow, note, author, created_at FROM versions WHERE workflow_id = @id AND {IsThere} ORDER BY version DESC", new { id }).AsList();
    }

    /// <summary>The plan of a version; null if there is no such version or it does not pass the checks (any more).</summary>
    public FlowPlan? Plan(Guid id, int version)
    {
        if (FindKept(id, version) is { } kept)
            return kept;
        if (FindVersion(id, version) is not { } found || FlowPlan.Make(found.Flow, catalogue, isDraft: found.Status == VersionStatus.Draft).Plan is not { } plan)
            return null;
        return plans.Set((id, version), plan, new MemoryCacheEntryOptions { Size = plan.Size });
    }

    FlowPlan? FindKept(Guid id, int version) => plans.TryGetValue((id, version), out FlowPlan? known) ? known : null;

    /// <summary>What a run is asked for by the version that runs use; nothing if there is none.</summary>
    public IReadOnlyList<FlowInput> Inputs(Guid id) => Newest(id) is { } version && Plan(id, version) is { } plan ? plan.Flow.Inputs : [];

    /// <summary>How many runs may be unfinished at once, by the version that runs use; null is any number.</summary>
    public FlowConcurrency? Concurrency(Guid id) => Newest(id) is { } version ? FindFlow(id, version)?.Concurrency : null;

    /// <summary>The flow of any version, runnable or not, without checking it; one that cannot be read has no nodes. Null if there is no such version.</summary>
    public Flow? FindFlow(Guid id, int version) =>
        FindKept(id, version)?.Flow ?? (FindVersion(id, version) is { } found ? Flow.Parse(found.Flow).Flow ?? new(Json.EmptyObject, [], []) : null);

    /// <summary>Saves a new workflow.</summary>
    /// <param name="draft">What to save.</param>
    /// <param name="asDraft">Keeps a flow that has problems, as a version that cannot run.</param>
    /// <returns>The id, or null with the problems; problems come with the id if they were kept as a draft.</returns>
    public async Task<(Guid? Id, IReadOnlyList<FlowProblem> Problems)> Create(WorkflowContent draft, bool asDraft = false)
    {
        var problems = FindProblems(draft);
        if (Blocks(draft, problems, asDraft))
            return (null, problems);
        var now = time.GetUtcNow();
        var id = Ids.New(now);
        await database.Writer.Write(writer => Add(writer.Connection, id, draft, problems.Count == 0 ? VersionStatus.Published : VersionStatus.Draft, now));
        return (id, problems);
    }

    /// <summary>The status that the first version of a workflow has: published if it can run.</summary>
    internal VersionStatus StatusOf(WorkflowContent draft) => FindProblems(draft).Count == 0 ? VersionStatus.Published : VersionStatus.Draft;

    /// <summary>Creates a workflow as a part of a write.</summary>
    /// <returns>Its first version.</returns>
    internal static int Add(SqliteConnection connection, Guid id, WorkflowContent draft, VersionStatus status, DateTimeOffset now)
    {
        connection.Execute("INSERT INTO workflows (id, name, description, created_at) VALUES (@id, @Name, @Description, @now)", new { id, draft.Name, draft.Description, now });
        return Insert(connection, id, status, draft.Flow, now);
    }

    /// <summary>Publishes a new version, and the name and description.</summary>
    /// <param name="id">The workflow.</param>
    /// <param name="basedOn">The version that the change was made from; another current version means a conflict.</param>
    /// <param name="draft">What to save.</param>
    /// <param name="note">What to tell of it.</param>
    /// <returns>The current version afterwards; null with the problems if nothing was saved, and null without any if there was a conflict.</returns>
    public async Task<(int? Version, IReadOnlyList<FlowProblem> Problems)> Update(Guid id, int basedOn, WorkflowContent draft, VersionNote? note = null)
    {
        if (FindProblems(draft) is { Count: > 0 } problems)
            return (null, problems);
        var now = time.GetUtcNow();
        return (await database.Writer.Write(writer => Publish(writer.Connection, id, basedOn, draft, note, now), version => Published(id, version)), []);
    }

    /// <summary>Publishes a new version as a part of a write, after whose commit <see cref="Published"/> must be called.</summary>
    /// <returns>The current version afterwards; null if <paramref name="basedOn"/> is not the current one.</returns>
    internal static int? Publish(SqliteConnection connection, Guid id, int basedOn, WorkflowContent draft, VersionNote? note, DateTimeOffset now)
    {
        var current = connection.QuerySingleOrDefault<(int? Version, string? Status, string? Flow)>(
            $"SELECT version, status, flow FROM versions WHERE workflow_id = @id AND {IsThere} ORDER BY CASE status WHEN 'published' THEN 0 ELSE 1 END, version DESC LIMIT 1", new { id });
        if (current.Version != basedOn)
            return null;
        connection.Execute("UPDATE workflows SET name = @Name, description = @Description WHERE id = @id", new { id, draft.Name, draft.Description });
        return current == (basedOn, "published", draft.Flow) ? basedOn : Insert(connection, id, VersionStatus.Published, draft.Flow, now, note);
    }

    /// <summary>Has runs use a version from now on. Called when the write that made it commits; null is no version.</summary>
    internal void Published(Guid id, int? version)
    {
        if (version is not null)
            Remember(id, version);
    }

    /// <summary>Keeps a flow that is not published as a part of a write, so that it can be run and its runs can be shown later.</summary>
    /// <returns>Its version; null if there is no such workflow.</returns>
    internal static int? Keep(SqliteConnection connection, Guid id, WorkflowContent draft, DateTimeOffset now)
    {
        var newest = connection.QuerySingleOrDefault<(int Version, string? Status, string? Flow)>(
            $"SELECT version, status, flow FROM versions WHERE workflow_id = @id AND {IsThere} ORDER BY version DESC LIMIT 1", new { id });
        return newest == (newest.Version, "draft", draft.Flow) ? newest.Version
            : newest.Flow is null ? null
            : Insert(connection, id, VersionStatus.Draft, draft.Flow, now);
    }

    public void Dispose() => plans.Dispose();

    /// <summary>
    /// Deletes a workflow with its versions and runs. When the task ends, nobody finds it any more, and no run of it can continue;
    /// <see cref="WorkflowDeletion"/> removes the rows.
    /// </summary>
    /// <returns>False if there is no such workflow.</returns>
    public async Task<bool> Delete(Guid id)
    {
        var now = time.GetUtcNow();
        var isDeleted = await database.Writer.Write(
            writer => Mark(writer.Connection),
            isMarked =>
            {
                if (isMarked)
                    Forget(id);
            });
        if (isDeleted)
            Deleted?.Invoke();
        return isDeleted;

        bool Mark(SqliteConnection connection)
        {
            if (connection.Execute("UPDATE workflows SET deleted_at = @now WHERE id = @id AND deleted_at IS NULL", new { id, now }) == 0)
                return false;
            // Runs that have not ended are few after they were cancelled. Without their rows, nothing resumes, wakes or counts them.
            connection.Execute("DELETE FROM runs WHERE workflow_id = @id AND status IN ('queued', 'running', 'waiting')", new { id });
            return true;
        }
    }

    void Remember(Guid id, int? version)
    {
        if (newest.ContainsKey(id) || newest.Count < MostRemembered)
            newest[id] = version;
    }

    void Forget(Guid id)
    {
        Remember(id, null);
        foreach (var plan in plans.Keys.OfType<(Guid Workflow, int Version)>().Where(plan => plan.Workflow == id))
            plans.Remove(plan);
    }

    /// <summary>Everything that is wrong with a version now, and what is probably not meant as it is. One that could run when it was saved may refer to secrets that the server has no more.</summary>
    public IReadOnlyList<FlowProblem> FindProblems(Guid id, int version) =>
        Plan(id, version) is { } plan ? [.. plan.Nodes.Values.SelectMany(node => FlowCheck.FindSecretProblems(node, (credentials ?? CredentialSource.None).Current)), .. plan.Warnings]
        : FindVersion(id, version) is { } found ? FlowPlan.Make(found.Flow, catalogue, (credentials ?? CredentialSource.None).Current).Problems
        : [];

    /// <summary>What is probably not meant as it is in a version that can run.</summary>
    public IReadOnlyList<FlowProblem> FindWarnings(Guid id, int version) => Plan(id, version)?.Warnings ?? [];

    /// <summary>Everything that is wrong with a workflow's name, description and flow.</summary>
    public IReadOnlyList<FlowProblem> FindProblems(WorkflowContent draft) =>
        [.. FindDescriptionProblems(draft), .. FlowPlan.Make(draft.Flow, catalogue, (credentials ?? CredentialSource.None).Current).Problems];

    /// <summary>Everything that is wrong with a workflow's name and description.</summary>
    public static IReadOnlyList<FlowProblem> FindDescriptionProblems(WorkflowContent draft)
    {
        List<FlowProblem> problems = [];
        if (string.IsNullOrWhiteSpace(draft.Name))
            problems.Add(new("Enter a name.", Field: "name"));
        if (draft.Name.Length > LongestName)
            problems.Add(new($"The name is longer than {LongestName} characters.", Field: "name"));
        if (draft.Description.Length > LongestDescription)
            problems.Add(new($"The description is longer than {LongestDescription} characters.", Field: "description"));
        return problems;
    }

    /// <summary>A draft may have any problem within its flow, but it needs a name, and JSON that can be shown again.</summary>
    static bool Blocks(WorkflowContent draft, IReadOnlyList<FlowProblem> problems, bool asDraft) =>
        problems.Count > 0 && (!asDraft || problems.Any(problem => problem is { Node: null, Field: "name" or "description" }) || Flow.Parse(draft.Flow).Flow is null);

    static int Insert(SqliteConnection connection, Guid id, VersionStatus status, string flow, DateTimeOffset now, VersionNote? note = null) =>
        connection.QuerySingle<int>(
            """
            INSERT INTO versions (workflow_id, version, status, flow, note, author, created_at)
            SELECT @id, coalesce(max(version), 0) + 1, @status, @flow, @Text, @Author, @now FROM versions WHERE workflow_id = @id
            RETURNING version
            """,
            new { id, status = status == VersionStatus.Published ? "published" : "draft", flow, Text = note?.Text ?? "", Author = note?.Author ?? "", now });

    internal static bool IsPublished(SqliteConnection connection, Guid id) => FindNewest(connection, id) is not null;

    static int? FindNewest(SqliteConnection connection, Guid id) =>
        connection.ExecuteScalar<int?>($"SELECT max(version) FROM versions WHERE workflow_id = @id AND status = 'published' AND {IsThere}", new { id });
}
