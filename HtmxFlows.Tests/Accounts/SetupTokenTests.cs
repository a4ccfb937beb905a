using HtmxFlows.Accounts;

namespace HtmxFlows.Tests.Accounts;

public sealed class SetupTokenTests
{
    readonly ManualTime time = new();
    readonly SetupToken setup;

    public SetupTokenTests() => setup = new(time);

    [Fact]
    public void A_secret_works_for_an_hour_and_no_other_does()
    {
        Assert.False(setup.Fits(""));
        var secret = setup.Issue();

        Assert.True(setup.Fits(secret));
        Assert.False(setup.Fits(null));
        Assert.False(setup.Fits(secret[..^1]));
        time.Advance(SetupToken.Lifetime - TimeSpan.FromTicks(1));
        Assert.True(setup.Fits(secret));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.False(setup.Fits(secret));
    }

    [Fact]
    public void A_secret_works_once_and_only_the_newest()
    {
        var first = setup.Issue();
        var second = setup.Issue();

        Assert.False(setup.Fits(first));
        Assert.True(setup.Fits(second));
        setup.Use();
        Assert.False(setup.Fits(second));
    }

    [Fact]
    public void A_secret_has_256_bits() => Assert.Matches("^[A-Za-z0-9_-]{43}$", setup.Issue());
}
