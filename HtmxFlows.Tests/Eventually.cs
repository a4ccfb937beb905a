using System.Collections;
using System.Diagnostics;

namespace HtmxFlows.Tests;

/// <summary>Waits for a state that gives no signal: polls it, up to a deadline that only a failing test reaches.</summary>
static class Eventually
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task True(Func<Task<bool>> look) => Equal(true, look);

    public static Task True(Func<bool> look) => Equal(true, () => Task.FromResult(look()));

    public static async Task Equal<T>(T expected, Func<Task<T>> look)
    {
        var waited = Stopwatch.StartNew();
        var found = await look();
        for (; !AreEqual(found, expected) && waited.Elapsed < Waiting.Patience; found = await look())
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        Assert.Equal(expected, found);
    }

    /// <summary>Compares lists item by item, as the assertion does.</summary>
    static bool AreEqual(object? found, object? expected) => found is IEnumerable items and not string && expected is IEnumerable others
        ? items.Cast<object?>().SequenceEqual(others.Cast<object?>()) : Equals(found, expected);
}
