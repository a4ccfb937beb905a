using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class WaitNodeTests
{
    [Theory]
    [InlineData("\"1.5\"", 1.5)]
    [InlineData("90", 90)]
    [InlineData("\"0\"", 0)]
    [InlineData("\"{{input.s}}\"", 60)]
    [InlineData("\"31622400\"", 31_622_400)]
    public async Task Seconds_count_from_now(string seconds, double expected)
    {
        var time = new ManualTime();
        var waiting = await Execute($$"""{"seconds": {{seconds}} }""", time);
        Assert.Equal(time.GetUtcNow().AddSeconds(expected), waiting.Until);
        Assert.Equal("""{"s": 60}""", waiting.Output.GetRawText());
    }

    [Theory]
    [InlineData("2030-01-31T09:00:00+01:00", "2030-01-31T08:00:00Z")]
    [InlineData("2030-01-31T09:00:00", "2030-01-31T09:00:00Z")]
    [InlineData("2030-01-31", "2030-01-31T00:00:00Z")]
    [InlineData("2001-01-31T09:00:00Z", "2001-01-31T09:00:00Z")]
    [InlineData("2030-01-31T24:00:00+0100", "2030-01-31T23:00:00Z")]
    [InlineData("Thu, 31 Jan 2030 09:00:00 GMT", "2030-01-31T09:00:00Z")]
    public async Task Until_is_a_moment(string until, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), (await Execute($$"""{"until": "{{until}}"}""")).Until);

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("31622401")]
    [InlineData("1,5")]
    public async Task What_is_no_time_to_wait_fails(string prompt) =>
        Assert.Equal($"“{prompt}” is not a duration. Use seconds from 0 to 31622400 (a year).",
            await NodeTypes.Failure("wait", """{"seconds": "{{prompt}}"}""", Json.From(new { prompt }).GetRawText()));

    [Fact]
    public async Task What_is_no_moment_fails() =>
        Assert.Equal("“tomorrow” is not a date and time. Use ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100.", await NodeTypes.Failure("wait", """{"until": "{{prompt}}"}""", """{"prompt": "tomorrow"}"""));

    [Theory]
    [InlineData("09:00")]
    [InlineData("9:00 PM")]
    [InlineData("01/02/2027")]
    [InlineData("2027-01-02 9:00 PM")]
    [InlineData("20270102")]
    public void A_typed_time_that_could_be_read_in_two_ways_is_a_problem(string until) =>
        Assert.Equal([$"until: “{until}” is not a date and time. Use ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100."], NodeTypes.Problems("wait", $$"""{"until": "{{until}}"}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"seconds": null}""")]
    [InlineData("""{"seconds": ""}""")]
    [InlineData("""{"seconds": "1", "until": "2030-01-31"}""")]
    public void One_of_the_two_is_needed(string data) =>
        Assert.Equal(["seconds: Fill in either Seconds or Until."], NodeTypes.Problems("wait", data));

    [Theory]
    [InlineData("""{"seconds": "1", "until": ""}""")]
    [InlineData("""{"seconds": "", "until": "2030-01-31"}""")]
    public async Task A_field_left_empty_is_not_given(string data) => await Execute(data);

    static async Task<NodeOutcome.Waiting> Execute(string data, TimeProvider? time = null) =>
        Assert.IsType<NodeOutcome.Waiting>(await NodeTypes.Execute("wait", data, """{"input": {"s": 60}}""", time: time));
}
