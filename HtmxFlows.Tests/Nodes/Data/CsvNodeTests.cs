using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class CsvNodeTests
{
    [Theory]
    [InlineData("{}", "a,b\r\n1,x\r\n", """[{"a":"1","b":"x"}]""")]
    [InlineData("{}", "\uFEFFa,b\n\n1,\"x,\n\"\"y\"\"\"", """[{"a":"1","b":"x,\n\"y\""}]""")]
    [InlineData("{}", "a,b,c\n1\n2,x,,\n", """[{"a":"1","b":"","c":""},{"a":"2","b":"x","c":""}]""")]
    [InlineData("{}", "SEP=;\r\na;b\r\n1;2", """[{"a":"1","b":"2"}]""")]
    [InlineData("{}", "\uFEFF\"sep=\t\"\na\tb\n1\t2", """[{"a":"1","b":"2"}]""")]
    [InlineData("""{"header": false}""", "sep=,\n1,2", """[["1","2"]]""")]
    [InlineData("{}", "sep=ab\n1", """[{"sep=ab":"1"}]""")]
    [InlineData("""{"skipLines": 3}""", "Account report\nPeriod,2024\n\nDate,Amount\n2024-01-01,5\n", """[{"Date":"2024-01-01","Amount":"5"}]""")]
    [InlineData("""{"skipLines": 1}""", "sep=;\nReport \"of\r\na;b\r\n1;2", """[{"a":"1","b":"2"}]""")]
    [InlineData("""{"skipLines": 1, "header": false}""", "x\r1,2", """[["1","2"]]""")]
    [InlineData("""{"skipLines": 9}""", "a,b\n1,2", "[]")]
    [InlineData("""{"quotes": "lenient"}""", "a,b\n5\" pipe,2\n", """[{"a":"5\" pipe","b":"2"}]""")]
    [InlineData("""{"quotes": "lenient"}""", "a,b\n6' 2\",\"x, y\"\n\"q\"\"r\",3", """[{"a":"6' 2\"","b":"x, y"},{"a":"q\"r","b":"3"}]""")]
    [InlineData("""{"encoding": "Windows-1252", "delimiter": ";"}""", "TmFtZTtCZXRyYWcKTfxsbGVyOzEyLDUwCg==", """[{"Name":"Müller","Betrag":"12,50"}]""")]
    [InlineData("{}", "a,,c\n1,2,3", """[{"a":"1","column 2":"2","c":"3"}]""")]
    [InlineData("{}", "a,b", "[]")]
    [InlineData("{}", "", "[]")]
    [InlineData("""{"header": false}""", "a,b\n1,2,3", """[["a","b"],["1","2","3"]]""")]
    [InlineData("""{"delimiter": ";"}""", "a;b\n1,5;2", """[{"a":"1,5","b":"2"}]""")]
    [InlineData("""{"delimiter": "\\t"}""", "a\tb\n1\t2", """[{"a":"1","b":"2"}]""")]
    [InlineData("""{"trim": true}""", " a , b\n 1 , \" x \"", """[{"a":"1","b":" x "}]""")]
    [InlineData("""{"convert": true}""", "a,b,c,d,e,f\n1e400,007,true,null,-0.50,+49", """[{"a":1e400,"b":"007","c":true,"d":"null","e":-0.50,"f":"+49"}]""")]
    public async Task A_text_becomes_rows(string data, string text, string json) =>
        Assert.Equal(json, await NodeTypes.Output("csv", $$"""{"operation": "parse", {{data[1..]}}""".Replace(", }", "}", StringComparison.Ordinal), Json.From(new { input = text }).GetRawText()));

    [Theory]
    [InlineData("""{"skipLines": 2}""", "x\n\na\n1,2", "Line 4 has 2 values, but the header has 1 names. Check Delimiter and Skip lines.")]
    [InlineData("""{"skipLines": 2}""", "x\n\na\nb\"c", "Line 4 has a misplaced quote.")]
    [InlineData("""{"quotes": "lenient"}""", "a,b\n\"1,2\n3,4", "Line 3 ends a value whose quote is not closed: “\"1,2")]
    [InlineData("""{"quotes": "lenient"}""", "a,b\n1,2\n\"3,4", "Line 3 ends a value whose quote is not closed: “\"3,4”. Close it, or double the quote if it is part of the value.")]
    [InlineData("""{"encoding": "utf-8"}""", "a,b", "With Encoding, the value must be base64, but it is the text “a,b”.")]
    public async Task A_text_that_is_no_table_is_reported_with_its_line(string data, string text, string message) =>
        Assert.StartsWith(message, await NodeTypes.Failure("csv", $$"""{"operation": "parse", {{data[1..]}}""".Replace(", }", "}", StringComparison.Ordinal), Json.From(new { input = text }).GetRawText()), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", """[{"a": 1, "b": "x"}, {"c": null, "a": [1]}]""", "a,b,c\r\n1,x,\r\n[1],,\r\n")]
    [InlineData("{}", """[{"a": "x,y"}, {"a": "\"q\""}, {"a": "1\n2"}, {"a": " s "}]""", "a\r\n\"x,y\"\r\n\"\"\"q\"\"\"\r\n\"1\n2\"\r\n\" s \"\r\n")]
    [InlineData("""{"columns": ["b", "z"]}""", """[{"a": 1, "b": 2}]""", "b,z\r\n2,\r\n")]
    [InlineData("""{"header": false}""", """[[1, 2], {"a": 123456789012345678901234567890}]""", "1,2\r\n123456789012345678901234567890\r\n")]
    [InlineData("""{"delimiter": ";"}""", """[{"a": "1;2", "b": "1,2"}]""", "a;b\r\n\"1;2\";1,2\r\n")]
    [InlineData("""{"forSpreadsheets": true}""", """[{"a": "=1+1", "b": "ok"}]""", "a,b\r\n\"'=1+1\",ok\r\n")]
    [InlineData("{}", """[{"a": "=1+1"}]""", "a\r\n=1+1\r\n")]
    [InlineData("{}", "[]", "")]
    public async Task Rows_become_a_text(string data, string rows, string text) =>
        Assert.Equal(Json.Text(text).GetRawText(), await NodeTypes.Output("csv", $$"""{"operation": "format", {{data[1..]}}""".Replace(", }", "}", StringComparison.Ordinal), $$"""{"input": {{rows}}}"""));

    [Theory]
    [InlineData("parse", "\"a,b\\n1,2,3\"", "Line 2 has 3 values, but the header has 2 names. Check Delimiter and Skip lines.")]
    [InlineData("parse", "\"a,b\\n1,x\\\"y\"", "Line 2 has a misplaced quote. Enclose values that contain quotes, delimiters or line breaks in quotes, and double the quotes inside, or set Quotes to lenient.")]
    [InlineData("parse", "\"a,a\"", "The column `a` appears twice. Turn off Header to get rows as lists.")]
    [InlineData("parse", "[1]", "The value is a list of 1; text or a file is required. Use one expression that returns one.")]
    [InlineData("format", "\"a\"", "The items are the text “a”; a list is required. Use one expression that returns a list.")]
    [InlineData("format", "[{}, 5]", "Row 2 is 5; it must be an object or a list.")]
    public async Task Invalid_CSV_and_values_without_rows_are_reported(string operation, string input, string message) =>
        Assert.Equal(message, await NodeTypes.Failure("csv", $$"""{"operation": "{{operation}}"}""", $$"""{"input": {{input}}}"""));

    [Theory]
    [InlineData("{}", "operation: Operation is required.")]
    [InlineData("""{"operation": "parse", "delimiter": ""}""", "delimiter: Delimiter must be one character, but not a quote or a line break.")]
    [InlineData("""{"operation": "parse", "delimiter": "\""}""", "delimiter: Delimiter must be one character, but not a quote or a line break.")]
    [InlineData("""{"operation": "parse", "encoding": "klingon"}""", "encoding: “klingon” is not a known encoding. Use a name such as UTF-8, UTF-16, Windows-1252 or ISO-8859-2.")]
    [InlineData("""{"operation": "parse", "header": "yes"}""", "header: Header must be true or false.")]
    [InlineData("""{"operation": "format", "columns": ["a", "a"]}""", "columns[1]: The column `a` is used twice.")]
    public void An_invalid_configuration_of_csv_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("csv", data));

    // Each row has a column of its own, so that the text grows with the square of the rows.
    [Fact]
    public async Task A_text_that_would_grow_past_the_limit_is_stopped_on_the_way() =>
        Assert.Contains("exceeds 100000 characters", await NodeTypes.Failure("csv", """{"operation": "format"}""",
            Json.From(new { input = Enumerable.Range(0, 5000).Select(i => new Dictionary<string, int> { [$"c{i}"] = i }) }).GetRawText(), new NodeLimits { OutputBytes = 100_000 }), StringComparison.Ordinal);

    [Fact]
    public void What_was_written_is_read_as_it_was() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.ArrayOf(Gen.ArrayOf(Gen.Elements('a', 'b', ',', '"', '\n', '\r', ' ', ';', '\t')).Select(letters => new string(letters)), 3))),
        rows =>
        {
            // A line with nothing in it is no row.
            var input = Json.From(rows.Where(row => row.Length == 3));
            var text = NodeTypes.Output("csv", """{"operation": "format", "header": false}""", $$"""{"input": {{input.GetRawText()}}}""").GetAwaiter().GetResult();
            Assert.Equal(input.GetRawText(), NodeTypes.Output("csv", """{"operation": "parse", "header": false}""", $$"""{"input": {{text}}}""").GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
}
