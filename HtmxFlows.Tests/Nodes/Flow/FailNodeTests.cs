namespace HtmxFlows.Tests.Nodes;

public sealed class FailNodeTests
{
    [Fact]
    public async Task It_fails_with_its_message() =>
        Assert.Equal("There is no city called Atlantis.", await NodeTypes.Failure("fail", """{"message": "There is no city called {{prompt}}."}""", """{"prompt": "Atlantis"}"""));

    [Fact]
    public async Task A_message_that_is_a_value_is_written_as_JSON() =>
        Assert.Equal("""{"code": 5}""", await NodeTypes.Failure("fail", """{"message": "{{input}}"}""", """{"input": {"code": 5}}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"message": "  "}""")]
    public void A_message_is_needed(string data) => Assert.Equal(["message: Message is required."], NodeTypes.Problems("fail", data));

    [Fact]
    public async Task A_message_with_a_missing_value_says_so() =>
        Assert.StartsWith("\"nope\" is unknown here", await NodeTypes.Failure("fail", """{"message": "{{nope}}"}"""), StringComparison.Ordinal);
}
