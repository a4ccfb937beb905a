using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class ComputeNodeTests
{
    const string Names = """{"prompt": "hi", "input": [{"price": 2}, {"price": 3}], "fetch": {"n": 1}, "nodes": {"my-node": 7}}""";

    [Theory]
    [InlineData("SELECT sum(value ->> 'price') AS total FROM json_each(:input)", """{"total":5}""")]
    [InlineData("SELECT upper(:prompt)", "\"HI\"")]
    [InlineData("SELECT :fetch ->> 'n'", "1")]
    [InlineData("SELECT :nodes ->> 'my-node'", "7")]
    [InlineData("SELECT value FROM json_each(:input)", """[{"price":2},{"price":3}]""")]
    public async Task It_computes_over_the_runs_data(string sql, string json) =>
        Assert.Equal(json, (await NodeTypes.Output("compute", Json.From(new { sql }).GetRawText(), Names)).Replace(" ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("{}", "sql: SQL is required.")]
    [InlineData("""{"sql": "\n"}""", "sql: SQL is required.")]
    [InlineData("""{"sql": 5}""", "sql: SQL must be text.")]
    public void An_invalid_configuration_of_compute_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("compute", data));

    [Theory]
    [InlineData("SELECT")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("DELETE FROM x")]
    [InlineData("ATTACH 'x' AS y")]
    [InlineData("PRAGMA user_version")]
    [InlineData("SELECT load_extension('x')")]
    public void SQL_that_is_not_one_SELECT_is_reported_before_it_runs(string sql) =>
        Assert.StartsWith("sql: ", Assert.Single(NodeTypes.Problems("compute", Json.From(new { sql }).GetRawText())), StringComparison.Ordinal);

    [Theory]
    [InlineData("SELECT 1\nFORM x", "sql: near \"x\": syntax error (line 2, column 6): FORM ▸x")]
    [InlineData("SELECT 1; SELECT 2", "sql: Only one statement is allowed; this is a second one. (line 1, column 11): SELECT 1; ▸SELECT 2")]
    [InlineData("SELECT load_extension('x')", "sql: The function load_extension() is not available. (line 1, column 8): SELECT ▸load_extension('x')")]
    [InlineData("DROP TABLE x", "sql: Only one SELECT is allowed (also WITH … SELECT, or VALUES); this starts with DROP. (line 1, column 1): ▸DROP TABLE x")]
    [InlineData("SELECT 1\0", "sql: The statement contains a NUL character. (line 1, column 9): SELECT 1▸")]
    [InlineData("SELECT '\t😀' FORM x", "sql: near \"x\": syntax error (line 1, column 19): SELECT ' 😀' FORM ▸x")]
    [InlineData("SELECT (", "sql: incomplete input")]
    public void A_mistake_in_SQL_is_reported_with_its_place_and_text(string sql, string problem) =>
        Assert.Equal([problem], NodeTypes.Problems("compute", Json.From(new { sql }).GetRawText()));

    [Fact]
    public void Of_a_long_line_only_what_is_near_the_mistake_is_shown() =>
        Assert.EndsWith($": …{new string('a', 38)}  ▸)  {new string('b', 37)}…",
            Assert.Single(NodeTypes.Problems("compute", Json.From(new { sql = $"SELECT {new string('a', 99)}  )  {new string('b', 99)}" }).GetRawText())), StringComparison.Ordinal);

    [Fact]
    public async Task A_parameter_without_a_value_is_reported_with_the_known_names() =>
        Assert.Contains("fetch", await NodeTypes.Failure("compute", """{"sql": "SELECT :nope"}""", Names), StringComparison.Ordinal);

    [Fact]
    public void It_says_which_names_it_refers_to()
    {
        var compute = NodeTypes.Catalogue.Find("compute")!;
        Assert.Equal([("sql", "fetch"), ("sql", "input")],
            compute.References(new ComputeNode.Configuration { Sql = "SELECT :fetch || ':text' || :input -- :remark" }).Order());
    }

    [Fact]
    public async Task A_result_past_the_limit_is_an_error_and_not_cut() =>
        Assert.Contains("larger", await NodeTypes.Failure("compute", """{"sql": "SELECT hex(zeroblob(5000))"}""", limits: new() { OutputBytes = 1000 }), StringComparison.Ordinal);
}
