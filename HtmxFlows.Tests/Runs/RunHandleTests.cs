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
        handle.Launch(new(null!, end.Task));
        Assert.Throws<InvalidOperationException>(() => handle.Launch(new(null!, Task.CompletedTask)));
        end.SetResult();
        Assert.Null(handle.Execution);
        handle.Launch(new(null!, Task.CompletedTask));
    }

    [Fact]
    public void Waiting_for_a_run_whose_end_was_notified_before_is_over_at_once()
    {
        var handle = new RunHandle(Guid.NewGuid());
        var early = handle.WhenEnded(out var isFirst);

        Assert.True(handle.NotifyEnded());

        Assert.True(isFirst && early.IsCompleted);
        Assert.True(handle.WhenEnded(out isFirst).IsCompleted);
        Assert.False(isFirst || handle.NotifyEnded());
    }
}
