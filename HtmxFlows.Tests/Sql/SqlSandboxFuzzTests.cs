using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Sql;

namespace HtmxFlows.Tests.Sql;

/// <summary>Statements nobody would write, the same ones in each run. The variable FUZZ_STATEMENTS says how many.</summary>
[Slow]
public sealed class SqlSandboxFuzzTests : IDisposable
{
    static readonly int Statements = int.Parse(Environment.GetEnvironmentVariable("FUZZ_STATEMENTS") ?? "100000", CultureInfo.InvariantCulture);

    const int Seed = 20_26;

    static readonly SqlLimits Small = new() { Time = TimeSpan.FromSeconds(2000), ResultBytes = 64 * 1024, ValueBytes = 256 * 1024, MemoryBytes = 16 << 20 };
    static readonly JsonElement Input = JsonElement.Parse("""{"items":[{"n":1},{"n":2.5},{"n":"[x]"},null,[[],{}]],"text":"ä😀\u0000\\"}""");

    readonly Random random = new(Seed);
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Whatever_the_statement_it_answers_or_fails_in_the_one_way()
    {
        using var sandbox = new SqlSandbox(new CountingTime());
        var answered = 0;
        var here = Directory.GetFileSystemEntries(Directory.GetCurrentDirectory());
        for (var i = 0; i < Statements; i++)
        {
            var sql = Mutated(Statement());
            try
            {
                Ask(sandbox, sql);
                answered++;
            }
            catch (SqlSandboxException e)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType()} {e.Message} at statement {i}: {sql}");
            }
        }
        Assert.InRange(answered, Statements / 10, Statements * 9 / 10);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(here, Directory.GetFileSystemEntries(Directory.GetCurrentDirectory()));
        Assert.Equal("[1,2.5,\"[x]\",null,null]", sandbox.Query("SELECT value->>'n' FROM json_each(:input, '$.items')", _ => Input, Small, cancellation: TestContext.Current.CancellationToken).GetRawText());
    }

    static void Ask(SqlSandbox sandbox, string sql)
    {
        var named = SqlSandbox.Parameters(sql);
        var result = sandbox.Query(sql, Value, Small, ["input"], TestContext.Current.CancellationToken);
        Assert.True(Encoding.UTF8.GetByteCount(result.GetRawText()) <= Small.ResultBytes);

        JsonElement? Value(string name)
        {
            Assert.Contains(name, named);
            return name == "input" ? Input : null;
        }
    }

    string Statement() => random.Next(5) == 0 ? Refused() : Pick(
        () => Select(2),
        () => Select(3),
        () => $"WITH t(x) AS ({Select(2)}) SELECT {Expression(2)} FROM t",
        () => $"WITH RECURSIVE c(x) AS (SELECT {Expression(1)} UNION {Pick("ALL", "")} SELECT {Pick("x + 1", "x || x", "json_array(x)", Expression(1))} FROM c {Pick("", "WHERE x < 50", "LIMIT 9")}) SELECT {Pick("x", "count(*)", "group_concat(x)", "max(x)")} FROM c {Pick("", "ORDER BY x DESC")}",
        () => $"VALUES ({Expression(2)}), ({Expression(2)})");

    string Refused() => Pick(
        () => $"{Pick("ATTACH", "ATTACH DATABASE")} '{folder.Path}/a.db' AS a",
        () => $"VACUUM INTO '{folder.Path}/v.db'",
        () => $"PRAGMA {Pick("temp_store_directory", "journal_mode", "database_list", "writable_schema", "main.user_version")} = '{folder.Path}'",
        () => $"CREATE {Pick("TABLE", "TEMP TABLE", "VIRTUAL TABLE", "VIEW")} x AS {Select(1)}",
        () => $"{Pick("INSERT INTO", "DELETE FROM", "UPDATE", "REPLACE INTO")} json_each {Select(1)}",
        () => $"SELECT * FROM {Pick("sqlite_schema", "pragma_database_list", "pragma_table_info('x')", "fts5vocab", "rtree_i32", "dbstat", "json_tree(:input)")}",
        () => $"EXPLAIN QUERY PLAN {Select(1)}",
        () => $"SELECT {string.Concat(Enumerable.Repeat(Pick("(", "NOT ", "- -", "(SELECT ", "1+"), random.Next(300)))}1{string.Concat(Enumerable.Repeat(")", random.Next(60)))}");

    string Select(int depth) => $"""
        SELECT {Pick("", "", "DISTINCT ")}{Expression(depth)}{Pick("", "", " AS n", ", 2 AS m", $", {Expression(1)}")} {From(depth)}
        {Pick("", "", $"WHERE {Expression(1)}")} {Pick("", "", $"GROUP BY {Expression(1)}")} {Pick("", "", "", $"{Pick("UNION", "EXCEPT", "UNION ALL", "INTERSECT")} SELECT {Expression(1)}")}
        {Pick("", "", $"ORDER BY {Expression(1)} DESC", "LIMIT 3")}
        """;

    string From(int depth) => Pick(
        random.Next(9) == 0 ? "" : "FROM json_each(:input)",
        "FROM json_each(:input, '$.items')",
        "FROM json_each(:input, '$.items')",
        "FROM json_tree(:input) AS value",
        random.Next(4) == 0 ? "FROM json_each(:input) a, json_tree(:input) b" : "FROM json_each('[3,[],\"x\"]')",
        depth > 0 ? $"FROM ({Select(depth - 1)}) AS s" : "");

    string Expression(int depth) => depth == 0
        ? Pick("1", "-9223372036854775808", "1e308", "'text'", "x'00ff'", "NULL", ":input", "value", "key", "'[1,{}]'", "'ä😀'", "\"value\"", Pick("1", "2", "3", "x", ":nope", "?", "*"))
        : Pick(
            () => Expression(0),
            () => Call(depth - 1),
            () => Call(depth - 1),
            () => Expression(0),
            () => $"{Expression(depth - 1)} {Pick("+", "*", "||", "->", "->>", "LIKE", "GLOB", "IS DISTINCT FROM", "=", "%", "<", "<<")} {Expression(depth - 1)}",
            () => $"CASE WHEN {Expression(depth - 1)} THEN {Expression(depth - 1)} END",
            () => $"({Select(depth - 1)})",
            () => $"CAST({Expression(depth - 1)} AS {Pick("TEXT", "INTEGER", "BLOB")})",
            () => $"count(*) OVER (ORDER BY {Expression(0)})",
            () => $"{Pick("zeroblob", "randomblob", "char", "hex")}({random.Next()})",
            () => $"printf('%.*c', {random.Next(1 << random.Next(30))}, 'a')",
            () => random.Next(5) > 0 ? Expression(0) : $"{Pick("readfile", "load_extension", "fts3_tokenizer", "writefile")}('{folder.Path}/f', 'x')");

    string Call(int depth) => Pick(
        $"{Pick("json", "json_array", "json_group_array", "json_quote", "json_type", "jsonb", "json_pretty", "json_array_length", "json_valid")}({Expression(depth)})",
        $"{Pick("json_extract", "json_remove", "json_type")}({Pick(":input", Expression(depth))}, {Pick("'$'", "'$.items[#-1]'", "'$.text'", "'$.'")})",
        $"{Pick("json_set", "json_insert", "jsonb_set")}({Pick(":input", Expression(depth))}, '$.items[0]', {Expression(depth)})",
        $"{Pick("json_object", "json_group_object")}({Pick("'a'", "key", Expression(depth))}, {Expression(depth)})",
        $"{Pick("instr", "trim", "ltrim", "rtrim", "like", "glob", "nullif", "ifnull", "max", "min", "substr", "round", "strftime", "json_array")}({Expression(depth)}, {Expression(depth)})",
        $"{Pick("replace", "substr", "iif", "coalesce", "printf", "concat_ws", "char")}({Expression(depth)}, {Expression(depth)}, {Expression(depth)})",
        $"{Pick("sum", "max", "avg", "abs", "upper", "hex", "unhex", "char", "unicode", "quote", "printf", "date", "group_concat", "typeof", "length", "sqrt", "unistr", "trim", "count")}({Expression(depth)})",
        $"{Pick("json", "instr", "sum", "nonsense", "date")}({Expression(depth)}, {Expression(0)}, {Expression(0)}, {Expression(0)})");

    string Mutated(string sql)
    {
        for (var times = random.Next(4) - 1; times > 0 && sql.Length > 1; times--)
        {
            var at = random.Next(sql.Length);
            var length = random.Next(Math.Min(12, sql.Length - at));
            sql = random.Next(5) switch
            {
                0 => sql.Remove(at, length),
                1 => sql.Insert(at, sql.Substring(at, length)),
                2 => sql.Insert(at, Pick("'", "\"", "(", ")", ";", "--", "/*", "\0", "\uFEFF", "\ud800", "😀", ":", "@x", "[", "`", " ", "\n", ",", "AS ", "SELECT ")),
                3 => sql[..at] + (char)random.Next(0x10000) + sql[at..],
                _ => $"{sql};{Pick("", " -- end", Select(0))}"
            };
        }
        return sql;
    }

    string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    string Pick(params Func<string>[] choices) => choices[random.Next(choices.Length)]();

    /// <summary>A clock of which each reading is a second, so that limits are the same in each run.</summary>
    sealed class CountingTime : TimeProvider
    {
        long reads;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++reads;
    }
}
