namespace HtmxFlows.Tests.Nodes;

public sealed class UniqueNodeTests
{
    [Theory]
    [InlineData("[1,1.0,\"1\",\"a\",\"A\",\"a\",null,null,true,true]", "[1,\"1\",\"a\",\"A\",null,true]")]
    [InlineData("[\"01234\",\"1234\",1234]", "[\"01234\",\"1234\",1234]")]
    [InlineData("[{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1},{\"a\":1}]", "[{\"a\":1,\"b\":2},{\"a\":1}]")]
    [InlineData("[12345678901234567890,12345678901234567891]", "[12345678901234567890,12345678901234567891]")]
    [InlineData("[]", "[]")]
    public async Task Equal_items_are_kept_once(string input, string unique) =>
        Assert.Equal(unique, await NodeTypes.Output("unique", "{}", $$"""{"input": {{input}}}"""));

    const string Rows = """[{"n":1,"a":"x"},{"n":2,"a":"X"},{"n":3,"a":"x"},{"n":4},{"n":5,"a":null},{"n":6,"a":""},{"n":7,"a":""}]""";

    [Theory]
    [InlineData("""{"by": [{"path": "a"}]}""", "1 2 4 5 6")]
    [InlineData("""{"by": [{"path": "a"}], "keep": "last"}""", "2 3 4 5 7")]
    [InlineData("""{"by": [{"path": "a", "ignoreCase": true}]}""", "1 4 5 6")]
    [InlineData("""{"by": [{"path": "a"}, {"path": "n"}]}""", "1 2 3 4 5 6 7")]
    [InlineData("""{"by": [{"path": "a", "type": "length"}]}""", "1 4 5 6")]
    public async Task Items_with_equal_keys_are_kept_once_and_items_without_a_key_always(string data, string numbers)
    {
        var output = HtmxFlows.Data.Json.Parse(await NodeTypes.Output("unique", data, $$"""{"input": {{Rows}}}"""));
        Assert.Equal(numbers, string.Join(' ', output.EnumerateArray().Select(item => item.GetProperty("n").GetRawText())));
    }

    [Theory]
    [InlineData("number", """["7","007",7,"n/a","N/A"]""", """["7","n/a","N/A"]""")]
    [InlineData("date", """["2030-01-01T00:00:00Z","2030-01-01","Tue, 01 Jan 2030 00:00:00 GMT"]""", """["2030-01-01T00:00:00Z"]""")]
    [InlineData("boolean", """["yes",1,true,"no"]""", """["yes","no"]""")]
    [InlineData("text", """[1,"1",1.0]""", """[1,1.0]""")]
    public async Task Keys_are_compared_as_the_chosen_type(string type, string input, string unique) =>
        Assert.Equal(unique, await NodeTypes.Output("unique", $$"""{"by": [{"type": "{{type}}"}]}""", $$"""{"input": {{input}}}"""));

    [Fact]
    public async Task An_item_that_cannot_be_compared_is_reported_with_its_index() =>
        Assert.Equal("Item 2: 5 has no length. Use a text, a list or an object.", await NodeTypes.Failure("unique", """{"by": [{"type": "length"}]}""", """{"input": ["a", 5]}"""));

    [Fact]
    public async Task A_value_that_is_no_list_is_reported() =>
        Assert.Equal("The items are 5; a list is required. Use one expression that returns a list.", await NodeTypes.Failure("unique", "{}", """{"input": 5}"""));

    [Fact]
    public void Too_many_keys_are_a_problem() => Assert.Equal(["by: The node has 21 values that identify an item; the limit is 20."],
        NodeTypes.Problems("unique", $$"""{"by": [{{string.Join(',', Enumerable.Repeat("""{"path": "a"}""", 21))}}]}"""));
}
