namespace HtmxFlows.Tests;

/// <summary>Waits for what a test expects, up to a limit.</summary>
static class Waiting
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static Task Soon(this Task task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);
}
