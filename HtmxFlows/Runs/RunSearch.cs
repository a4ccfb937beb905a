using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>
/// Lists runs by a filter, page by page. One condition of the filter is answered by an index that ends in the id, the order of the list. The others,
/// a text in the prompt among them, are tested run by run, and so a page reads no more than <see cref="MostSearched"/> runs.
/// </summary>
public sealed class RunSearch(IDatabase database)
{
    /// <summary>How many runs one page of a list reads. A list that needs more continues on the next page.</summary>
    public const int MostSearched = 10_000;

    const string Columns = "r.id, r.workflow_id, w.name AS workflow_name, r.version, r.thread_id, r.status, r.trigger_kind AS trigger, r.prompt, r.started_at, r.finished_at, r.parent_id";

    const string Workflows = "JOIN workflows w ON w.id = r.workflow_id AND w.deleted_at IS NULL";

    static readonly Guid End = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Whether there is any run.</summary>
    public bool Any() => database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM runs)"));

    /// <param name="most">How many runs the page has.</param>
    public RunPage Page(RunFilter filter, RunCursor cursor, int most)
    {
        if (cursor.Newer is { } newer)
        {
            var (runs, last) = Read(filter, newer, End, most, isNewestFirst: false);
            // Nothing is between the newest runs and these: the first page shows all of them.
            return last is null ? Page(filter, default, most) : new([.. runs.Reverse()], last, runs.Count > 0 ? runs[0].Id : newer, null);
        }
        else
        {
            var (runs, last) = Read(filter, Guid.Empty, cursor.Older ?? End, most, isNewestFirst: true);
            return new(runs, cursor.IsFirst ? null : runs.Count > 0 ? runs[0].Id : cursor.Older, last, runs.Count < most && last is { } stop ? Ids.MomentOf(stop) : null);
        }
    }

    /// <summary>How many runs there are. It reads all of them, and so takes longer than a page.</summary>
    public int Count(RunFilter filter, params IReadOnlyList<RunStatus> statuses) => database.Read(connection => connection.QuerySingle<int>(
        $"SELECT count(*) FROM runs r {(HasDeleted(connection) ? Workflows : "")} WHERE {Conditions(filter, statuses)}", Values(filter, Guid.Empty, End)));

    /// <summary>Whether a workflow is being deleted. Otherwise the runs need not be looked up to know that theirs is not, and an index has all that is counted.</summary>
    static bool HasDeleted(DbConnection connection) => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM workflows WHERE deleted_at IS NOT NULL)");

    /// <summary>The ids of runs, oldest first, after a given one.</summary>
    public IReadOnlyList<Guid> List(RunFilter filter, Guid after, int most, params IReadOnlyList<RunStatus> statuses) => database.Read(connection => connection.Query<Guid>(
        $"SELECT r.id FROM runs r {Workflows} WHERE {Conditions(filter, statuses)} ORDER BY r.id LIMIT @most", Values(filter, after, End, most)).AsList());

    /// <returns>The runs, and the one after which the next page begins; null if there is none.</returns>
    (IReadOnlyList<RunLine> Runs, Guid? Last) Read(RunFilter filter, Guid after, Guid before, int most, bool isNewestFirst) => database.Read<(IReadOnlyList<RunLine>, Guid?)>(connection =>
    {
        var searched = Tested(filter).Count > 0 ? MostSearched : most + 1;
        var values = Values(filter, after, before, searched, most + 1);
        var found = connection.Query<RunLine>(PageQuery(filter, isNewestFirst), values).AsList();
        return found.Count > most ? (found[..most], found[most - 1].Id)
            : connection.QuerySingleOrDefault<string>(LastQuery(filter, isNewestFirst), values) is { } last ? (found, Guid.Parse(last))
            : (found, null);
    });

    /// <summary>The query of a page: <c>@take</c> of the <c>@most</c> runs that an index gives.</summary>
    internal string PageQuery(RunFilter filter, bool isNewestFirst)
    {
        var tested = Tested(filter);
        return $"SELECT {Columns} FROM ({Indexed(filter, isNewestFirst)} LIMIT @most) i JOIN runs r ON r.id = i.id {Workflows}{(tested.Count > 0 ? " WHERE " : "")}{string.Join(" AND ", tested)} "
            + $"ORDER BY i.id {(isNewestFirst ? "DESC" : "ASC")} LIMIT @take";
    }

    /// <summary>The query of the last of the <c>@most</c> runs; it has no row if there are fewer.</summary>
    internal string LastQuery(RunFilter filter, bool isNewestFirst) => $"{Indexed(filter, isNewestFirst)} LIMIT 1 OFFSET @most - 1";

    string Indexed(RunFilter filter, bool isNewestFirst) =>
        $"SELECT r.id FROM runs r WHERE {Condition(filter)}r.id > @after AND r.id < @before ORDER BY r.id {(isNewestFirst ? "DESC" : "ASC")}";

    /// <summary>The condition that an index answers together with the order of ids.</summary>
    string Condition(RunFilter filter) => filter switch
    {
        { Only: not null } => $"r.id IN ({database.Dialect.TextsIn("@only")}) AND ",
        { Parent: not null } => "r.parent_id = @parent AND ",
        { Workflow: not null, Status: null } => "r.workflow_id = @workflow AND ",
        { Workflow: not null } => "r.workflow_id = @workflow AND r.status = @status AND ",
        { Trigger: not null } => "r.trigger_kind = @trigger AND ",
        { WithSubRuns: true } => "",
        { Status: null } => "r.parent_id IS NULL AND ",
        _ => "r.status = @status AND r.parent_id IS NULL AND ",
    };

    /// <summary>The conditions that no index answers.</summary>
    List<string> Tested(RunFilter filter)
    {
        var indexed = Condition(filter);
        List<string> tested = [];
        if (filter.Workflow is not null && !indexed.Contains("@workflow", StringComparison.Ordinal))
            tested.Add("r.workflow_id = @workflow");
        if (filter.Status is not null && !indexed.Contains("@status", StringComparison.Ordinal))
            tested.Add("r.status = @status");
        if (filter.Trigger is not null && !indexed.Contains("@trigger", StringComparison.Ordinal))
            tested.Add("r.trigger_kind = @trigger");
        if (filter.Text is not null)
            tested.Add(@"lower(r.prompt) LIKE lower(@pattern) ESCAPE '\'");
        if (filter.Hidden is not null)
            tested.Add($"r.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")})");
        return tested;
    }

    string Conditions(RunFilter filter, IReadOnlyList<RunStatus> statuses) => string.Join(" AND ",
    [
        $"{Condition(filter)}r.id > @after AND r.id < @before",
        .. Tested(filter),
        .. statuses.Count > 0 ? [$"r.status IN ({string.Join(", ", statuses.Select(status => $"'{Word(status)}'"))})"] : Array.Empty<string>(),
    ]);

    static object Values(RunFilter filter, Guid after, Guid before, int most = 0, int take = 0) => new
    {
        workflow = filter.Workflow,
        status = filter.Status is { } status ? Word(status) : null,
        trigger = filter.Trigger?.Name,
        parent = filter.Parent,
        pattern = LikePattern.Containing(filter.Text ?? ""),
        only = Json.From(filter.Only ?? []).GetRawText(),
        hidden = Json.From(filter.Hidden ?? []).GetRawText(),
        after = filter.After is { } first && Ids.First(first) is var from && from.CompareTo(after) > 0 ? from : after,
        before = filter.Before is { } end && Ids.First(end) is var to && to.CompareTo(before) < 0 ? to : before,
        most,
        take,
    };

    static string Word(RunStatus status) => status.ToString().ToLowerInvariant();
}
