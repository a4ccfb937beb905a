using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

/// <summary>What nodes log is kept with the event that records how they ended.</summary>
public sealed class NodeLogTests
{
    [Fact]
    public async Task The_log_of_a_node_is_kept_with_its_completion()
    {
        await using var engine = Engine.Start();
        var run = await engine.Run("""a code {"script": "console.log('one', 1); console.log([2]); return 3;"}""");

        Assert.Equal(["one 1", "[2]"], engine.Journal.Read(run.Id).OfType<NodeCompleted>().Single().Log);
        Assert.Equal(["one 1", "[2]"], run.Node("a").Log);
    }

    [Fact]
    public async Task The_log_of_each_failed_attempt_is_kept()
    {
        await using var engine = Engine.Start();
        var run = await engine.Run("""a code {"script": "console.log('before'); throw new Error('no');", "settings": {"retries": 1, "delay": 0}}""");

        Assert.Equal(["before"], engine.Journal.Read(run.Id).OfType<NodeRetrying>().Single().Log);
        Assert.Equal(["before"], engine.Journal.Read(run.Id).OfType<NodeFailed>().Single().Log);
    }

    [Fact]
    public async Task A_node_that_logs_nothing_has_no_log_in_its_event()
    {
        await using var engine = Engine.Start();
        var run = await engine.Run("""a code {"script": "return 3;"}""");

        Assert.Null(engine.Journal.Read(run.Id).OfType<NodeCompleted>().Single().Log);
    }

    [Fact]
    public async Task A_secret_in_a_log_is_masked()
    {
        await using var engine = Engine.Start();
        engine.Credentials.Replace([new("KEY", "swordfish")]);
        var run = await engine.Run("""a code {"script": "console.log('the word is sword' + 'fish'); return 3;"}""");

        Assert.Equal(["the word is •••KEY•••"], run.Node("a").Log);
    }
}
