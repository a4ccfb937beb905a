using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class RetryPolicyTests
{
    static readonly DateTimeOffset Now = new(2030, 1, 31, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2, 2, 300, 1, 2)]
    [InlineData(2, 2, 300, 2, 4)]
    [InlineData(2, 2, 300, 3, 8)]
    [InlineData(2, 1, 300, 3, 2)]
    [InlineData(2, 1.5, 300, 3, 4.5)]
    [InlineData(0, 2, 300, 3, 0)]
    [InlineData(0.5, 2, 300, 1, 0.5)]
    [InlineData(1, 2, 300, 9, 256)]
    [InlineData(1, 2, 300, 10, 300)]
    [InlineData(1, 2, 0, 1, 0)]
    [InlineData(1, 10, 86_400, 5, 10_000)]
    [InlineData(86_400, 10, 86_400, 100, 86_400)]
    public void The_delay_grows_by_the_factor_up_to_the_longest(double delay, double factor, double longest, int attempt, double seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), Next(new() { Retries = 100, Delay = delay, Factor = factor, MaxDelay = longest }, attempt, chance: 0));

    [Theory]
    [InlineData(0, 1, 8)]
    [InlineData(0.5, 0, 8)]
    [InlineData(0.5, 0.5, 6)]
    [InlineData(0.5, 1, 4)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0.33333, 5.333)]
    public void Chance_shortens_the_delay_by_the_jitter_at_most(double jitter, double chance, double seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), Next(new() { Retries = 3, Delay = 2, Jitter = jitter }, 3, chance));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(3, 9)]
    public void After_the_last_retry_there_is_none(int retries, int attempt) => Assert.Null(Next(new() { Retries = retries }, attempt, chance: 0.5));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 7)]
    [InlineData(60, 60)]
    [InlineData(61, 60)]
    [InlineData(1e9, 60)]
    public void A_peer_that_asks_for_more_time_gets_it_up_to_the_longest_delay(double asked, double seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), RetryPolicy.Next(new() { Retries = 1, Delay = 2, MaxDelay = 60 }, 1, Now, chance: 0, notBefore: Now.AddSeconds(asked)));

    [Fact]
    public void A_peer_that_asks_for_more_time_does_not_get_more_attempts() =>
        Assert.Null(RetryPolicy.Next(new() { Retries = 1 }, 2, Now, chance: 0, notBefore: Now.AddSeconds(1)));

    [Fact]
    public void Chance_is_the_same_for_the_same_attempt_and_spread_over_all_others()
    {
        var run = Guid.Parse("01941f29-7c00-7000-8000-000000000000");
        Assert.Equal(RetryPolicy.Chance(run, "a", 1), RetryPolicy.Chance(run, "a", 1));
        var tenths = Enumerable.Range(1, 1000).Select(attempt => (int)(RetryPolicy.Chance(run, "a", attempt) * 10)).GroupBy(tenth => tenth).ToArray();
        Assert.Equal(10, tenths.Length);
        Assert.All(tenths, tenth => Assert.InRange(tenth.Count(), 50, 150));
        Assert.Equal(3, new[] { RetryPolicy.Chance(run, "a", 1), RetryPolicy.Chance(run, "b", 1), RetryPolicy.Chance(Guid.Empty, "a", 1) }.Distinct().Count());
    }

    static DateTimeOffset? Next(NodeSettings settings, int attempt, double chance) => RetryPolicy.Next(settings, attempt, Now, chance);
}
