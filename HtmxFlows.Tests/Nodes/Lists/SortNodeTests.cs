using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Conditions;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class SortNodeTests
{
    [Theory]
    [InlineData("[3,1,2]", "[1,2,3]")]
    [InlineData("[10,9,1e-400,-5,123456789012345678901234567890,1e400]", "[-5,1e-400,9,10,123456789012345678901234567890,1e400]")]
    [InlineData("[\"10\",\"9\",\"007\",\"7\"]", "[\"007\",\"10\",\"7\",\"9\"]")]
    [InlineData("[\"\",5,\"n/a\",null,3]", "[3,5,\"\",\"n/a\",null]")]
    [InlineData("[\"😀\",\"Ａ\"]", "[\"Ａ\",\"😀\"]")]
    [InlineData("[\"b\",\"B\",\"a\",\"ä\"]", "[\"B\",\"a\",\"b\",\"ä\"]")]
    [InlineData("[\"x\",\"2030-01-02\",\"2030-01-01T23:00:00-05:00\",7,true]", "[7,true,\"2030-01-01T23:00:00-05:00\",\"2030-01-02\",\"x\"]")]
    [InlineData("[null,2,null,1]", "[1,2,null,null]")]
    [InlineData("[]", "[]")]
    public async Task Text_is_sorted_as_text_and_JSON_numbers_as_numbers(string input, string sorted) =>
        Assert.Equal(sorted, await NodeTypes.Output("sort", "{}", $$"""{"input": {{input}}}"""));

    const string People = """[{"n": "bo", "a": 30}, {"n": "Ada", "a": 36}, {"n": "cy"}, {"n": "ada", "a": 36.0}, {"n": "Di", "a": null}]""";

    [Theory]
    [InlineData("""[{"path": "a"}]""", "bo Ada ada cy Di")]
    [InlineData("""[{"path": "a", "direction": "descending"}]""", "Ada ada bo cy Di")]
    [InlineData("""[{"path": "n"}]""", "Ada Di ada bo cy")]
    [InlineData("""[{"path": "n", "ignoreCase": true}]""", "Ada ada bo cy Di")]
    [InlineData("""[{"path": "n", "ignoreCase": true, "direction": "descending"}]""", "Di cy bo Ada ada")]
    [InlineData("""[{"path": "a", "direction": "descending"}, {"path": "n", "direction": "descending"}]""", "ada Ada bo cy Di")]
    [InlineData("""[{"path": "n", "type": "length"}, {"path": "n"}]""", "Di bo cy Ada ada")]
    public async Task Keys_decide_one_after_the_other(string by, string names) =>
        Assert.Equal(names, string.Join(' ', Json.Parse(await NodeTypes.Output("sort", """{"items": "{{people}}", "by": """ + by + "}", $$"""{"people": {{People}}}"""))
            .EnumerateArray().Select(item => item.GetProperty("n").GetString())));

    [Theory]
    [InlineData("""{"by": [{"path": "a"}]}""", """[{"a": 1}, {"a": [1]}]""", "Item 2, `a`: a list of 1 cannot be sorted. Sort by texts, numbers or dates.")]
    [InlineData("{}", "[1, {}]", "Item 2: an object cannot be sorted. Sort by texts, numbers or dates.")]
    [InlineData("""{"by": [{"type": "list"}]}""", "[[1]]", "Item 1: a list of 1 cannot be sorted. Sort by texts, numbers or dates.")]
    [InlineData("{}", "5", "The items are 5; a list is required. Use one expression that returns a list.")]
    public async Task A_value_without_an_order_is_reported_with_its_place(string data, string input, string message) =>
        Assert.Equal(message, await NodeTypes.Failure("sort", data, $$"""{"input": {{input}}}"""));

    [Theory]
    [InlineData("number", "ascending", """["10","n/a","9",null,7,"","007.0"]""", """[7,"007.0","9","10","","n/a",null]""")]
    [InlineData("number", "descending", """["10","n/a","9",null,7,"","007.0"]""", """["10","9",7,"007.0","n/a","",null]""")]
    [InlineData("auto", "descending", """[3,"",5,null,"n/a",true]""", """[5,3,true,"n/a","",null]""")]
    [InlineData("date", "descending", """["2030-01-02","soon","2030-01-01T23:00:00-0500","Wed, 02 Jan 2030 03:59:59 GMT",2030,null]""",
        """["2030-01-01T23:00:00-0500","Wed, 02 Jan 2030 03:59:59 GMT","2030-01-02","soon",2030,null]""")]
    [InlineData("boolean", "ascending", """["yes",false,"TRUE",0,"?",null]""", """[false,0,"yes","TRUE","?",null]""")]
    [InlineData("text", "ascending", """[10,9,"1",null]""", """["1",10,9,null]""")]
    public async Task What_is_not_of_the_type_is_last_in_both_directions(string type, string direction, string input, string sorted) =>
        Assert.Equal(sorted, await NodeTypes.Output("sort", $$"""{"by": [{"type": "{{type}}", "direction": "{{direction}}"}]}""", $$"""{"input": {{input}}}"""));

    [Theory]
    [InlineData("""{"by": [{"path": ""}]}""", "by[0].path: “” is not a path. Separate names with dots, without braces: customer.name or lines.[0].sku. Put names with spaces in brackets: [unit price].")]
    [InlineData("""{"by": [{"direction": "up"}]}""", "by[0].direction: Direction must be one of ascending, descending.")]
    [InlineData("""{"by": "a"}""", "by: Sort by must be a list of objects.")]
    public void An_invalid_configuration_of_sort_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("sort", data));

    [Fact]
    public void What_is_sorted_is_the_same_items_each_not_greater_than_the_next() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.OneOf(Gen.Choose(-20, 20).Select(number => $"{number}"), Gen.Choose(-20, 20).Select(number => $"\"{number}.0\""), Gen.Elements("\"a\"", "null", "1e30", "\"2030-01-01\"", "true")))),
        items =>
        {
            var sorted = Json.Parse(NodeTypes.Output("sort", "{}", $$"""{"input": [{{string.Join(',', items)}}]}""").GetAwaiter().GetResult()).EnumerateArray().ToArray();
            Assert.Equal(items.Order(StringComparer.Ordinal), sorted.Select(item => item.GetRawText()).Order(StringComparer.Ordinal));
            var how = new Comparison();
            Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(how.Of(pair.First) <= how.Of(pair.Second)));
        }).QuickCheckThrowOnFailure();
}
