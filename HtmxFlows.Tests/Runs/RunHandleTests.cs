using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunHandleTests
{
    [Fact]
    public async Task Turns_of_one_run_never_overlap_and_the_handle_goes_with_its_last_user()
    {
        var handles = new RunHandles();
        var run = Guid.CreateVersion7();
        var (inside, most, turns) = (0, 0, 0);
        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, async (_, _) => await handles.Turn(run, async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            turns++;
            return Interlocked.Decrement(ref inside);
        }));
        Assert.Equal((1, 500), (most, turns));
        Assert.Null(handles.Find(run));
    }

    [Fact]
    public void A_second_execution_is_never_launched()
    {
        var handle = new RunHandle(Guid.CreateVersion7());
        var end = new TaskCompletionSource();
        handle.Launch(() => new(null!, end.Task));
        Assert.Throws<InvalidOperationException>(() => handle.Launch(() => new(null!, Task.CompletedTask)));
        end.SetResult();
        Assert.Null(handle.Execution);
        handle.Launch(() => new(null!, Task.CompletedTask));
    }
}
