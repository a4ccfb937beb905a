using System.Collections.Frozen;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>
/// Who may use which workflow. A workflow without people of its own is for all users; one with some is for these and for owners, and for others it
/// does not exist. The list is short and read at almost every request, so that it is kept in memory.
/// </summary>
public sealed class WorkflowPeople(IDatabase database, TimeProvider time)
{
    readonly Lock gate = new();

    // No other process changes the list while this one runs.
    volatile FrozenDictionary<Guid, FrozenDictionary<Guid, Role>>? known;

    FrozenDictionary<Guid, FrozenDictionary<Guid, Role>> Known
    {
        get
        {
            if (known is { } ready)
                return ready;
            // What was read before a change must not be kept after it.
            lock (gate)
                return known ??= Read();
        }
    }

    /// <summary>Called when the people of a workflow have changed.</summary>
    public event Action? Changed;

    /// <summary>The people of a workflow, by their ids; none if it is for all users.</summary>
    public IReadOnlyDictionary<Guid, Role> Of(Guid workflow) => Known.GetValueOrDefault(workflow, FrozenDictionary<Guid, Role>.Empty);

    /// <summary>The role of a user in a workflow, never higher than the user's own; null if the user may not see it.</summary>
    public Role? RoleIn(Guid workflow, User user) =>
        user.Role == Role.Owner || !Known.TryGetValue(workflow, out var people) ? user.Role
        : people.TryGetValue(user.Id, out var role) ? (Role)Math.Min((int)role, (int)user.Role)
        : null;

    /// <summary>Whether there is a workflow with people of its own.</summary>
    public bool Any() => Known.Count > 0;

    /// <summary>The workflows that an actor may not see; null if there are none.</summary>
    public IReadOnlyList<Guid>? HiddenFrom(Actor actor) => actor is Actor.Person { SignedIn: var user } ? HiddenFrom(user) : null;

    /// <inheritdoc cref="HiddenFrom(Actor)"/>
    public IReadOnlyList<Guid>? HiddenFrom(User user) => Known.Keys.Where(workflow => RoleIn(workflow, user) is null).ToArray() is { Length: > 0 } hidden ? hidden : null;

    /// <summary>Whether the one who started a run may see a workflow, so that the run may call it.</summary>
    /// <param name="starter">The id of the user; null if no user started it.</param>
    public bool MayCall(Guid workflow, Guid? starter) => !Known.TryGetValue(workflow, out var people) || starter is not { } user || people.ContainsKey(user)
        || database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE id = @user AND role = 'owner')", new { user }));

    /// <summary>Replaces the people of a workflow. One who restricts it and is no owner stays among them, as an editor.</summary>
    /// <param name="people">The roles by the ids of users; none opens the workflow to all.</param>
    public Task<bool> Set(Guid workflow, IReadOnlyDictionary<Guid, Role> people, Actor actor)
    {
        var all = people.ToDictionary();
        if (all.Count > 0 && actor is Actor.Person { SignedIn: { Role: not Role.Owner, Id: var self } })
            all[self] = Role.Editor;
        return database.Write(
            writer =>
            {
                var connection = writer.Connection;
                if (connection.QuerySingleOrDefault<string>("SELECT name FROM workflows WHERE id = @workflow AND deleted_at IS NULL", new { workflow }) is not { } name)
                    return false;
                connection.Execute("DELETE FROM workflow_people WHERE workflow_id = @workflow", new { workflow });
                foreach (var (user, role) in all)
                    connection.Execute("INSERT INTO workflow_people (workflow_id, user_id, role) SELECT @workflow, id, @role FROM users WHERE id = @user", new { workflow, user, role = role.Word() });
                AuditLog.Write(writer, actor, AuditAction.WorkflowShared, new(workflow, name), time.GetUtcNow(), new { people = all.ToDictionary(pair => pair.Key, pair => pair.Value.Word()) });
                return true;
            },
            isSet =>
            {
                lock (gate)
                    known = null;
                if (isSet)
                    Changed?.Invoke();
            });
    }

    FrozenDictionary<Guid, FrozenDictionary<Guid, Role>> Read() => database.Read(connection => connection.Query<Row>("SELECT workflow_id, user_id, role FROM workflow_people"))
        .GroupBy(row => row.WorkflowId).ToFrozenDictionary(rows => rows.Key, rows => rows.ToFrozenDictionary(row => row.UserId, row => row.Role));

    sealed record Row
    {
        public Guid WorkflowId { get; init; }

        public Guid UserId { get; init; }

        public Role Role { get; init; }
    }
}
