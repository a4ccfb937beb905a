using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class RetryPolicyTests
{
    static readonly DateTimeOffset Now = new(2030, 1, 31, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 2, 1, 2)]
    [InlineData(3, 2, 2, 4)]
    [InlineData(3, 2, 3, 8)]
    [InlineData(3, 0, 3, 0)]
    [InlineData(3, 0.5, 1, 0.5)]
    [InlineData(100, 1, 9, 256)]
    [InlineData(100, 1, 10, 300)]
    [InlineData(100, 300, 100, 300)]
    public void The_delay_doubles_up_to_five_minutes(int retries, double delay, int attempt, double seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), RetryPolicy.Next(new() { Retries = retries, Delay = delay }, attempt, Now));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(3, 9)]
    public void After_the_last_retry_there_is_none(int retries, int attempt) =>
        Assert.Null(RetryPolicy.Next(new() { Retries = retries }, attempt, Now));
}
