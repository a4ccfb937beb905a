using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Sql;

/// <summary>Whole runs in which values go through SQL.</summary>
public sealed class SqlFlowTests : FlowTests
{
    [Theory]
    [InlineData("""["zürich"]""", "SELECT upper(value) FROM json_each(:a)", "\"ZÜRICH\"")]
    [InlineData("""["ÉCOLE", "Ωmega"]""", "SELECT lower(value) FROM json_each(:a)", """["école","ωmega"]""")]
    [InlineData("""["Łódź", "Lodz"]""", "SELECT value FROM json_each(:a) WHERE value LIKE 'łÓD%'", "\"Łódź\"")]
    [InlineData("""["ä", "Ä", "b"]""", "SELECT count(*) FROM json_each(:a) WHERE value = 'Ä' COLLATE NOCASE", "2")]
    public async Task Texts_of_all_languages_have_upper_and_lower_case(string value, string sql, string json) => Assert.Equal(json, await Compute(value, sql));

    [Theory]
    [InlineData("12345678901234567890")]
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("-0")]
    [InlineData("1e400")]
    [InlineData("true")]
    [InlineData("""{"ok":false,"id":98765432109876543210}""")]
    public async Task What_is_only_passed_on_stays_as_it_is(string value)
    {
        Assert.Equal(value, await Compute(value, "SELECT :a"));
        Assert.Equal($$"""{"x":{{value}}}""", await Compute($"[{value}]", "SELECT :a -> 0 AS x"));
    }

    [Theory]
    [InlineData("12345678901234567890", "SELECT :a ->> '$'")]
    [InlineData("[0.12345678901234567890123456789]", "SELECT value FROM json_each(:a)")]
    [InlineData("""{"id":98765432109876543210}""", "SELECT json_extract(:a, '$.id') AS id")]
    public async Task What_SQL_would_round_fails_with_a_sentence(string value, string sql)
    {
        var end = await Engine.Run(Flow(value, sql));
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("rounded: it has more digits than a number in SQL. Read it with -> instead of ->>", end.Error, StringComparison.Ordinal);
    }

    Task<string?> Compute(string value, string sql) => Result(Flow(value, sql));

    static string Flow(string value, string sql) => $"""
        a json {Json.From(new { operation = "parse", value }).GetRawText()}
        q compute {Json.From(new { sql }).GetRawText()}
        a -> q
        """;
}
