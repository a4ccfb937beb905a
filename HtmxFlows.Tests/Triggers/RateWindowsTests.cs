using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

public sealed class RateWindowsTests
{
    [Fact]
    public void A_window_is_full_until_its_minute_is_over()
    {
        var time = new ManualTime();
        var windows = new RateWindows(time);
        Assert.Null(windows.Count("a", 2));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(windows.Count("a", 2));

        Assert.Equal(TimeSpan.FromSeconds(40), windows.Count("a", 2));
        Assert.Null(windows.Count("b", 2));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(windows.Count("a", 2));
    }

    [Fact]
    public void Names_whose_windows_are_over_are_forgotten_and_full_windows_are_not()
    {
        var time = new ManualTime();
        var windows = new RateWindows(time);
        for (var name = 0; name < RateWindows.MostKept - 1; name++)
            windows.Count($"{name}", 1);
        time.Advance(TimeSpan.FromSeconds(59));
        windows.Count("full", 1);
        time.Advance(TimeSpan.FromSeconds(2));

        windows.Count("new", 1);

        Assert.Equal(2, windows.Kept);
        Assert.NotNull(windows.Count("full", 1));
    }
}
