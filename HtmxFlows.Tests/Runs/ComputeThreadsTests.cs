using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class ComputeThreadsTests
{
    [Fact]
    public async Task Work_runs_on_threads_of_their_own_and_its_result_and_its_failure_come_back()
    {
        using var threads = new ComputeThreads();
        var name = await threads.Run(Guid.Empty, () => new ValueTask<string?>(Thread.CurrentThread.Name), TestContext.Current.CancellationToken);
        Assert.Equal("compute", name);
        await Assert.ThrowsAsync<FormatException>(() => threads.Run<int>(Guid.Empty, () => throw new FormatException(), TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task A_workflow_that_computes_on_every_thread_does_not_hold_another_up()
    {
        using var threads = new ComputeThreads();
        using var end = new ManualResetEventSlim();
        var (busy, quiet) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var held = Enumerable.Range(0, 20).Select(_ => threads.Run(busy, () => Wait(end), TestContext.Current.CancellationToken).AsTask()).ToArray();
        Assert.Equal(1, await threads.Run(quiet, () => new ValueTask<int>(1), TestContext.Current.CancellationToken).AsTask().Soon());
        end.Set();
        await Task.WhenAll(held).Soon();
    }

    static ValueTask<int> Wait(ManualResetEventSlim end)
    {
        end.Wait(Waiting.Patience);
        return new(0);
    }
}
