using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class ComputeThreadsTests
{
    [Fact]
    public async Task Work_runs_on_its_own_threads_and_gives_its_result_or_its_failure()
    {
        using var threads = new ComputeThreads();
        Assert.Equal("compute", await Run(threads, Guid.Empty, () => Thread.CurrentThread.Name));
        await Assert.ThrowsAsync<FormatException>(() => Run<int>(threads, Guid.Empty, () => throw new FormatException()));
    }

    [Fact]
    public async Task A_workflow_that_computes_on_every_thread_does_not_delay_another()
    {
        using var threads = new ComputeThreads();
        using var end = new ManualResetEventSlim();
        var (busy, quiet) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var held = Enumerable.Range(0, 20).Select(_ => Run(threads, busy, () => end.Wait(Waiting.Patience))).ToArray();
        Assert.Equal(1, await Run(threads, quiet, () => 1).Soon());
        end.Set();
        await Task.WhenAll(held).Soon();
    }

    static async Task<T> Run<T>(ComputeThreads threads, Guid workflow, Func<T> work)
    {
        await threads.Take(workflow, TestContext.Current.CancellationToken);
        return await threads.Run(workflow, () => new ValueTask<T>(work()));
    }
}
