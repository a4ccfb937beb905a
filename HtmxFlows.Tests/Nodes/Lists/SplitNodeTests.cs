using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class SplitNodeTests
{
    [Theory]
    [InlineData("""{"into": "batches", "size": "2"}""", "[1,2,3]", "[[1,2],[3]]")]
    [InlineData("""{"into": "batches", "size": 9}""", "[1,2,3]", "[[1,2,3]]")]
    [InlineData("""{"into": "batches", "size": "1"}""", "[]", "[]")]
    [InlineData("""{"into": "text", "separator": ","}""", "\" a, b,,c \"", """["a","b","c"]""")]
    [InlineData("""{"into": "text", "separator": ",", "trim": false}""", "\" a, b,,c \"", """[" a"," b","","c "]""")]
    [InlineData("""{"into": "text", "separator": "\\n"}""", "\"a\\r\\nb\\n\"", """["a","b"]""")]
    [InlineData("""{"into": "text", "separator": "\\t"}""", "\"a\\tb\"", """["a","b"]""")]
    [InlineData("""{"into": "text", "separator": "."}""", "\"\"", "[]")]
    [InlineData("""{"into": "field", "path": "a.b"}""", """[{"a": {"b": [1, 2]}}, {"a": 5}, {"a": {"b": null}}, {"a": {"b": [[3]]}}]""", "[1,2,[3]]")]
    [InlineData("""{"into": "field", "path": "lines", "keep": true}""", """[{"id": 1, "lines": ["x", "y"], "z": 1e400}, {"id": 2, "lines": []}]""", """[{"id":1,"lines":"x","z":1e400},{"id":1,"lines":"y","z":1e400}]""")]
    [InlineData("""{"into": "field", "path": "lines"}""", """{"lines": [1]}""", "[1]")]
    public async Task It_splits_what_it_is_given(string data, string input, string json) => Assert.Equal(json, await NodeTypes.Output("split", data, $$"""{"input": {{input}}}"""));

    [Fact]
    public async Task The_value_can_be_another_than_the_input() =>
        Assert.Equal("""["b","c"]""", await NodeTypes.Output("split", """{"into": "text", "value": "{{prompt}}", "separator": "-"}""", """{"input": "a", "prompt": "b-c"}"""));

    [Theory]
    [InlineData("""{"into": "text", "separator": ","}""", "[1]", "The value is a list of 1; text is required. Use one expression that returns text.")]
    [InlineData("""{"into": "batches", "size": "{{input}}"}""", "\"x\"", "The items are the text “x”; a list is required. Use one expression that returns a list.")]
    [InlineData("""{"into": "batches", "size": "{{default input.[0] 0}}"}""", "[0]", "Size is the text “0”; a whole number from 1 to 2147483647 is required.")]
    [InlineData("""{"into": "field", "path": "a"}""", """[{"a": [1]}, {"a": "1,2"}]""", "Item 2: `a` is the text “1,2”; a list is required. Use another path, or filter out the item.")]
    [InlineData("""{"into": "field", "path": "a"}""", "7", "The items are 7; a list is required. Use one expression that returns a list.")]
    public async Task A_value_that_cannot_be_split_is_reported(string data, string input, string message) => Assert.Equal(message, await NodeTypes.Failure("split", data, $$"""{"input": {{input}}}"""));

    [Theory]
    [InlineData("{}", "into: Into is required.")]
    [InlineData("""{"into": "halves"}""", "into: Into must be one of batches, text, field.")]
    [InlineData("""{"into": "batches"}""", "size: Size is required.")]
    [InlineData("""{"into": "batches", "size": "0"}""", "size: Size is the text “0”; a whole number from 1 to 2147483647 is required.")]
    [InlineData("""{"into": "text"}""", "separator: Separator is required.")]
    [InlineData("""{"into": "field"}""", "path: Path is required.")]
    [InlineData("""{"into": "field", "path": "a.b", "keep": true}""", "path: With Keep other fields, the path must be a field of the item itself. Use a single name.")]
    [InlineData("""{"into": "field", "path": "this", "keep": true}""", "path: With Keep other fields, the path must be a field of the item itself. Use a single name.")]
    public void An_invalid_configuration_of_split_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("split", data));

    // Each part would carry the whole item.
    [Fact]
    public async Task What_would_grow_past_the_limit_is_stopped_on_the_way() =>
        Assert.Equal("The list exceeds 10000 bytes of JSON, the limit of an output. Combine less, or filter first.", await NodeTypes.Failure("split",
            """{"into": "field", "path": "a", "keep": true}""", Json.From(new { input = new { a = new int[100_000], b = new string('x', 1_000_000) } }).GetRawText(), new NodeLimits { OutputBytes = 10_000 }));

    [Fact]
    public async Task A_text_with_a_secret_is_not_split() =>
        Assert.Equal("The value contains a secret, which cannot be split: outputs are stored. Use {{secrets.NAME}} in the field of the node that sends it.",
            await NodeTypes.FailureWithSecret("split", """{"into": "text", "separator": "-", "value": "{{secrets.KEY}}"}""", "ab-cd-ef-gh"));
}
