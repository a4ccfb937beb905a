using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class JsonTextNodeTests
{
    [Theory]
    [InlineData("""{"operation": "parse"}""", "\"{\\\"a\\\":[1e400,123456789012345678901234567890]}\"", """{"a":[1e400,123456789012345678901234567890]}""")]
    [InlineData("""{"operation": "parse"}""", "\" null \"", "null")]
    [InlineData("""{"operation": "parse"}""", "[1]", "[1]")]
    [InlineData("""{"operation": "parse"}""", "\"\\uFEFF 7\"", "7")]
    [InlineData("""{"operation": "parse"}""", "\"```json\\n{\\\"a\\\":1}\\n```\"", """{"a":1}""")]
    [InlineData("""{"operation": "parse"}""", "\"\\n~~~\\r\\n[1,\\n2]\\n~~~\\n\\n\"", "[1,\n2]")]
    [InlineData("""{"operation": "parse"}""", "\"```\\n{\\\"code\\\": \\\"```\\\"}\\n```\"", """{"code": "```"}""")]
    [InlineData("""{"operation": "parse", "lenient": true}""", "\"Here: {not this} [1, {\\\"a\\\": \\\"]\\\"}] and {}\"", """[1,{"a":"]"}]""")]
    [InlineData("""{"operation": "parse", "lenient": true}""", "\"See [1].\\n```json\\n{\\\"a\\\": 1, /* b */}\\n```\\nOk?\"", """{"a":1}""")]
    [InlineData("""{"operation": "parse", "lenient": true}""", "\"cb({\\\"n\\\": 12345678901234567890.10})\"", """{"n":12345678901234567890.10}""")]
    [InlineData("""{"operation": "parse", "duplicateKeys": "last-wins"}""", "\"{\\\"id\\\":1,\\\"n\\\":{\\\"x\\\":1,\\\"x\\\":[2]},\\\"id\\\":1e400}\"", """{"id":1e400,"n":{"x":[2]}}""")]
    [InlineData("""{"operation": "parse", "value": "{{input.body}}"}""", """{"body": "5"}""", "5")]
    [InlineData("""{"operation": "format"}""", """{"a": [1e400, "é<"]}""", "\"{\\\"a\\\":[1e400,\\\"é<\\\"]}\"")]
    [InlineData("""{"operation": "format", "indented": true}""", "[1]", "\"[\\n  1\\n]\"")]
    [InlineData("""{"operation": "format"}""", "\"x\"", "\"\\\"x\\\"\"")]
    [InlineData("""{"operation": "get", "path": "a.[0].b"}""", """{"a": [{"b": null}]}""", "null")]
    [InlineData("""{"operation": "get", "path": "this"}""", "7", "7")]
    [InlineData("""{"operation": "get", "path": "a.c", "otherwise": "{{input.a}}"}""", """{"a": [1]}""", "[1]")]
    public async Task It_reads_writes_and_takes_parts(string data, string input, string json) => Assert.Equal(json, await NodeTypes.Output("json", data, $$"""{"input": {{input}}}"""));

    [Theory]
    [InlineData("parse", "\"{\"", "the text “{” is not valid JSON: unexpected end at line 1, column 2.")]
    [InlineData("parse", "\"It is {\\\"a\\\":1}\"", "the text “It is {\"a\":1}” is not valid JSON: unexpected I")]
    [InlineData("parse", "\"[NaN]\"", "the text “[NaN]” is not valid JSON: unexpected N (JSON has no NaN) at line 1, column 2.")]
    [InlineData("parse", "\"[Infinity]\"", "the text “[Infinity]” is not valid JSON: unexpected I (JSON has no Infinity) at line 1, column 2.")]
    [InlineData("parse", "\"[-Infinity]\"", "the text “[-Infinity]” is not valid JSON: unexpected I (JSON has no Infinity) at line 1, column 3.")]
    [InlineData("parse", "\"\"", "the text “” is not valid JSON: unexpected end at line 1, column 1.")]
    [InlineData("parse", "\"{\\\"a\\\":1,\\\"a\\\":2}\"", "the text “{\"a\":1,\"a\":2}” is not valid JSON: duplicate property 'a'")]
    [InlineData("parse", "\"\\\"\\\\ud800\\\"\"", "the text “\"\\ud800\"” is not valid JSON: a text contains half a surrogate pair, which is not a character.")]
    [InlineData("get", "{\"b\": 1}", "Nothing is at `a.b` in an object. Use another path, or set a Default value.")]
    public async Task Invalid_JSON_and_missing_paths_are_reported(string operation, string input, string message) =>
        Assert.StartsWith(message, await NodeTypes.Failure("json", $$"""{"operation": "{{operation}}", "path": "a.b"}""", $$"""{"input": {{input}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("[NaN] {"), InlineData("nothing"), InlineData("It is {\"a\": {\"b\": 1}, \"c\":"), InlineData("```json\n{\"a\": }\n```"), InlineData("{\"a\": \"\\ud800\"}")]
    public async Task A_text_without_any_complete_value_fails_although_it_is_read_leniently(string text) =>
        Assert.Contains("is not valid JSON", await NodeTypes.Failure("json", """{"operation": "parse", "lenient": true}""", Json.From(new { input = text }).GetRawText()), StringComparison.Ordinal);

    [Fact]
    public async Task A_text_of_brackets_alone_is_given_up_in_time() =>
        Assert.Contains("is not valid JSON", await NodeTypes.Failure("json", """{"operation": "parse", "lenient": true}""", Json.From(new { input = string.Concat(Enumerable.Repeat("[\"aaaaaaaaaa\",", 60_000)) }).GetRawText()), StringComparison.Ordinal);

    [Fact]
    public async Task JSON_that_nests_too_deep_is_reported() =>
        Assert.Contains("is not valid JSON: too many levels", await NodeTypes.Failure("json", """{"operation": "parse"}""", $$"""{"input": "{{new string('[', 500_000)}}"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "operation: Operation is required.")]
    [InlineData("""{"operation": "merge"}""", "operation: Operation must be one of parse, format, get.")]
    [InlineData("""{"operation": "get"}""", "path: Path is required.")]
    [InlineData("""{"operation": "get", "path": "$[0]"}""", "path: “$[0]” is not a path. Separate names with dots, without braces: customer.name or lines.[0].sku. Put names with spaces in brackets: [unit price].")]
    public void An_invalid_configuration_of_json_text_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("json", data));

    [Fact]
    public void What_was_written_is_read_as_it_was() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Zip(Gen.Choose(32, 0xd7ff), Gen.Choose(-9, 9)))),
        letters =>
        {
            var value = Json.From(letters.Select(letter => new { text = $"{(char)letter.Item1}", number = letter.Item2 * 0.1m }));
            var text = Json.Parse(NodeTypes.Output("json", """{"operation": "format"}""", $$"""{"input": {{value.GetRawText()}}}""").GetAwaiter().GetResult());
            Assert.Equal(value.GetRawText(), NodeTypes.Output("json", """{"operation": "parse"}""", $$"""{"input": {{text.GetRawText()}}}""").GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
}
