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
    public async Task A_script_sees_each_item_and_its_index_and_logs_for_each()
    {
        await using var engine = Engine.Start();
        var run = await engine.Run("""
            list code {"script": "return [{ n: 1 }, { n: 2 }];"}
            a code {"script": "console.log('n is', item.n); return item.n * 10 + index;", "settings": {"each": {"items": "{{list}}"}}}
            list -> a
            """);

        Assert.Equal("[10,21]", run.Node("a").Output?.GetRawText());
        Assert.Equal(["0: n is 1", "1: n is 2"], run.Node("a").Log);
    }

    [Fact]
    public async Task The_logs_of_many_items_are_bounded_together()
    {
        await using var engine = Engine.Start();
        var run = await engine.Run("""
            list code {"script": "return Array.from({ length: 30 }, (_, n) => n);"}
            a code {"script": "for (let i = 0; i < 10; i++) console.log(item); return item;", "settings": {"each": {"items": "{{list}}"}}}
            list -> a
            """);

        Assert.Equal(ItemLogs.MostLines + 1, run.Node("a").Log?.Count);
        Assert.StartsWith("… 100 more lines are not kept", run.Node("a").Log![^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_a_failed_item_is_kept_with_the_failure()
    {
        await using var engine = Engine.Start();
        var run = await engine.Run("""
            list code {"script": "return [1, 2];"}
            a code {"script": "console.log('item', item); if (item === 2) throw new Error('two'); return item;", "settings": {"each": {"items": "{{list}}", "parallel": 1}}}
            list -> a
            """);

        Assert.Contains("item 2", string.Join('\n', run.Node("a").Log ?? []), StringComparison.Ordinal);
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
