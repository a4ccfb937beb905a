using System.Text.Json;
using HtmxFlows.Sql;

namespace HtmxFlows.Tests.Sql;

public sealed class SqlSandboxTests : IDisposable
{
    const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) ";

    static readonly Dictionary<string, string> Values = new()
    {
        ["prompt"] = "\"hello\"",
        ["input"] = """{"items":[{"n":1,"t":["a"]},{"n":2,"t":["b"]}],"total":9007199254740993}""",
        ["list"] = """[3,"[1]",[2],{"a":null}]""",
        ["big"] = "9223372036854775807",
        ["half"] = "0.5",
        ["yes"] = "true",
        ["no"] = "false",
        ["none"] = "null",
        ["empty"] = "\"\"",
        ["zero"] = "\"a\\u0000b\"",
        ["lone"] = "\"\\ud800\"",
        ["brackets"] = "\"[1]\""
    };

    // No query here may end by the clock of a slow machine.
    readonly SqlSandbox sandbox = new(new StandingTime());

    public void Dispose() => sandbox.Dispose();

    // The sandbox does not tell its version to a statement, so the library that it calls is asked.
    [Fact]
    public void Its_SQLite_is_at_least_3_51_3()
    {
        Run("SELECT 1");
        Assert.True(Version.Parse(SQLitePCL.raw.sqlite3_libversion().utf8_to_string()) >= new Version(3, 51, 3));
    }

    [Theory]
    [InlineData("SELECT 1 AS n, 'x' AS s", """{"n":1,"s":"x"}""")]
    [InlineData("SELECT 1 AS n UNION ALL SELECT 2", """[{"n":1},{"n":2}]""")]
    [InlineData("SELECT 1 AS n WHERE 0", "[]")]
    [InlineData("SELECT 1 WHERE 0", "[]")]
    [InlineData("SELECT 1, 2", """{"1":1,"2":2}""")]
    [InlineData("WITH t(a) AS (VALUES (1), (2)) SELECT sum(a) AS s FROM t", """{"s":3}""")]
    [InlineData("VALUES (1, 'a'), (2, 'b')", """[{"column1":1,"column2":"a"},{"column1":2,"column2":"b"}]""")]
    [InlineData("-- first\nSELECT /* second */ 1; -- third\n ;", "1")]
    public void Rows_become_objects_by_their_number(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT 1 + 1", "2")]
    [InlineData("SELECT DISTINCT 1", "1")]
    [InlineData("SELECT 'b' COLLATE NOCASE", "\"b\"")]
    [InlineData("SELECT count(*) FROM json_each(:list)", "4")]
    [InlineData("SELECT value->>'n' FROM json_each(:input, '$.items')", "[1,2]")]
    [InlineData("SELECT value FROM json_each('[1,2]')", "[1,2]")]
    [InlineData("SELECT \"value\" FROM json_each('[1,2]')", "[1,2]")]
    [InlineData("SELECT e.value FROM json_each('[1,2]') e", "[1,2]")]
    [InlineData("SELECT 1 IS DISTINCT FROM 2", "1")]
    [InlineData("SELECT CASE WHEN 1 THEN 2 END", "2")]
    [InlineData("VALUES (1), (2)", "[1,2]")]
    [InlineData("WITH t AS (SELECT 1 AS a) SELECT max(a) FROM t", "1")]
    public void One_column_without_a_name_is_its_values(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT 1 AS n", """{"n":1}""")]
    [InlineData("SELECT 1 n", """{"n":1}""")]
    [InlineData("SELECT 1 AS \"n m\"", """{"n m":1}""")]
    [InlineData("SELECT 1 IS DISTINCT FROM 2 AS d", """{"d":1}""")]
    [InlineData("SELECT 1 [n]", """{"n":1}""")]
    [InlineData("SELECT count(*) 'n' FROM json_each('[1]')", """{"n":1}""")]
    [InlineData("SELECT value AS v FROM json_each('[1,2]')", """[{"v":1},{"v":2}]""")]
    [InlineData("SELECT * FROM (SELECT 1 AS a)", """{"a":1}""")]
    [InlineData("SELECT t.* FROM (SELECT 1 AS a) t", """{"a":1}""")]
    public void One_column_with_a_name_is_an_object(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT :prompt", "\"hello\"")]
    [InlineData("SELECT length(:prompt)", "5")]
    [InlineData("SELECT :big", "9223372036854775807")]
    [InlineData("SELECT :input->>'total'", "9007199254740993")]
    [InlineData("SELECT :half * 3", "1.5")]
    [InlineData("SELECT typeof(:yes) || :yes || :no", "\"integer10\"")]
    [InlineData("SELECT :none IS NULL", "1")]
    [InlineData("SELECT typeof(:empty) || length(:empty)", "\"text0\"")]
    [InlineData("SELECT :zero", "\"a\\u0000b\"")]
    [InlineData("SELECT typeof(:input)", "\"text\"")]
    [InlineData("SELECT :list", """[3,"[1]",[2],{"a":null}]""")]
    [InlineData("SELECT :prompt || :prompt || :half", "\"hellohello0.5\"")]
    public void Parameters_are_bound_by_the_kind_of_their_value(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT json_object('a', json_array(1)) AS o, '[1]' AS s", """{"o":{"a":[1]},"s":"[1]"}""")]
    [InlineData("SELECT :input->'items' AS i, :input->>'items' AS t", """{"i":[{"n":1,"t":["a"]},{"n":2,"t":["b"]}],"t":"[{\"n\":1,\"t\":[\"a\"]},{\"n\":2,\"t\":[\"b\"]}]"}""")]
    [InlineData("SELECT coalesce(NULL, json('[1]')) AS j", """{"j":[1]}""")]
    [InlineData("SELECT value FROM json_each(:list)", """[3,"[1]",[2],{"a":null}]""")]
    [InlineData("SELECT value FROM json_each(:input, '$.items') ORDER BY value->>'n' DESC", """[{"n":2,"t":["b"]},{"n":1,"t":["a"]}]""")]
    [InlineData("SELECT json_object('n', value) AS o FROM json_each('[2,1]') ORDER BY value", """[{"o":{"n":1}},{"o":{"n":2}}]""")]
    [InlineData("SELECT value->'n' AS j, value->>'n' AS n FROM json_each(:input, '$.items') ORDER BY 2 DESC", """[{"j":2,"n":2},{"j":1,"n":1}]""")]
    [InlineData("SELECT json_extract(value, '$.t') AS t FROM json_each(:input, '$.items') ORDER BY key DESC", """[{"t":["b"]},{"t":["a"]}]""")]
    [InlineData("WITH g AS (SELECT value->>'n' AS n, json_group_array(json(value)) AS all_of FROM json_each(:input, '$.items') GROUP BY 1) SELECT n, all_of FROM g ORDER BY n LIMIT 1", """{"n":1,"all_of":[{"n":1,"t":["a"]}]}""")]
    [InlineData("SELECT json_group_array(value) FILTER (WHERE value > 1) AS v FROM json_each('[1,2,3]')", """{"v":[2,3]}""")]
    [InlineData("SELECT :input AS i, :brackets AS b", """{"i":{"items":[{"n":1,"t":["a"]},{"n":2,"t":["b"]}],"total":9007199254740993},"b":"[1]"}""")]
    [InlineData("SELECT json_array(1) || '!' AS s", """{"s":"[1]!"}""")]
    [InlineData("SELECT value ->> 0 AS s FROM json_each('[[\"[1]\"]]') ORDER BY 1", """{"s":"[1]"}""")]
    public void Json_nests_and_text_stays_text(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT instr('häh', 'h'), instr('äh', 'h') b, instr(x'0102', x'02') c, instr('a', 'b') d, instr(NULL, 1) e, instr(1234, 3) f, instr('a','') g", "[1,2,2,0,null,3,1]")]
    [InlineData("SELECT replace('aXbX', 'X', 'é'), replace('abc', '', 'x') b, replace('aa', 'a', '') c, replace('a', NULL, '') d, replace(1210, 1, 'z') e", "[\"aébé\",\"abc\",\"\",null,\"z2z0\"]")]
    [InlineData("SELECT trim('xyaxy', 'yx'), ltrim('éé1é', 'é') b, rtrim(1122, 2) c, trim('xx', 'x') d, trim(' a ') e, trim('a', NULL) f, trim('a', '') g", "[\"a\",\"1é\",\"11\",\"\",\"a\",null,\"a\"]")]
    [InlineData("SELECT 'Ab' LIKE 'aB', 'ä' LIKE 'Ö' b, 'abc' LIKE 'a%' c, 'abc' LIKE '%_c' d, 'abc' LIKE '_' e, '' LIKE '%' f, 'a' LIKE '' g, NULL LIKE 'a' h", "[1,0,1,1,0,1,0,null]")]
    [InlineData("SELECT '50%' LIKE '50!%' ESCAPE '!', '50x' LIKE '50!%' ESCAPE '!' b, 'a%b' LIKE 'a%%b' ESCAPE '%' c, 'a!' LIKE 'a!' ESCAPE '!' d, 12 LIKE '1_' e, 'aXbXc' LIKE 'a%x_' f, 'a😀' LIKE 'a_' g", "[1,0,1,0,1,1,1]")]
    [InlineData("SELECT 'abc' GLOB 'a*', 'abc' GLOB 'A*' b, 'abc' GLOB '?b?' c, 'b' GLOB '[a-c]' d, 'd' GLOB '[^a-c]' e, ']' GLOB '[]]' f, '-' GLOB '[a-]' g, 'a' GLOB '[a' h", "[1,0,1,1,1,1,1,0]")]
    [InlineData("SELECT median(value), percentile(value, 25) b, percentile_cont(value, 0.5) c, percentile_disc(value, 0.5) d, median(NULL) e FROM json_each('[4,1,null,3,2]')", "[2.5,1.75,2.5,2,null]")]
    public void The_bounded_functions_answer_as_SQLite_does(string sql, string json) =>
        Assert.Equal(json, "[" + string.Join(",", Query(sql).EnumerateObject().Select(member => Compact(member.Value))) + "]");

    [Theory]
    [InlineData("SELECT (SELECT count(*) FROM json_tree(:input)) > 3")]
    [InlineData("SELECT row_number() OVER (ORDER BY value) AS r FROM json_each('[2,1]')")]
    [InlineData("SELECT upper('a') LIKE 'A%', 'a' GLOB '*', printf('%d', 1), round(sqrt(2), 2), random(), date('now'), CURRENT_TIMESTAMP")]
    [InlineData("WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c WHERE x < 1000) SELECT count(*) FROM c")]
    [InlineData("WITH a AS (SELECT 1), b AS MATERIALIZED (SELECT * FROM a) SELECT count(*) FROM b, b AS c")]
    [InlineData("SELECT a.value FROM json_each('[1]') a LEFT JOIN json_each('[2]') b ON a.key = b.key GROUP BY 1 HAVING 1 ORDER BY 1 LIMIT 1 OFFSET 0")]
    [InlineData("SELECT string_agg(value, ',') AS s FROM json_each('[1]') INTERSECT SELECT '1'")]
    public void Reading_and_reckoning_are_allowed(string sql)
    {
        Assert.Null(sandbox.Check(sql));
        Run(sql);
    }

    [Theory]
    [InlineData("", "The statement is empty")]
    [InlineData(" ; ", "starts with ;")]
    [InlineData("-- only a comment", "The statement is empty")]
    [InlineData("SELECT 1; SELECT 2", "Only one statement")]
    [InlineData("SELECT 1; ATTACH 'x' AS y", "Only one statement")]
    [InlineData("SELECT 1\0; ATTACH 'x' AS y", "NUL")]
    [InlineData("ATTACH 'x' AS y", "starts with ATTACH")]
    [InlineData("DETACH main", "starts with DETACH")]
    [InlineData("PRAGMA user_version = 1", "starts with PRAGMA")]
    [InlineData("VACUUM INTO 'x'", "starts with VACUUM")]
    [InlineData("CREATE TABLE t(a)", "starts with CREATE")]
    [InlineData("CREATE TEMP VIEW v AS SELECT 1", "starts with CREATE")]
    [InlineData("CREATE VIRTUAL TABLE t USING fts5(a)", "starts with CREATE")]
    [InlineData("DROP TABLE t", "starts with DROP")]
    [InlineData("INSERT INTO t VALUES (1)", "starts with INSERT")]
    [InlineData("UPDATE t SET a = 1", "starts with UPDATE")]
    [InlineData("DELETE FROM t", "starts with DELETE")]
    [InlineData("REPLACE INTO t VALUES (1)", "starts with REPLACE")]
    [InlineData("BEGIN", "starts with BEGIN")]
    [InlineData("COMMIT", "starts with COMMIT")]
    [InlineData("SAVEPOINT s", "starts with SAVEPOINT")]
    [InlineData("REINDEX", "starts with REINDEX")]
    [InlineData("ANALYZE", "starts with ANALYZE")]
    [InlineData("EXPLAIN SELECT 1", "starts with EXPLAIN")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM json_each", "DELETE changes data")]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO sqlite_schema SELECT 1", "INSERT changes data")]
    [InlineData("WITH x AS (SELECT 1) UPDATE sqlite_schema SET sql = ''", "UPDATE changes data")]
    [InlineData("SELECT load_extension('x')", "load_extension() is not available")]
    [InlineData("SELECT fts3_tokenizer('simple')", "fts3_tokenizer() is not available")]
    [InlineData("SELECT sqlite_version()", "sqlite_version() is not available")]
    [InlineData("SELECT sqlite_compileoption_get(1)", "sqlite_compileoption_get() is not available")]
    [InlineData("SELECT json_patch('{}', '{}')", "json_patch() is not available")]
    [InlineData("SELECT rtreecheck('x')", "rtreecheck() is not available")]
    [InlineData("SELECT readfile('x')", "no such function: readfile")]
    [InlineData("SELECT writefile('x', 'y')", "no such function: writefile")]
    [InlineData("SELECT edit('x')", "no such function: edit")]
    [InlineData("SELECT * FROM sqlite_schema", "sqlite_master cannot be read")]
    [InlineData("SELECT count(*) FROM sqlite_master", "sqlite_master cannot be read")]
    [InlineData("SELECT count(*) FROM sqlite_temp_schema", "cannot be read")]
    [InlineData("SELECT * FROM pragma_database_list", "pragma_database_list cannot be read")]
    [InlineData("SELECT count(*) FROM pragma_function_list", "pragma_function_list cannot be read")]
    [InlineData("SELECT * FROM fts3tokenize", "fts3tokenize")]
    [InlineData("SELECT * FROM sqlite_dbpage", "no such table")]
    [InlineData("SELECT * FROM users", "no tables exist here")]
    [InlineData("SELECT ?", "? is not a parameter")]
    [InlineData("SELECT ?1", "?1 is not a parameter")]
    [InlineData("SELECT @a", "@a is not a parameter")]
    [InlineData("SELECT $a", "$a is not a parameter")]
    [InlineData("SELECT :a::b", "is not a parameter")]
    [InlineData("SELECT :a(b)", "is not a parameter")]
    [InlineData("SELECT 1 AS a, 2 AS a", "Two columns are named a")]
    [InlineData("SELECT *, 1 AS b FROM (SELECT 2 AS b)", "Two columns are named b")]
    [InlineData("SELECT 'open", "unrecognized token")]
    [InlineData("SELECT", "incomplete input")]
    [InlineData("SELECT \"abc\"", "no such column")]
    public void Everything_else_is_refused_before_it_runs(string sql, string message)
    {
        Assert.Contains(message, sandbox.Check(sql)?.Message, StringComparison.Ordinal);
        Assert.Contains(message, Refusal(sql), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_in_the_statement_is_refused() =>
        Assert.Equal("The statement contains half of a surrogate pair. (line 1, column 9)", sandbox.Check("SELECT '" + '\ud800' + "'")?.ToString());

    [Theory]
    [InlineData("SELECT x'01'", "binary")]
    [InlineData("SELECT jsonb('[1]') AS j", "The column j is binary")]
    [InlineData("SELECT 9e999", "infinite")]
    [InlineData("SELECT cast(x'ff' AS text)", "not valid UTF-8 text")]
    [InlineData("SELECT json_object('a', 1, 'a', 2)", "'a'")]
    [InlineData("SELECT json('[')", "malformed JSON")]
    [InlineData("SELECT abs(-9223372036854775808)", "integer overflow")]
    [InlineData("SELECT :lone", ":lone is not valid text")]
    public void A_value_that_json_cannot_hold_is_an_error(string sql, string message) =>
        Assert.Contains(message, Refusal(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT a FORM b", 1, 15)]
    [InlineData("SELECT 1,\n  nope AS n", 2, 3)]
    [InlineData("SELECT 'äö😀', nope", 1, 16)]
    [InlineData("SELECT 1\n;\n  SELECT 2", 3, 3)]
    [InlineData("SELECT 1,\n sqlite_version()", 2, 2)]
    [InlineData("\n  DROP TABLE t", 2, 3)]
    [InlineData("WITH x AS (SELECT 1)\nDELETE FROM x", 2, 1)]
    [InlineData("SELECT 1 +\n @a", 2, 2)]
    [InlineData("SELECT 1 FROM\nsqlite_master", 2, 1)]
    public void A_problem_says_where_it_is(string sql, int line, int column)
    {
        var problem = sandbox.Check(sql)!;
        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.EndsWith($"(line {line}, column {column})", Refusal(sql), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_without_a_value_is_named_with_its_place_and_what_there_is()
    {
        var error = Assert.Throws<SqlSandboxException>(() => sandbox.Query("SELECT\n :nope", _ => null, names: ["prompt", "fetch"], cancellation: Token));
        Assert.Equal("Unknown value :nope; available: :prompt, :fetch. (line 2, column 2)", error.Message);
        Assert.Equal("Unknown value :nope; available: none.", Assert.Throws<SqlSandboxException>(() => sandbox.Query("SELECT :nope", _ => null, names: [], cancellation: Token)).Problem.Message);
        Assert.Equal("Unknown value :nope.", Assert.Throws<SqlSandboxException>(() => sandbox.Query("SELECT :nope", _ => null, cancellation: Token)).Problem.Message);
    }

    [Fact]
    public void Only_the_parameters_a_statement_uses_are_asked_for_and_each_once()
    {
        List<string> asked = [];
        sandbox.Query("SELECT :b AS x, :a AS a, ':c', \":b\" /* :d */ -- :e\n FROM (SELECT :b AS \":b\")", Ask, cancellation: Token);
        Assert.Equal(["b", "a"], asked);

        JsonElement? Ask(string name)
        {
            asked.Add(name);
            return Json("1");
        }
    }

    [Theory]
    [InlineData("SELECT :a, :b FROM json_each(:a)", "a b")]
    [InlineData("SELECT ':a', \":b\", `:c`, [:d] /* :e */ -- :f", "")]
    [InlineData("SELECT :é_1$ FORM", "é_1$")]
    [InlineData("", "")]
    public void Parameters_are_found_even_in_a_statement_with_faults(string sql, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), SqlSandbox.Parameters(sql));

    [Fact]
    public void A_statement_without_end_is_ended_at_its_time_limit()
    {
        using var hurried = new SqlSandbox(new SteppingTime());
        foreach (var sql in new[] { Endless + "SELECT count(*) FROM c", Endless + "SELECT x FROM c WHERE x < 0", "SELECT count(*) FROM " + string.Join(", ", Enumerable.Range(0, 9).Select(i => $"json_each(:list) a{i}")) })
            Assert.Contains("limit of 5 s", Assert.Throws<SqlSandboxException>(() => hurried.Query(sql, Value, cancellation: Token)).Message, StringComparison.Ordinal);
        Assert.Equal("1", hurried.Query("SELECT 1", Value, cancellation: Token).GetRawText());
    }

    /// <summary>Statements that have much to do between two of the places where SQLite looks at its clock.</summary>
    public static TheoryData<string> Straight => new(
        Repeated("t LIKE '%" + new string('a', 115) + "b'", 95),
        Repeated("t GLOB '*" + new string('a', 115) + "b'", 60),
        Repeated("t LIKE '%a%a%a%a%a%a%a%a%a%a%ab'", 95),
        Repeated("replace(t, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '')", 95),
        Repeated("instr(t, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')", 95),
        Repeated("t = t COLLATE NOCASE", 95));

    [Theory, MemberData(nameof(Straight))]
    public void Functions_over_long_texts_look_at_the_clock_themselves(string columns)
    {
        var time = new SteppingTime();
        using var hurried = new SqlSandbox(time);
        var error = Assert.Throws<SqlSandboxException>(() =>
            hurried.Query($"WITH a AS MATERIALIZED (SELECT printf('%.*c', 1900000, 'a') AS t) SELECT {columns} FROM a", Value, cancellation: Token));
        Assert.Contains("limit of 5 s", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Straight))]
    public async Task Cancelling_ends_the_thread_of_a_statement_without_jumps(string columns)
    {
        using var cancelling = new CancellationTokenSource();
        var time = new SteppingTime(cancelling.Cancel);
        using var clock = new SqlSandbox(time);
        var query = Task.Run(() => clock.Query($"WITH a AS MATERIALIZED (SELECT printf('%.*c', 1900000, 'a') AS t) SELECT {columns} FROM a", Value,
            new SqlLimits { Time = TimeSpan.FromDays(1) }, cancellation: cancelling.Token), Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => query.Soon());
    }

    [Theory]
    [InlineData("json_extract(:input", ", '$.a'", ")", 190)]
    [InlineData("json_set(:input", ", '$.a', 1", ")", 90)]
    [InlineData("json_array(:input", ", :input", ")", 190)]
    [InlineData("length(:input", " || :input", ")", 190)]
    [InlineData("length(json(:input))", " + length(json(:input))", "", 190)]
    public void The_more_a_statement_does_in_one_pass_the_smaller_its_values_have_to_be(string start, string part, string end, int times)
    {
        var small = Json($"\"{new string('a', 30_000)}\"");
        var large = Json($"\"{new string('a', 900_000)}\"");
        var sql = $"SELECT iif(:input IS NULL, {start}{string.Concat(Enumerable.Repeat(part, times))}{end}, 0) AS n";
        Assert.Equal("""{"n":0}""", Compact(sandbox.Query(sql, _ => small, cancellation: Token)));
        var error = Assert.Throws<SqlSandboxException>(() => sandbox.Query(sql, _ => large, cancellation: Token));
        Assert.Contains("which is lower for complex statements. Split it into several nodes.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_with_forty_columns_reads_an_input_of_a_mebibyte()
    {
        var items = Json($"[{string.Join(',', Enumerable.Repeat($$"""{"a":"{{new string('x', 1000)}}"}""", 1000))}]");
        var sql = $"SELECT count(*) FROM (SELECT {string.Join(", ", Enumerable.Range(0, 40).Select(i => $"value ->> 'a{i}' AS a{i}"))} FROM json_each(:input)) WHERE a1 IS NULL";
        Assert.Equal("1000", Compact(sandbox.Query(sql, _ => items, cancellation: Token)));
    }

    [Theory]
    [InlineData("(", 65_536)]
    [InlineData("SELECT CASE WHEN ", 4_000)]
    [InlineData("/* ", 20_000)]
    [InlineData("-- \n", 16_000)]
    [InlineData("[", 32_768)]
    [InlineData(") AS (", 5_000)]
    [InlineData("WITH a AS (SELECT 1), ", 1_500)]
    [InlineData(":a,", 10_000)]
    [InlineData("SELECT sum(1) OVER (ORDER BY 1) + ", 900)]
    [InlineData("SELECT * FROM json_each(1) NATURAL JOIN ", 800)]
    public void Hostile_text_is_refused(string part, int times)
    {
        foreach (var start in new[] { "", "SELECT ", "WITH x AS (SELECT 1) SELECT " })
        {
            var sql = start + string.Concat(Enumerable.Repeat(part, times));
            Assert.NotNull(sandbox.Check(sql));
            Assert.NotNull(SqlSandbox.Parameters(sql));
        }
    }

    [Fact]
    public void Ten_thousand_tables_are_refused()
    {
        var tables = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"t{i} AS (SELECT 1)"));
        Assert.Contains("the limit is 32,768", sandbox.Check($"WITH {tables} SELECT 1")?.Message, StringComparison.Ordinal);
    }

    static string Repeated(string expression, int times) => string.Join(", ", Enumerable.Range(0, times).Select(i => $"{expression} AS c{i}"));

    [Fact]
    public void Cancelling_ends_a_statement_that_runs()
    {
        using var cancelling = new CancellationTokenSource();
        var time = new SteppingTime(() => cancelling.Cancel());
        using var clock = new SqlSandbox(time);
        var error = Assert.Throws<OperationCanceledException>(() =>
            clock.Query(Endless + "SELECT count(*) FROM c", Value, new SqlLimits { Time = TimeSpan.FromDays(1) }, cancellation: cancelling.Token));
        Assert.Equal(cancelling.Token, error.CancellationToken);
        Assert.Equal(SteppingTime.ReadsBefore + 1, time.Reads);
        Assert.Throws<OperationCanceledException>(() => clock.Query("SELECT 1", Value, cancellation: cancelling.Token));
        Assert.Equal("1", clock.Query("SELECT 1", Value, cancellation: Token).GetRawText());
    }

    [Theory]
    [InlineData(Endless + "SELECT x FROM c", "result is larger than the limit of 1,048,576 bytes")]
    [InlineData("SELECT printf('%.*c', 2000000, 'a')", "result is larger")]
    [InlineData(Endless + "SELECT x FROM c ORDER BY x", "exceeded its memory limit")]
    [InlineData("WITH RECURSIVE c(x) AS (SELECT randomblob(1000000) UNION ALL SELECT x FROM c) SELECT count(*) FROM (SELECT x FROM c ORDER BY x)", "exceeded its memory limit")]
    [InlineData("SELECT zeroblob(1000000000)", "limit of 4,194,304 bytes")]
    [InlineData("SELECT length(randomblob(1000000000))", "limit of 4,194,304 bytes")]
    [InlineData("SELECT length(replace(printf('%.*c', 4000000, 'a'), 'a', 'bb'))", "limit of 4,194,304 bytes")]
    [InlineData("SELECT length(replace(printf('%.*c', 4000000, 'a'), 'a', printf('%.*c', 4000000, 'b')))", "limit of 4,194,304 bytes")]
    [InlineData("SELECT length(group_concat(printf('%.*c', 3000000, 'a'))) FROM json_each(:list)", "limit of 4,194,304 bytes")]
    [InlineData("SELECT instr(printf('%.*c', 2000000, 'a'), printf('%.*c', 1000000, 'a') || 'b')", "takes too long")]
    [InlineData("SELECT replace(printf('%.*c', 2000000, 'a'), printf('%.*c', 1000000, 'a') || 'b', '')", "takes too long")]
    [InlineData("SELECT unhex('61', '6')", "wrong number of arguments to function unhex()")]
    [InlineData("SELECT 'a' LIKE 'b' ESCAPE 'cd'", "ESCAPE expression must be a single character")]
    [InlineData("SELECT median(value) FROM json_each('[\"a\"]')", "input to median() is not numeric")]
    [InlineData("SELECT percentile(value, 101) FROM json_each('[1]')", "the fraction argument to percentile() is not between 0.0 and 100.0")]
    [InlineData("SELECT percentile_disc(value, value) FROM json_each('[0.1,0.2]')", "is not the same for all input rows")]
    [InlineData("SELECT median(9e999)", "Inf input to median()")]
    [InlineData(Endless + "SELECT median(x) FROM c", "median() has more than 1,048,576 numbers")]
    [InlineData("SELECT 'a' LIKE printf('%.*c', 1000, '%')", "pattern too complex")]
    [InlineData("SELECT 'a' GLOB printf('%.*c', 1000, '*')", "pattern too complex")]
    public void A_statement_past_a_limit_ends_with_an_error_that_names_it(string sql, string message) =>
        Assert.Contains(message, Refusal(sql), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT ", "1 + ", "1", 1000, "Expression tree is too large")]
    [InlineData("SELECT ", "NOT ", "1", 1000, "Expression tree is too large")]
    [InlineData("SELECT ", "1, ", "1", 300, "too many columns")]
    [InlineData("SELECT ", "1 UNION SELECT ", "1", 100, "too many terms in compound SELECT")]
    [InlineData("SELECT ", "(", "", 5000, "nested deeper than 48 brackets")]
    [InlineData("SELECT * FROM ", "(SELECT * FROM ", "", 1000, "nested deeper than 48 brackets")]
    [InlineData("SELECT 1 FROM json_each('')", " JOIN json_each('')", "", 500, "too many FROM clause terms")]
    [InlineData("SELECT coalesce(1", ", 1", ")", 500, "too many arguments")]
    [InlineData("SELECT '", "aaaaaaaaaa", "'", 5000, "the limit is 32,768")]
    public void A_statement_that_is_too_large_is_refused_before_it_runs(string start, string part, string end, int times, string message) =>
        Assert.Contains(message, sandbox.Check(start + string.Concat(Enumerable.Repeat(part, times)) + end)?.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT p.x FROM {0} p, {0} q")]
    [InlineData("SELECT x FROM \uFEFF{0} UNION ALL SELECT x FROM [{0}]")]
    [InlineData("SELECT (SELECT x FROM '{0}') + (SELECT x FROM `{0}`)")]
    public void Tables_that_double_on_and_on_are_refused_before_sqlite_copies_them(string body)
    {
        Assert.Null(sandbox.Check(Doubling(4)));
        Assert.Contains("expand to more than 500 reads", sandbox.Check(Doubling(30))?.Message, StringComparison.Ordinal);

        string Doubling(int times) => "WITH t0(x) AS (SELECT 1)"
            + string.Concat(Enumerable.Range(1, times).Select(i => $", t{i}(x) AS ({string.Format(null, body, $"t{i - 1}")})")) + $" SELECT x FROM t{times}";
    }

    [Fact]
    public void Tables_that_double_under_one_name_are_refused_too()
    {
        var sql = Enumerable.Range(0, 20).Aggregate("SELECT 1", (inner, _) => $"WITH a(x) AS ({inner}) SELECT p.x FROM a p, a q");
        Assert.Contains("expand to more than 500 reads", sandbox.Check(sql)?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Expressions_that_double_in_subqueries_are_not_copied()
    {
        var tables = string.Concat(Enumerable.Range(1, 40).Select(i => $", t{i} AS (SELECT x + x AS x FROM t{i - 1} WHERE x + x > 0)"));
        Assert.Equal("1099511627776", Run($"WITH t0 AS (SELECT value AS x FROM json_each('[1]')){tables} SELECT x FROM t40"));
    }

    [Fact]
    public void Limits_belong_to_the_query_and_not_to_the_connection()
    {
        Assert.Contains("limit of 1,000 bytes", Refusal("SELECT hex(zeroblob(900))", new SqlLimits { ValueBytes = 1000 }), StringComparison.Ordinal);
        Assert.Contains(":input is larger than the limit of 30 bytes", Refusal("SELECT :input", new SqlLimits { ValueBytes = 30 }), StringComparison.Ordinal);
        Assert.Contains("limit of 10 bytes", Refusal("SELECT printf('%.*c', 9, 'a')", new SqlLimits { ResultBytes = 10 }), StringComparison.Ordinal);
        Assert.Equal("\"aaaaaaaa\"", Compact(Query("SELECT printf('%.*c', 8, 'a')", new SqlLimits { ResultBytes = 10 })));
        Assert.Equal(1802, Run("SELECT hex(zeroblob(900))").Length);
    }

    [Fact]
    public void A_query_leaves_nothing_behind_for_the_next()
    {
        Assert.Equal("\"first\"", Compact(sandbox.Query("SELECT :v", _ => Json("\"first\""), cancellation: Token)));
        Assert.Throws<SqlSandboxException>(() => sandbox.Query("SELECT :v", _ => null, cancellation: Token));
        Assert.Throws<InvalidOperationException>(() => sandbox.Query("SELECT :v", _ => throw new InvalidOperationException(), cancellation: Token));
        Assert.Throws<SqlSandboxException>(() => Query("SELECT abs(-9223372036854775808 + :none) FROM json_each(:list) UNION ALL SELECT json('[')"));
        Assert.Equal("{\"a\":1}", Compact(sandbox.Query("SELECT :v", _ => Json("""{"a":1}"""), cancellation: Token)));
        Assert.Equal("\"[1]\"", Compact(sandbox.Query("SELECT :v", _ => Json("\"[1]\""), cancellation: Token)));
    }

    [Fact]
    public void A_query_may_ask_another_for_its_values() =>
        Assert.Equal("3", Compact(sandbox.Query("SELECT :v + 1", _ => sandbox.Query("SELECT 2", _ => null, cancellation: Token), cancellation: Token)));

    [Fact]
    public void Many_queries_at_once_do_not_mix()
    {
        Parallel.For(0, 2000, new ParallelOptions { CancellationToken = Token, MaxDegreeOfParallelism = 8 }, i =>
        {
            var result = sandbox.Query(i % 3 == 0 ? $"SELECT :v + {i % 40}" : "SELECT :v + 0", _ => Json(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), cancellation: Token);
            Assert.Equal(i + (i % 3 == 0 ? i % 40 : 0), result.GetInt32());
        });
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static JsonElement Json(string json) => JsonElement.Parse(json);

    static JsonElement? Value(string name) => Values.TryGetValue(name, out var json) ? Json(json) : null;

    static string Compact(JsonElement json) => json.GetRawText();

    JsonElement Query(string sql, SqlLimits? limits = null) => sandbox.Query(sql, Value, limits, Values.Keys, Token);

    string Run(string sql) => Compact(Query(sql));

    string Refusal(string sql, SqlLimits? limits = null) => Assert.Throws<SqlSandboxException>(() => Query(sql, limits)).Message;

    sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    /// <summary>A clock that advances a second with each reading.</summary>
    sealed class SteppingTime(Action? onRead = null) : TimeProvider
    {
        public const int ReadsBefore = 3;

        public int Reads { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp()
        {
            if (++Reads > ReadsBefore) onRead?.Invoke();
            return Reads;
        }
    }
}
