using HtmxFlows.Accounts;

namespace HtmxFlows.Tests.Accounts;

public sealed class SignInThrottleTests
{
    readonly ManualTime time = new();
    readonly SignInThrottle throttle;

    public SignInThrottleTests() => throttle = new(time);

    [Fact]
    public void A_name_has_a_few_attempts_from_an_address_and_again_after_a_while()
    {
        Attempt(SignInThrottle.MostOfNameAndAddress, n => ("ada", "1.1.1.1"));

        Assert.Equal(time.GetUtcNow() + SignInThrottle.Window, throttle.Begin("ada", "1.1.1.1"));
        Assert.Null(throttle.Begin("ada", "2.2.2.2"));
        time.Advance(SignInThrottle.Window);
        Assert.Null(throttle.Begin("ada", "1.1.1.1"));
    }

    [Fact]
    public void An_address_cannot_try_many_names()
    {
        Attempt(SignInThrottle.MostOfAddress, n => ($"name {n}", "1.1.1.1"));

        Assert.NotNull(throttle.Begin("another", "1.1.1.1"));
        Assert.Null(throttle.Begin("another", "2.2.2.2"));
    }

    [Fact]
    public void A_name_cannot_be_tried_from_many_addresses()
    {
        Attempt(SignInThrottle.MostOfName, n => ("ada", $"1.1.1.{n}"));

        Assert.NotNull(throttle.Begin("ada", "2.2.2.2"));
        Assert.Null(throttle.Begin("bob", "2.2.2.2"));
    }

    [Fact]
    public void A_success_forgets_the_mistakes_before_it()
    {
        Attempt(SignInThrottle.MostOfNameAndAddress - 1, n => ("ada", "1.1.1.1"));
        Assert.Null(throttle.Begin("ada", "1.1.1.1"));
        throttle.Succeed("ada", "1.1.1.1");

        Attempt(SignInThrottle.MostOfNameAndAddress, n => ("ada", "1.1.1.1"));
    }

    [Fact]
    public void Successes_do_not_use_up_the_attempts_of_an_address()
    {
        for (var n = 0; n < SignInThrottle.MostOfAddress * 3; n++)
        {
            Assert.Null(throttle.Begin($"name {n}", "1.1.1.1"));
            throttle.Succeed($"name {n}", "1.1.1.1");
        }
    }

    [Fact]
    public void Attempts_at_the_same_time_count_before_any_has_failed()
    {
        var begun = new int[1];
        Parallel.For(0, 1000, _ =>
        {
            if (throttle.Begin("ada", "1.1.1.1") is null)
                Interlocked.Increment(ref begun[0]);
        });

        Assert.Equal(SignInThrottle.MostOfNameAndAddress, begun[0]);
    }

    void Attempt(int times, Func<int, (string Name, string Address)> who)
    {
        for (var n = 0; n < times; n++)
            Assert.Null(throttle.Begin(who(n).Name, who(n).Address));
    }
}
