namespace HtmxFlows.Tests;

/// <summary>Waiting for what a test expects; not for ever.</summary>
static class Waiting
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static Task Soon(this Task task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);
}
