using System.Diagnostics;

namespace HtmxFlows.Tests;

/// <summary>Waits for what comes by itself and gives no signal: looks again and again, up to a deadline that only a test that fails reaches.</summary>
static class Eventually
{
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90), Pause = TimeSpan.FromMilliseconds(25);

    public static async Task Equal<T>(T expected, Func<Task<T>> look)
    {
        var waited = Stopwatch.StartNew();
        var found = await look();
        for (; !Equals(found, expected) && waited.Elapsed < Deadline; found = await look())
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        Assert.Equal(expected, found);
    }
}
