using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>The people who may sign in. They are disabled and never deleted, so that the audit log keeps its meaning.</summary>
public sealed class Users(IDatabase database, Passwords passwords, TimeProvider time)
{
    const string Columns = """
        SELECT id, name, email, role, created_at, disabled_at, password <> '' AS has_password, EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = users.id) AS has_second_factor FROM users
        """;

    // No other process adds users while this one runs. A failure is not kept.
    readonly Lazy<bool> wasAny = new(() => database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users)")), LazyThreadSafetyMode.PublicationOnly);
    volatile bool isAny;

    /// <summary>Called when a user was changed: the sessions of the user are read again, or end.</summary>
    public event Action<Guid>? Changed;

    /// <summary>Whether there is a user. From the first on, and for good, the server is closed to those without a session.</summary>
    public bool Any() => isAny || wasAny.Value;

    /// <summary>All users, by their names.</summary>
    public IReadOnlyList<User> List() => database.Read(connection => connection.Query<User>($"{Columns} ORDER BY name_key").AsList());

    public User? Find(Guid id) => database.Read(connection => Find(connection, id));

    /// <summary>The user of a name or e-mail address, with the hash of the password if there is one; null if there is no such user.</summary>
    public (User User, string? Password)? FindByLogin(string login) => database.Read<(User, string?)?>(connection =>
    {
        var key = UserDetails.KeyOf(login);
        var user = connection.QuerySingleOrDefault<User>($"{Columns} WHERE name_key = @key OR email_key = @key", new { key });
        return user is null ? null : (user, connection.ExecuteScalar<string>("SELECT nullif(password, '') FROM users WHERE id = @Id", new { user.Id }));
    });

    /// <summary>Adds a user. The first is an owner.</summary>
    public async Task<UserOutcome> Add(UserDetails details, string password, Actor actor)
    {
        AccountProblem[] problems = [.. details.FindProblems(), .. PasswordProblems(password, details.Name), .. FirstProblems(details)];
        if (problems.Length > 0)
            return new UserOutcome.Refused(problems);
        return await Insert(details, password, actor, _ => true);
    }

    /// <summary>Adds the user who was invited, if the invitation is still there in the commit.</summary>
    /// <param name="take">Takes the invitation away; false if there is none.</param>
    internal Task<UserOutcome> Accept(UserDetails details, string password, Actor actor, Func<DatabaseWriter, bool> take)
    {
        AccountProblem[] problems = [.. details.FindProblems(), .. PasswordProblems(password, details.Name)];
        return problems.Length > 0 ? Task.FromResult<UserOutcome>(new UserOutcome.Refused(problems)) : Insert(details, password, actor, take);
    }

    /// <summary>Adds a user who signs in elsewhere only.</summary>
    /// <param name="connect">Adds, in the same commit, what the user signs in with.</param>
    internal async Task<UserOutcome> AddWithoutPassword(UserDetails details, Actor actor, Action<DatabaseWriter, Guid> connect)
    {
        AccountProblem[] problems = [.. details.FindProblems(), .. FirstProblems(details)];
        if (problems.Length > 0)
            return new UserOutcome.Refused(problems);
        var now = time.GetUtcNow();
        var id = Ids.New(now);
        return await database.Write(
            writer =>
            {
                if (FindTaken(writer.Connection, id, details) is { } taken)
                    return taken;
                var added = Insert(writer, id, details, "", actor, now);
                connect(writer, id);
                return added;
            },
            Announce);
    }

    async Task<UserOutcome> Insert(UserDetails details, string password, Actor actor, Func<DatabaseWriter, bool> take)
    {
        if (await passwords.Hash(password) is not { } hash)
            return Busy();
        var now = time.GetUtcNow();
        var id = Ids.New(now);
        return await database.Write(writer => FindTaken(writer.Connection, id, details) ?? (take(writer) ? Insert(writer, id, details, hash, actor, now) : new UserOutcome.Missing()), Announce);
    }

    /// <summary>Changes a user. One owner who may sign in must remain.</summary>
    public Task<UserOutcome> Change(Guid id, UserDetails details, Actor actor)
    {
        AccountProblem[] problems = [.. details.FindProblems()];
        return problems.Length > 0 ? Task.FromResult<UserOutcome>(new UserOutcome.Refused(problems)) : database.Write(writer => Update(writer, id, details, actor, time.GetUtcNow()), Announce);
    }

    /// <summary>Changes the password of a user, and ends the sessions of the user but one.</summary>
    /// <param name="kept">The session that stays; null ends all.</param>
    public async Task<UserOutcome> SetPassword(Guid id, string password, Guid? kept, Actor actor)
    {
        if (Find(id) is not { } user)
            return new UserOutcome.Missing();
        if (PasswordProblems(password, user.Name).ToArray() is { Length: > 0 } problems)
            return new UserOutcome.Refused(problems);
        if (await passwords.Hash(password) is not { } hash)
            return Busy();
        return await database.Write<UserOutcome>(
            writer =>
            {
                writer.Connection.Execute("UPDATE users SET password = @hash WHERE id = @id", new { hash, id });
                writer.Connection.Execute("DELETE FROM sessions WHERE user_id = @id AND (@kept IS NULL OR id <> @kept)", new { id, kept });
                AuditLog.Write(writer, actor, AuditAction.PasswordChanged, new(id, user.Name), time.GetUtcNow());
                return new UserOutcome.Saved(user);
            },
            Announce);
    }

    AccountProblem[] FirstProblems(UserDetails details) => Any() || details.Role == Role.Owner ? [] : [new("role", "The first user must be an owner.")];

    static IEnumerable<AccountProblem> PasswordProblems(string password, string name) =>
        PasswordRules.FindProblem(password, name) is { } problem ? [new("password", problem)] : [];

    static UserOutcome Insert(DatabaseWriter writer, Guid id, UserDetails details, string hash, Actor actor, DateTimeOffset now)
    {
        var connection = writer.Connection;
        // Two people may set up the server at the same moment; only the first becomes its owner so.
        if (actor is Actor.Unknown && connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users)"))
            return new UserOutcome.Refused([new("name", "Someone else has set up this server. Ask them for an account.")]);
        connection.Execute(
            """
            INSERT INTO users (id, name, name_key, email, email_key, role, password, created_at)
            VALUES (@id, @Name, @NameKey, @Email, @EmailKey, @role, @hash, @now)
            """,
            new { id, details.Name, details.NameKey, details.Email, details.EmailKey, role = details.Role.Word(), hash, now });
        AuditLog.Write(writer, actor, AuditAction.UserAdded, new(id, details.Name), now, new { role = details.Role.Word(), email = details.Email });
        return new UserOutcome.Saved(Find(connection, id)!);
    }

    static UserOutcome Update(DatabaseWriter writer, Guid id, UserDetails details, Actor actor, DateTimeOffset now)
    {
        var connection = writer.Connection;
        if (Find(connection, id) is not { } before)
            return new UserOutcome.Missing();
        if (FindTaken(connection, id, details) is { } taken)
            return taken;
        if ((details.IsDisabled || details.Role != Role.Owner) && !connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE id <> @id AND role = 'owner' AND disabled_at IS NULL)", new { id }))
            return new UserOutcome.Refused([new("role", $"{before.Name} is the only owner. Make someone else an owner first.")]);
        connection.Execute(
            """
            UPDATE users SET name = @Name, name_key = @NameKey, email = @Email, email_key = @EmailKey, role = @role,
              disabled_at = CASE WHEN @IsDisabled THEN coalesce(disabled_at, @now) END WHERE id = @id
            """,
            new { id, details.Name, details.NameKey, details.Email, details.EmailKey, role = details.Role.Word(), details.IsDisabled, now });
        if (details.IsDisabled)
            connection.Execute("DELETE FROM sessions WHERE user_id = @id", new { id });
        AuditLog.Write(writer, actor, AuditAction.UserChanged, new(id, details.Name), now, Differences(before, details));
        return new UserOutcome.Saved(Find(connection, id)!);
    }

    static Dictionary<string, string[]> Differences(User before, UserDetails after) => new (string Name, string Before, string After)[]
    {
        ("name", before.Name, after.Name), ("email", before.Email, after.Email), ("role", before.Role.Word(), after.Role.Word()), ("disabled", before.IsDisabled ? "yes" : "no", after.IsDisabled ? "yes" : "no"),
    }.Where(field => field.Before != field.After).ToDictionary(field => field.Name, field => new[] { field.Before, field.After });

    static UserOutcome.Refused? FindTaken(DbConnection connection, Guid id, UserDetails details)
    {
        var (name, email) = connection.QuerySingle<(bool, bool)>(
            "SELECT EXISTS (SELECT 1 FROM users WHERE name_key = @NameKey AND id <> @id), EXISTS (SELECT 1 FROM users WHERE email_key = @EmailKey AND id <> @id)", new { id, details.NameKey, details.EmailKey });
        AccountProblem[] problems = [.. name ? [new("name", "Another user has this name. Use another one.")] : Array.Empty<AccountProblem>(), .. email ? [new("email", "Another user has this e-mail address. Use another one.")] : Array.Empty<AccountProblem>()];
        return problems.Length > 0 ? new(problems) : null;
    }

    static User? Find(DbConnection connection, Guid id) => connection.QuerySingleOrDefault<User>($"{Columns} WHERE id = @id", new { id });

    static UserOutcome.Refused Busy() => new([new("password", "Too many people sign in at this moment. Try again in a few seconds.")]);

    void Announce(UserOutcome outcome)
    {
        if (outcome is not UserOutcome.Saved saved)
            return;
        isAny = true;
        Announce(saved.User.Id);
    }

    /// <summary>Says that what belongs to a user was changed.</summary>
    internal void Announce(Guid user) => Changed?.Invoke(user);
}
