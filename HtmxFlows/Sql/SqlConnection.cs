using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>
/// One in-memory database without tables, shut for everything but reading, and the statements it has prepared. Used by one query at
/// a time, between <see cref="Begin"/> and <see cref="End"/>.
/// </summary>
sealed class SqlConnection : IDisposable
{
    static readonly SqlTextLimits TextLimits = new(Brackets: 48, Unfoldings: 500);

    /// <summary>The most statements that are kept, and the most characters that they have together.</summary>
    const int KeptStatements = 16, KeptCharacters = 64 * 1024;


    static readonly FrozenSet<string> Tables = new[] { "json_each", "json_tree" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // In sqlite.h since 3.49; the binding does not name them.
    const int AttachCreate = 1020, AttachWrite = 1021;

    static int queries;

    readonly TimeProvider time;
    readonly sqlite3 db;
    readonly List<SqlStatement> prepared = [];
    readonly List<string> modules = [];
    readonly SqlFormat format = new();

    SqlLimits limits = SqlLimits.Default;
    int longest = SqlLimits.Default.ValueBytes;
    CancellationToken cancellation;
    long deadline;
    long memoryBefore;
    int operationsBetweenLooks;
    string? stopped;
    SqlDenial? denied;

    static SqlConnection() => Batteries_V2.Init();

    public SqlConnection(TimeProvider time)
    {
        this.time = time;
        // One thread at a time is what the pool gives, so SQLite need not lock.
        const int flags = raw.SQLITE_OPEN_MEMORY | raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_PRIVATECACHE;
        if (raw.sqlite3_open_v2(":memory:", out db, flags, null) != raw.SQLITE_OK) throw new InvalidOperationException("SQLite did not open a database in memory.");
        Shut();
    }

    public SqlLimits Limits => limits;

    /// <summary>Whether a limit was met: what the statement gives from then on is not to be believed.</summary>
    public bool HasStopped => stopped is not null;

    public void Begin(SqlLimits given, CancellationToken token)
    {
        (limits, longest, cancellation, stopped, denied) = (given, given.ValueBytes, token, null, null);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, longest);
        deadline = time.GetTimestamp() + (long)(given.Time.TotalSeconds * time.TimestampFrequency);
        memoryBefore = raw.sqlite3_memory_used();
        Interlocked.Increment(ref queries);
    }

    public void End()
    {
        cancellation = default;
        Interlocked.Decrement(ref queries);
    }

    public JsonElement Query(string sql, Func<string, JsonElement?> parameter, IEnumerable<string>? names)
    {
        var statement = Prepare(sql);
        longest = Math.Min(limits.ValueBytes, statement.Pass.LongestValue);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, longest);
        LookEvery(statement.Pass.OperationsBetweenLooks);
        return statement.Run(parameter, names);
    }

    /// <summary>The problem of a value that is larger than the limit.</summary>
    /// <param name="what">The value, as a sentence begins.</param>
    public SqlSandboxException TooLarge(string what) => Error(longest == limits.ValueBytes
        ? $"{what} the limit of {longest:N0} bytes."
        : $"{what} the limit of {longest:N0} bytes, which is lower for complex statements. Split it into several nodes.");

    /// <summary>The statement, parsed once and kept while it is among the last that were used.</summary>
    public SqlStatement Prepare(string sql)
    {
        var index = prepared.FindIndex(statement => statement.Sql == sql);
        var found = index < 0 ? Compile(sql) : prepared[index];
        if (index >= 0) prepared.RemoveAt(index);
        prepared.Insert(0, found);
        while (prepared.Count > KeptStatements || prepared.Count > 1 && prepared.Sum(statement => statement.Sql.Length) > KeptCharacters)
        {
            prepared[^1].Dispose();
            prepared.RemoveAt(prepared.Count - 1);
        }
        return found;
    }

    /// <summary>Why SQLite refused or stopped, in words and with a place where it tells one.</summary>
    public Exception Failure(SqlText text, int code)
    {
        if (stopped is not null) return cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation) : Error(stopped);
        if (denied is not null) return new SqlSandboxException(text.Place(denied.Message, denied.Word));
        if ((code & 0xFF) == raw.SQLITE_TOOBIG) return TooLarge("A text or a row in the statement exceeds");
        if ((code & 0xFF) == raw.SQLITE_NOMEM) return Error("The statement is too large, or the memory is not sufficient.");
        var message = raw.sqlite3_errmsg(db).utf8_to_string();
        if (message.StartsWith("no such table", StringComparison.Ordinal)) message += "; no tables exist here: read data with json_each(:input)";
        var offset = SqlNative.sqlite3_error_offset(db);
        return new SqlSandboxException(offset < 0 ? new SqlProblem(message) : text.Place(message, CharacterAt(text.Sql, offset)));
    }

    public static SqlSandboxException Error(string message) => new(new SqlProblem(message));

    public void Dispose()
    {
        foreach (var statement in prepared) statement.Dispose();
        db.Dispose();
        format.Dispose();
    }

    SqlStatement Compile(string sql)
    {
        var text = new SqlText(sql);
        if (text.Problem(TextLimits) is { } problem) throw new SqlSandboxException(problem);
        var code = raw.sqlite3_prepare_v2(db, sql, out var handle, out var rest);
        if (code != raw.SQLITE_OK)
        {
            handle?.Dispose();
            throw Failure(text, code);
        }
        try
        {
            if (SqlTokens.Of(rest).FirstOrDefault(token => token.Text != ";") is { Text: not null } second)
                throw new SqlSandboxException(text.Place("Only one statement is allowed; this is a second one.", sql.Length - rest.Length + second.Start));
            return new SqlStatement(this, handle, text, SqlPass.Of(db, sql[..^rest.Length], text.MostArguments));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    void Shut()
    {
        foreach (var (option, value) in new[]
        {
            (raw.SQLITE_DBCONFIG_DEFENSIVE, 1), (raw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (raw.SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            (raw.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0), (raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0), (raw.SQLITE_DBCONFIG_ENABLE_VIEW, 0),
            (raw.SQLITE_DBCONFIG_DQS_DML, 0), (AttachCreate, 0), (AttachWrite, 0)
        })
            raw.sqlite3_db_config(db, option, value, out _);
        foreach (var (limit, value) in new[]
        {
            (raw.SQLITE_LIMIT_LENGTH, limits.ValueBytes), (raw.SQLITE_LIMIT_SQL_LENGTH, 4 * SqlText.Longest), (raw.SQLITE_LIMIT_COLUMN, 200),
            (raw.SQLITE_LIMIT_EXPR_DEPTH, 200), (raw.SQLITE_LIMIT_COMPOUND_SELECT, 50), (raw.SQLITE_LIMIT_VDBE_OP, 50_000),
            (raw.SQLITE_LIMIT_FUNCTION_ARG, 200), (raw.SQLITE_LIMIT_ATTACHED, 0), (raw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, SqlPattern.Longest),
            (raw.SQLITE_LIMIT_VARIABLE_NUMBER, 200), (raw.SQLITE_LIMIT_TRIGGER_DEPTH, 0), (raw.SQLITE_LIMIT_WORKER_THREADS, 0)
        })
            raw.sqlite3_limit(db, limit, value);
        SqlNative.TurnOffRewriting(db);
        // Sorting must never reach for a temporary file.
        raw.sqlite3_exec(db, "PRAGMA temp_store=MEMORY; PRAGMA query_only=1");
        NameModules();
        SqlFunctions.ReplaceUnbounded(db, () => longest, IsOver);
        SqlCase.Define(db, IsOver);
        format.Define(db, () => longest, IsOver);
        raw.sqlite3_set_authorizer(db, (strdelegate_authorizer)Authorize, null);
        LookEvery(SqlPass.MostOperationsBetweenLooks);
    }

    void LookEvery(int operations)
    {
        if (operations != operationsBetweenLooks) raw.sqlite3_progress_handler(db, operations, _ => IsOver() ? 1 : 0, null);
        operationsBetweenLooks = operations;
    }

    void NameModules()
    {
        raw.sqlite3_prepare_v2(db, "PRAGMA module_list", out var list);
        while (raw.sqlite3_step(list) == raw.SQLITE_ROW) modules.Add(raw.sqlite3_column_text(list, 0).utf8_to_string());
        list.Dispose();
    }

    int Authorize(object data, int action, string? first, string? second, string? database, string? inside)
    {
        denied ??= action switch
        {
            raw.SQLITE_SELECT or raw.SQLITE_RECURSIVE => null,
            raw.SQLITE_READ when MayRead(first ?? "", second) => null,
            raw.SQLITE_READ => new SqlDenial($"The table {first} cannot be read; read data with json_each(:input).", first ?? ""),
            raw.SQLITE_FUNCTION when SqlFunctions.Allows(second ?? "") => null,
            raw.SQLITE_FUNCTION => new SqlDenial($"The function {second}() is not available.", second ?? ""),
            _ => new SqlDenial("The statement does more than read data; only a SELECT is allowed.", "")
        };
        return denied is null ? raw.SQLITE_OK : raw.SQLITE_DENY;
    }

    // Without a column it is a table of which nothing is read but that it is there: SQLite asks so about the statement's own WITH
    // tables too, and does not say which it is.
    bool MayRead(string table, string? column) => Tables.Contains(table)
        || string.IsNullOrEmpty(column)
        && !modules.Contains(table, StringComparer.OrdinalIgnoreCase)
        && !table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)
        && !table.StartsWith("pragma_", StringComparison.OrdinalIgnoreCase);

    /// <summary>Looks at the clock, the memory and the cancellation, and says whether the statement has to end.</summary>
    bool IsOver()
    {
        stopped ??= this switch
        {
            _ when cancellation.IsCancellationRequested => "The query was cancelled.",
            _ when time.GetTimestamp() > deadline => $"The statement exceeded its time limit of {limits.Time.TotalSeconds:0.###} s and was stopped.",
            // SQLite counts for the whole process, so what queries that run at the same time may use is added up.
            _ when raw.sqlite3_memory_used() - memoryBefore > limits.MemoryBytes * Math.Max(1, Volatile.Read(ref queries)) =>
                $"The statement exceeded its memory limit of {limits.MemoryBytes:N0} bytes and was stopped.",
            _ => null
        };
        return stopped is not null;
    }

    static int CharacterAt(string sql, int offset)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        return Encoding.UTF8.GetCharCount(bytes, 0, Math.Min(offset, bytes.Length));
    }

    sealed record SqlDenial(string Message, string Word);
}
