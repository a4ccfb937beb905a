using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunLoopsTests
{
    [Fact]
    public async Task No_more_loops_run_at_once_than_their_share_of_the_thread_pool()
    {
        var loops = new RunLoops(1);
        var (gate, now, most) = (new Lock(), 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Start(loops, async () =>
        {
            for (var step = 0; step < 3; step++)
            {
                lock (gate)
                    most = Math.Max(most, ++now);
                Thread.SpinWait(200);
                lock (gate)
                    now--;
                await Task.Yield();
            }
        }))).Soon();
        Assert.Equal((1, 0), (most, now));
    }

    [Fact]
    public async Task What_a_loop_awaits_returns_to_the_loops()
    {
        var loops = new RunLoops();
        await Start(loops, async () =>
        {
            await Task.Run(() => { }, TestContext.Current.CancellationToken);
            Assert.Same(loops, TaskScheduler.Current);
        }).Soon();
    }

    [Fact]
    public async Task Loops_that_fill_their_share_leave_room_for_other_work()
    {
        var loops = new RunLoops();
        using var end = new ManualResetEventSlim();
        var held = Enumerable.Range(0, 100).Select(_ => Start(loops, () => Task.FromResult(end.Wait(Waiting.Patience)))).ToArray();
        await Task.Run(() => { }, TestContext.Current.CancellationToken).Soon();
        end.Set();
        await Task.WhenAll(held).Soon();
    }

    static Task Start(RunLoops loops, Func<Task> work)
    {
        var ended = new TaskCompletionSource();
        loops.Post(async () =>
        {
            try
            {
                await work();
                ended.SetResult();
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        });
        return ended.Task;
    }
}
