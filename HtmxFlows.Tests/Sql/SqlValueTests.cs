using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Sql;

namespace HtmxFlows.Tests.Sql;

/// <summary>What becomes of values in a statement: letters of any language, numbers of any length, truths.</summary>
public sealed class SqlValueTests : IDisposable
{
    static readonly Dictionary<string, string> Values = new()
    {
        ["big"] = "12345678901234567890",
        ["long"] = "0.12345678901234567890123",
        ["zero"] = "-0",
        ["yes"] = "true",
        ["list"] = """[12345678901234567890, 0.12345678901234567890123, 5, 0.1, true]""",
        ["item"] = """{"id": 12345678901234567890, "share": 0.3333333333333333333333333333, "n": 9223372036854775807, "ok": true, "tiny": 1e-400}""",
        ["mixed"] = """{"in": {"tiny":1e-400,"none":0,"huge":79228162514264337593543950335,"held":9223372036854775808}}""",
        ["held"] = """[0.1, 1.50, 1e22, -7.25e-3, 9223372036854775807, 0.30000000000000004]""",
    };

    readonly SqlSandbox sandbox = new(TimeProvider.System);

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [InlineData("SELECT upper('zürich')", "\"ZÜRICH\"")]
    [InlineData("SELECT lower('ÀÉÎ ЖЯ ΑΣ')", "\"àéî жя ασ\"")]
    [InlineData("SELECT upper('straße')", "\"STRAßE\"")]
    [InlineData("SELECT upper('')", "\"\"")]
    [InlineData("SELECT upper(NULL)", "null")]
    [InlineData("SELECT lower(12)", "\"12\"")]
    [InlineData("SELECT 'ÉCOLE' LIKE 'é%'", "1")]
    [InlineData("SELECT 'ЖУК' LIKE '_ук'", "1")]
    [InlineData("SELECT 'é' GLOB 'É'", "0")]
    [InlineData("SELECT 'Ä' = 'ä' COLLATE NOCASE", "1")]
    [InlineData("SELECT group_concat(value, '') FROM (SELECT value FROM json_each('[\"É\",\"a\",\"B\",\"_\",\"é\"]') ORDER BY value COLLATE NOCASE)", "\"_aBÉé\"")]
    [InlineData("SELECT length('😀é')", "2")]
    [InlineData("SELECT substr('a😀é', 2, 1)", "\"😀\"")]
    [InlineData("SELECT instr('😀é', 'é')", "2")]
    [InlineData("SELECT trim('éaé', 'é')", "\"a\"")]
    public void Letters_of_all_languages_have_a_case_and_count_as_one(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT :big", "12345678901234567890")]
    [InlineData("SELECT :long AS n", """{"n":0.12345678901234567890123}""")]
    [InlineData("SELECT :zero", "-0")]
    [InlineData("SELECT :yes", "true")]
    [InlineData("SELECT :list AS l, :big", """{"l":[12345678901234567890,0.12345678901234567890123,5,0.1,true],":big":12345678901234567890}""")]
    [InlineData("SELECT :item -> 'id'", "12345678901234567890")]
    [InlineData("SELECT :item -> 'ok'", "true")]
    [InlineData("SELECT json -> fullkey AS v FROM json_each(:list) LIMIT 2", """[{"v":12345678901234567890},{"v":0.12345678901234567890123}]""")]
    [InlineData("SELECT :item ->> 'n'", "9223372036854775807")]
    [InlineData("SELECT value FROM json_each(:held)", "[0.1,1.5,1E+22,-0.00725,9223372036854775807,0.30000000000000004]")]
    [InlineData("SELECT round(:item ->> 'share', 2)", "0.33")]
    [InlineData("SELECT :mixed -> 'in'", """{"tiny":1e-400,"none":0,"huge":79228162514264337593543950335,"held":9223372036854775808}""")]
    [InlineData("SELECT :big > 5", "1")]
    [InlineData("SELECT :long * 2", "0.24691357802469135")]
    [InlineData("SELECT json_array_length(:list)", "5")]
    [InlineData("SELECT -9223372036854775808", "-9223372036854775808")]
    [InlineData("SELECT 0.12345678901234567890", "0.12345678901234568")]
    public void Numbers_that_are_passed_on_keep_their_digits(string sql, string json) => Assert.Equal(json, Run(sql));

    [Theory]
    [InlineData("SELECT :item ->> 'id' AS id", "The column id has 12345678901234567890 rounded: it has more digits than a number in SQL. Read it with -> instead of ->>, which keeps them, or make it text before.")]
    [InlineData("SELECT :item ->> 'share' AS s", "The column s has 0.3333333333333333333333333333 rounded")]
    [InlineData("SELECT :item ->> 'tiny' AS t", "The column t has 1e-400 rounded")]
    [InlineData("SELECT value FROM json_each(:list)", "The column value has 12345678901234567890 rounded")]
    [InlineData("SELECT :big + 0", "has 12345678901234567890 rounded")]
    [InlineData("SELECT :big + 1000000", "has 12345678901234567890 rounded")]
    [InlineData("SELECT sum(value) AS s FROM json_each(:list)", "The column s has 12345678901234567890 rounded")]
    [InlineData("SELECT max(value) FROM json_each(:list)", "has 12345678901234567890 rounded")]
    [InlineData("SELECT :big UNION ALL SELECT 1", "has 12345678901234567890 rounded")]
    [InlineData("SELECT json_group_array(value) FROM json_each(:list)", "has 12345678901234567890 rounded")]
    [InlineData("SELECT json_object('id', :item ->> 'id') AS o", "The column o has 12345678901234567890 rounded")]
    [InlineData("SELECT 12345678901234567890", "12345678901234567890 is larger than an integer in SQL and would be rounded. Write it as text. (line 1, column 8)")]
    [InlineData("SELECT 9223372036854775808", "9223372036854775808 is larger than an integer in SQL")]
    public void A_number_that_SQL_would_round_is_refused(string sql, string message) =>
        Assert.Contains(message, Assert.Throws<SqlSandboxException>(() => Query(sql)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT printf('%.*c', 5000000, 'x')", null)]
    [InlineData("SELECT length(format('%5000000d', 1))", null)]
    [InlineData("SELECT format('%.*c', 3, 'é')", "\"ééé\"")]
    [InlineData("SELECT printf('%d %s %.2f %x %%', 12, 'a', 1.5, 255)", "\"12 a 1.50 ff %\"")]
    [InlineData("SELECT printf('%s|%d|%Q|%Q', NULL, NULL, NULL, '')", "\"|0|NULL|''\"")]
    [InlineData("SELECT printf('%lld', 9223372036854775807)", "\"9223372036854775807\"")]
    [InlineData("SELECT printf('')", "\"\"")]
    [InlineData("SELECT printf(NULL, 1)", "null")]
    [InlineData("SELECT printf()", "null")]
    public void A_formatted_text_that_is_too_long_is_an_error(string sql, string? json)
    {
        if (json is not null)
            Assert.Equal(json, Run(sql));
        else
            Assert.Contains("limit of 4,194,304 bytes", Assert.Throws<SqlSandboxException>(() => Query(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_double_that_goes_through_SQL_is_the_same() => Prop.ForAll(
        Arb.From(ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite)),
        number =>
        {
            var text = number.ToString("R", CultureInfo.InvariantCulture);
            var list = Json($"[{text}]");
            Assert.Equal(number, sandbox.Query("SELECT value FROM json_each(:list)", _ => list).GetDouble());
            Assert.Equal(number, sandbox.Query("SELECT :list ->> 0", _ => list).GetDouble());
        }).QuickCheckThrowOnFailure();

    string Run(string sql) => JsonSerializer.Serialize(Query(sql), HtmxFlows.Data.Json.Options);

    JsonElement Query(string sql) => sandbox.Query(sql, name => Values.TryGetValue(name, out var json) ? Json(json) : null, cancellation: TestContext.Current.CancellationToken);

    static JsonElement Json(string json) => HtmxFlows.Data.Json.Parse(json);
}
