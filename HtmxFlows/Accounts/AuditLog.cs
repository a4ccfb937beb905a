using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>Who changed what, when and from where. Rows are written in the commit of the change, never changed, and removed only by age.</summary>
public sealed class AuditLog(IDatabase database, AuditLimits limits, TimeProvider time, BackgroundRemoval removal)
{
    const string Columns = "SELECT id, at, actor_kind, actor_id, actor, session_id, address, action, subject_id, subject, details FROM audit";

    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Adds a row within a change. The log leaves out what the server does without a person.</summary>
    /// <param name="details">Becomes a JSON object; it must hold no secret.</param>
    public static void Write(DatabaseWriter writer, Actor actor, AuditAction action, AuditSubject subject, DateTimeOffset now, object? details = null)
    {
        if (actor == Actor.System)
            return;
        writer.Execute(
            """
            INSERT INTO audit (id, at, actor_kind, actor_id, actor, session_id, address, action, subject_id, subject, details)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            DatabaseTypes.ToText(Ids.New(now)), DatabaseTypes.ToText(now), actor.Kind, Text(actor.Id), actor.Name, Text(actor.Session), actor.Address,
            action.Name, Text(subject.Id), subject.Name, details is null ? "{}" : Json.From(details).GetRawText());
    }

    /// <summary>Rows of a filter, newest first.</summary>
    /// <param name="cursor">The id of the last row of the page before; null for the first page.</param>
    public IReadOnlyList<AuditEntry> Read(AuditFilter filter, Guid? cursor, int most) => database.Read(connection =>
    {
        var values = new
        {
            who = filter.Who,
            action = filter.Action,
            subject = filter.Subject,
            cursor,
            most,
            first = filter.After is { } after ? Ids.First(after) : (Guid?)null,
            end = filter.Before is { } before ? Ids.First(before) : (Guid?)null,
        };
        return connection.Query<AuditEntry>($"{Columns} WHERE {string.Join(" AND ", Conditions(filter, cursor))} ORDER BY id DESC LIMIT @most", values).AsList();
    });

    /// <summary>Removes rows by their age until it is stopped, if the setting <see cref="AuditLimits.KeepDays"/> says so: at the start, and then every hour.</summary>
    public Task Run(CancellationToken stop) => limits.KeepDays is not { } days ? Task.CompletedTask : removal.Repeat(
        "Old rows of the audit log", token => RemoveBefore(time.GetUtcNow().AddDays(-days), token), token => Task.Delay(Pause, time, token), stop);

    /// <summary>Removes rows that were written before a moment.</summary>
    public Task RemoveBefore(DateTimeOffset moment, CancellationToken stop) => removal.Remove(
        writer => writer.Execute("DELETE FROM audit WHERE id = (SELECT id FROM audit WHERE id < $0 ORDER BY id LIMIT 1)", DatabaseTypes.ToText(Ids.First(moment))) > 0, stop);

    static IEnumerable<string> Conditions(AuditFilter filter, Guid? cursor)
    {
        yield return "1 = 1";
        if (filter.Who is not null)
            yield return "actor = @who";
        if (filter.Action is not null)
            yield return "action = @action";
        if (filter.Subject is not null)
            yield return "subject_id = @subject";
        if (filter.After is not null)
            yield return "id >= @first";
        if (filter.Before is not null)
            yield return "id < @end";
        if (cursor is not null)
            yield return "id < @cursor";
    }

    static string? Text(Guid? id) => id is { } known ? DatabaseTypes.ToText(known) : null;
}
