using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Conditions;

/// <summary>Whole runs, in which what one node gives is compared by another.</summary>
public sealed class ComparisonFlowTests : FlowTests
{
    [Theory]
    [InlineData("""[{"zip": "01234", "n": 1}, {"zip": "1234", "n": 2}]""", """[{"zip":"01234","n":1},{"zip":"1234","n":2}]""")]
    [InlineData("""[{"zip": "1E3", "n": 1}, {"zip": "1000", "n": 2}]""", """[{"zip":"1E3","n":1},{"zip":"1000","n":2}]""")]
    [InlineData("""[{"zip": "2030-01-01", "n": 1}, {"zip": "2030-01-01T00:00:00Z", "n": 2}]""", """[{"zip":"2030-01-01","n":1},{"zip":"2030-01-01T00:00:00Z","n":2}]""")]
    [InlineData("""[{"zip": "1.10", "n": 1}, {"zip": "1.1", "n": 2}, {"zip": 1.10, "n": 3}, {"zip": 1.1, "n": 4}]""", """[{"zip":"1.10","n":1},{"zip":"1.1","n":2},{"zip":1.10,"n":7}]""")]
    public async Task Codes_are_grouped_as_text(string items, string groups) => Assert.Equal(groups, await Result($$"""
        a json {"operation": "parse", "value": "{{Quoted(items)}}"}
        g aggregate {"groupBy": [{"path": "zip"}], "figures": [{"name": "n", "operation": "sum", "path": "n"}]}
        a -> g
        """));

    [Theory]
    [InlineData("""{"n": ["007"]}""", "contains", "7", "", false)]
    [InlineData("""{"n": [7]}""", "contains", "7", "", true)]
    [InlineData("""{"n": ["1.0"]}""", "contains", "1", "", false)]
    [InlineData("""{"n": "01234"}""", "equals", "1234", "", false)]
    [InlineData("""{"n": "01234"}""", "equals", "1234", "number", true)]
    [InlineData("""{"n": "0x10"}""", "equals", "16", "", false)]
    [InlineData("""{"n": 7}""", "equals", "7", "", true)]
    [InlineData("""{"n": 7.0}""", "equals", "7", "", true)]
    [InlineData("""{"n": true}""", "equals", "true", "", true)]
    [InlineData("""{"n": null}""", "equals", "null", "", false)]
    [InlineData("""{"n": null}""", "greater", "5", "", false)]
    [InlineData("""{"n": null}""", "less", "5", "", false)]
    [InlineData("""{"n": null}""", "less", "5", "number", false)]
    [InlineData("""{"n": ""}""", "less-or-equal", "5", "", false)]
    [InlineData("""{"n": "n/a"}""", "greater", "5", "", false)]
    [InlineData("""{"n": "abc"}""", "greater-or-equal", "0", "", false)]
    [InlineData("""{"n": "10"}""", "greater", "9", "", true)]
    [InlineData("""{"n": "6.5"}""", "less", "10", "", true)]
    [InlineData("""{"n": ""}""", "less", "2030-01-01", "", false)]
    [InlineData("""{"n": null}""", "less", "2030-01-01", "", false)]
    [InlineData("""{"n": "2029-12-31T23:30:00-0100"}""", "less", "2030-01-01", "", false)]
    [InlineData("""{"n": "2029-12-31"}""", "less", "2030-01-01T00:00:00+01:00", "", true)]
    public async Task A_branch_compares_with_what_was_typed(string value, string @operator, string right, string type, bool holds)
    {
        var condition = $$"""{"left": "{{"{{a.n}}"}}", "operator": "{{@operator}}", "right": "{{right}}", "type": "{{(type.Length > 0 ? type : "auto")}}"}""";
        Assert.Equal(holds ? "\"TRUE\"" : "\"FALSE\"", await Result($$"""
            a json {"operation": "parse", "value": "{{Quoted(value)}}"}
            b branch {"conditions": [{{condition}}]}
            yes template {"template": "TRUE"}
            no template {"template": "FALSE"}
            a -> b
            b:true -> yes
            b:false -> no
            """));
        Assert.Equal(holds ? "\"TRUE\"" : "\"FALSE\"", await Result($$"""
            a json {"operation": "parse", "value": "{{Quoted(value)}}"}
            b switch {"cases": [{"name": "yes", "conditions": [{{condition}}]}]}
            yes template {"template": "TRUE"}
            no template {"template": "FALSE"}
            a -> b
            b:yes -> yes
            b:fallback -> no
            """));
    }

    [Theory]
    [InlineData("greater-or-equal", "7", """[{"mag":7.1,"place":"A"}]""")]
    [InlineData("less", "7", """[{"mag":2.1,"place":"B"}]""")]
    [InlineData("not-equals", "2.1", """[{"mag":7.1,"place":"A"},{"mag":"","place":"C"},{"mag":"n/a","place":"D"}]""")]
    public async Task A_missing_figure_is_neither_above_nor_below_a_limit(string @operator, string limit, string rows) => Assert.Equal(rows, await Result($$"""
        c csv {"operation": "parse", "value": "{{"{{prompt}}"}}", "convert": true}
        l filter {"conditions": [{"left": "{{"{{item.mag}}"}}", "operator": "{{@operator}}", "right": "{{limit}}"}]}
        c -> l
        """, "mag,place\n7.1,A\n2.1,B\n,C\nn/a,D\n"));

    [Theory]
    [InlineData("ascending", """["2.1","10","7.1","","n/a"]""", """["2.1","7.1","10","","n/a"]""")]
    [InlineData("descending", """["2.1","10","7.1","","n/a"]""", """["10","7.1","2.1","n/a",""]""")]
    public async Task Figures_of_a_file_are_sorted_as_numbers_by_their_type(string direction, string figures, string sorted) => Assert.Equal(sorted, await Result($$"""
        a json {"operation": "parse", "value": "{{Quoted(figures)}}"}
        s sort {"by": [{"type": "number", "direction": "{{direction}}"}]}
        a -> s
        """));

    [Fact]
    public async Task A_limit_from_the_prompt_is_a_number_beside_a_number() => Assert.Equal("[8,12]", await Result("""
        a json {"operation": "parse", "value": "[8, 5, 12, null]"}
        f filter {"conditions": [{"left": "{{item}}", "operator": "greater", "right": "{{prompt}}"}]}
        a -> f
        """, "7"));

    [Fact]
    public async Task Join_keys_with_leading_zeros_do_not_meet_those_without() => Assert.Equal("""[{"k":"7","a":2,"b":2}]""", await Result("""
        x json {"operation": "parse", "value": "[{\"k\": \"007\", \"a\": 1}, {\"k\": \"7\", \"a\": 2}]"}
        y json {"operation": "parse", "value": "[{\"k\": \"07\", \"b\": 1}, {\"k\": \"7\", \"b\": 2}]"}
        m merge {"how": "join", "key": "k"}
        x -> m
        y -> m
        """));

    [Theory]
    [InlineData("1 < 2", "is-true", true)]
    [InlineData("1 > 2", "is-false", true)]
    [InlineData("1 > 2", "is-true", false)]
    [InlineData("'a' IN ('a', 'b')", "is-true", true)]
    [InlineData("NULL", "is-false", false)]
    [InlineData("'True'", "is-true", true)]
    [InlineData("count(*) FROM json_each('[1]')", "is-true", true)]
    [InlineData("1 < 2", "equals", true)]
    [InlineData("1 > 2", "equals", false)]
    public async Task What_SQL_decides_is_true_or_false(string expression, string @operator, bool holds) => Assert.Equal(holds ? "\"TRUE\"" : "\"FALSE\"", await Result($$"""
        q compute {"sql": "SELECT {{expression.Replace(" FROM", " AS ok FROM", StringComparison.Ordinal)}}{{(expression.Contains("FROM", StringComparison.Ordinal) ? "" : " AS ok")}}"}
        b branch {"conditions": [{"left": "{{"{{q.ok}}"}}", "operator": "{{@operator}}", "right": "true"}]}
        yes template {"template": "TRUE"}
        no template {"template": "FALSE"}
        q -> b
        b:true -> yes
        b:false -> no
        """));

    [Fact]
    public async Task Truths_of_a_file_survive() => Assert.Equal("""[{"v":"TRUE"},{"v":"True"},{"v":"yes"},{"v":"1"}]""", await Result("""
        c csv {"operation": "parse", "value": "{{prompt}}"}
        f filter {"conditions": [{"left": "{{item.v}}", "operator": "equals", "right": "true", "type": "boolean"}]}
        c -> f
        """, "v\nTRUE\nTrue\nyes\n1\nFALSE\n0\nno\nmaybe\n"));

    static string Quoted(string json) => json.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
