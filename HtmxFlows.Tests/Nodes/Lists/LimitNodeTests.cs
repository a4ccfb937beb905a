namespace HtmxFlows.Tests.Nodes;

public sealed class LimitNodeTests
{
    [Theory]
    [InlineData("""{"count": "2"}""", "[1,2]")]
    [InlineData("""{"count": 9}""", "[1,2,3,4]")]
    [InlineData("""{"count": 2.0}""", "[1,2]")]
    [InlineData("""{"count": "2e0", "skip": " 1.0 "}""", "[2,3]")]
    [InlineData("""{"count": "0"}""", "[]")]
    [InlineData("""{"count": "2", "skip": "1"}""", "[2,3]")]
    [InlineData("""{"count": "2", "from": "last"}""", "[3,4]")]
    [InlineData("""{"count": "2", "from": "last", "skip": "1"}""", "[2,3]")]
    [InlineData("""{"count": "2", "skip": "4"}""", "[]")]
    [InlineData("""{"count": "2147483647", "skip": "2147483647", "from": "last"}""", "[]")]
    [InlineData("""{"count": "{{n}}", "skip": "{{n}}", "items": "{{other}}"}""", """["b"]""")]
    public async Task It_keeps_a_part_of_the_list(string data, string json) =>
        Assert.Equal(json, await NodeTypes.Output("limit", data, """{"input": [1, 2, 3, 4], "n": 1, "other": ["a", "b"]}"""));

    [Theory]
    [InlineData("-1", "Count is the text “-1”; a whole number from 0 to 2147483647 is required.")]
    [InlineData("1.5", "Count is the text “1.5”; a whole number from 0 to 2147483647 is required.")]
    [InlineData("1e400", "Count is the text “1e400”; a whole number from 0 to 2147483647 is required.")]
    [InlineData("2147483648", "Count is the text “2147483648”; a whole number from 0 to 2147483647 is required.")]
    public async Task An_invalid_count_is_reported(string n, string message)
    {
        Assert.Equal(message, await NodeTypes.Failure("limit", """{"count": "{{n}}"}""", $$"""{"input": [], "n": {{n}}}"""));
        Assert.Equal([$"count: {message}"], NodeTypes.Problems("limit", $$"""{"count": {{n}}}"""));
    }

    [Theory]
    [InlineData("{}", "count: Count is required.")]
    [InlineData("""{"count": "1", "from": "middle"}""", "from: From must be one of first, last.")]
    [InlineData("""{"count": "1", "skip": "some"}""", "skip: Skip is the text “some”; a whole number from 0 to 2147483647 is required.")]
    public void An_invalid_configuration_of_limit_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("limit", data));

    [Fact]
    public async Task A_value_that_is_no_list_is_reported() =>
        Assert.Equal("The items are the text “abc”; a list is required. Use one expression that returns a list.", await NodeTypes.Failure("limit", """{"count": "1"}""", """{"input": "abc"}"""));
}
