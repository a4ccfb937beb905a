using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Runs;

public abstract class RunRecoveryContract(TestDatabase place) : RunRows(place)
{
    [Fact]
    public async Task A_run_is_given_up_after_crashes_in_a_row_without_progress()
    {
        var run = await Begin(new NodeStarted("a", 1));
        await Start();
        Assert.Equal("false false true", await Starts(run, 3));
    }

    [Fact]
    public async Task Progress_between_two_crashes_begins_the_count_again()
    {
        var run = await Begin(new NodeStarted("a", 1));
        await Start();
        Assert.Equal("false false", await Starts(run, 2));
        run = await Append(run, [new NodeCompleted("a", Json.Null)]);
        Assert.Equal("false false true", await Starts(run, 3));
    }

    [Fact]
    public async Task A_clean_stop_ends_the_row_of_crashes()
    {
        var run = await Begin(new NodeStarted("a", 1));
        await Start();
        Assert.Equal("false false", await Starts(run, 2));
        await new RunRecovery(Database).End();
        Assert.Equal("false false false", await Starts(run, 3));
    }

    /// <summary>Starts a process, which crashes.</summary>
    async Task<RunRecovery> Start()
    {
        var recovery = new RunRecovery(Database);
        await recovery.Begin([]);
        return recovery;
    }

    /// <summary>Starts processes one after the other. Each is about to resume a run, and then crashes.</summary>
    /// <returns>Whether each gave the run up.</returns>
    async Task<string> Starts(RunState run, int count)
    {
        List<bool> givenUp = [];
        for (var start = 0; start < count; start++)
            givenUp.Add(await (await Start()).IsGivenUp(run.Id));
        return string.Join(' ', givenUp).ToLowerInvariant();
    }
}
