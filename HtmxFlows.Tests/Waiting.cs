namespace HtmxFlows.Tests;

/// <summary>Waits for a signal that a test expects, up to a deadline that only a failing test reaches.</summary>
static class Waiting
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static Task Soon(this Task task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);
}
