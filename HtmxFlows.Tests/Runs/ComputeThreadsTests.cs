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

    [Fact]
    public async Task Work_is_prepared_at_once_if_a_thread_is_free()
    {
        using var threads = new ComputeThreads();
        var isPrepared = false;
        var run = threads.Run<int>(Guid.Empty, () =>
        {
            isPrepared = true;
            return () => new ValueTask<int>(7);
        }, TestContext.Current.CancellationToken);
        Assert.True(isPrepared);
        Assert.Equal(7, await run.Soon());
    }

    [Fact]
    public async Task Work_that_is_cancelled_before_a_thread_is_free_never_begins()
    {
        using var threads = new ComputeThreads();
        using var end = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var (busy, begun) = (Guid.CreateVersion7(), 0);
        var held = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => Run(threads, busy, () => end.Wait(Waiting.Patience))).ToArray();
        var waiting = threads.Run<int>(busy, () => () => new ValueTask<int>(begun++), cancelled.Token);
        var next = Run(threads, busy, () => 7);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        end.Set();
        await Task.WhenAll(held).Soon();
        Assert.Equal((7, 0), (await next.Soon(), begun));
    }

    [Fact]
    public async Task Jobs_that_wait_in_line_need_no_more_threads_than_there_are_places()
    {
        using var threads = new ComputeThreads();
        var used = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => Run(threads, Guid.Empty, () => Environment.CurrentManagedThreadId))).Soon();
        Assert.InRange(used.Distinct().Count(), 1, Math.Max(2, Environment.ProcessorCount));
    }

    static Task<T> Run<T>(ComputeThreads threads, Guid workflow, Func<T> work) =>
        threads.Run<T>(workflow, () => () => new ValueTask<T>(work()), TestContext.Current.CancellationToken);
}
