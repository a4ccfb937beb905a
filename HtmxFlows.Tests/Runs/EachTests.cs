using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class EachTests
{
    [Theory]
    [InlineData("template", """ "template": "{{index}}: {{item.name}}" """, """["0: Ada","1: Bo"]""")]
    [InlineData("set", """ "fields": [{"name": "who", "value": "{{item.name}}"}] """, """[{"who":"Ada"},{"who":"Bo"}]""")]
    [InlineData("compute", """ "sql": "SELECT json_extract(:item, '$.name') || :index" """, """["Ada0","Bo1"]""")]
    [InlineData("filter", """ "items": "{{item.tags}}", "conditions": [{"left": "{{item}}", "operator": "equals", "right": "x"}] """, """[["x"],[]]""")]
    [InlineData("limit", """ "items": "{{item.tags}}", "count": "1" """, """[["x"],[]]""")]
    public async Task A_node_runs_once_for_each_item_with_the_item_and_its_index(string type, string data, string output)
    {
        var end = await Run($$$$"""n {{{{type}}}} { {{{{data}}}}, "settings": {"each": {"items": [{"name": "Ada", "tags": ["x", "y"]}, {"name": "Bo", "tags": []}]}}}""");
        Assert.Equal((RunStatus.Completed, output), (end.Status, end.Result?.GetRawText()));
    }

    [Theory]
    [InlineData("\"{{json prompt}}\"", RunStatus.Failed, "The items are the text “\"\"”; a list is required. Use one expression that returns a list.")]
    [InlineData("{}", RunStatus.Failed, "The items are an object; a list is required. Use one expression that returns a list.")]
    [InlineData("\"{{prompt}}\"", RunStatus.Failed, "The items are the text “”; a list is required. Use one expression that returns a list.")]
    public async Task The_items_are_a_list(string items, RunStatus status, string ending)
    {
        var end = await Run($$$$"""n template {"template": "{{item}}", "settings": {"each": {"items": {{{{items}}}} }}}""");
        Assert.Equal((status, ending), (end.Status, end.Error ?? end.Result!.Value.GetRawText()));
    }

    [Fact]
    public async Task What_the_items_log_is_kept_with_the_node_behind_their_indexes()
    {
        var end = await Run("""n code {"script": "console.log(item); console.log('x'); return index", "settings": {"each": {"items": ["Ada", "Bo"]}}}""");
        Assert.Equal("[0,1]", end.Result?.GetRawText());
        Assert.Equal(["0: Ada", "0: x", "1: Bo", "1: x"], end.Node("n").Log);
    }

    [Fact]
    public async Task No_items_give_an_empty_list()
    {
        var end = await Run(
            """
            none set {"fields": [{"name": "all", "value": []}]}
            n template {"template": "{{item}}", "settings": {"each": {"items": "{{none.all}}"}}}
            none -> n
            """);
        Assert.Equal("[]", end.Result?.GetRawText());
    }

    [Fact]
    public async Task More_items_than_the_limit_are_refused()
    {
        var end = await Run(
            """
            many compute {"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 10001) SELECT json_group_array(x) AS l, 1 AS one FROM c"}
            n template {"template": "{{item}}", "settings": {"each": {"items": "{{many.l}}"}}}
            many -> n
            """);
        Assert.Equal("The list has 10001 items; the limit is 10000. Split it.", end.Error);
    }

    [Fact]
    public async Task Outputs_are_in_the_order_of_the_items_however_many_run_at_a_time()
    {
        var end = await Run(
            """
            n compute {"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000 * (5 - :item)) SELECT max(:item) FROM c", "settings": {"each": {"items": [0, 1, 2, 3, 4], "parallel": 5}}}
            """);
        Assert.Equal("[0,1,2,3,4]", end.Result?.GetRawText());
    }

    [Fact]
    public async Task The_first_item_that_fails_fails_the_node()
    {
        var end = await Run("""n fail {"message": "Not {{item}}", "settings": {"each": {"items": ["a", "b"], "parallel": 1}}}""");
        Assert.Equal((RunStatus.Failed, "Item 1: Not a"), (end.Status, end.Error));
    }

    [Fact]
    public async Task Failures_are_collected_in_the_places_of_their_items()
    {
        var end = await Run("""n set {"fields": [{"name": "x", "value": "{{item.x}}"}], "settings": {"retries": 1, "delay": 0, "each": {"items": [{"x": 1}, {}, {"x": 3}], "onFailure": "collect"}}}""");
        var outputs = end.Result!.Value;
        Assert.Equal(("""{"x":1}""", """{"x":3}"""), (outputs[0].GetRawText(), outputs[2].GetRawText()));
        var error = outputs[1].GetProperty("error");
        Assert.Equal(("n", 2), (error.GetProperty("node").GetString(), error.GetProperty("attempt").GetInt32()));
        Assert.Contains("item.x", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_item_continues_at_the_error_port_with_its_attempt()
    {
        var end = await Run(
            """
            n fail {"message": "Not {{item}}", "settings": {"retries": 2, "delay": 0, "onError": "port", "each": {"items": ["a"]}}}
            after template {"template": "{{n}}"}
            n:error -> after
            """);
        Assert.Equal("""{"message":"Item 1: Not a","node":"n","attempt":3}""", end.Result?.GetRawText());
    }

    [Fact]
    public async Task An_item_waits_before_its_next_attempt_and_the_others_do_not()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            n store {"operation": "increment", "collection": "c", "key": "{{item.key}}", "value": "{{item.by}}", "settings": {"retries": 1, "delay": 20, "jitter": 0, "each": {"items": [{"key": "a", "by": "x"}, {"key": "b", "by": 1}], "parallel": 1, "onFailure": "collect"}}}
            """);
        await engine.Time.TimerBy(engine.Time.GetUtcNow().AddSeconds(20));
        engine.Time.AdvanceTo(engine.Time.GetUtcNow().AddSeconds(20));
        var end = await engine.End(run);
        Assert.Equal(RunStatus.Completed, end.Status);
        Assert.Equal(1, end.Result!.Value[1].GetProperty("value").GetInt32());
        Assert.Equal(2, end.Result!.Value[0].GetProperty("error").GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task The_time_out_is_that_of_an_item()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            n compute {"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE :item = 1) SELECT count(*) FROM c", "settings": {"timeout": 3, "each": {"items": [0, 1], "onFailure": "collect"}}}
            """);
        await Eventually.Equal(true, () =>
        {
            engine.Time.AdvanceTo(engine.Time.GetUtcNow().AddSeconds(1));
            return Task.FromResult(engine.State(run).IsFinished);
        });
        var end = engine.State(run);
        Assert.Equal("1", end.Result!.Value[0].GetRawText());
        Assert.StartsWith("The node exceeded its time-out of 3 s.", end.Result!.Value[1].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_outputs_that_grows_past_the_limit_fails_the_node()
    {
        await using var engine = Engine.Start(nodeLimits: new() { OutputBytes = 1024 });
        var end = await engine.Run($$$$"""n template {"template": "{{item}} {{{{new string('x', 300)}}}}", "settings": {"each": {"items": [1, 2, 3, 4, 5, 6], "parallel": 1, "onFailure": "collect"}}}""");
        Assert.Equal("Item 4: The output is larger than 1024 bytes of JSON, the limit of a node. Return less from the node, or store it elsewhere.", end.Error);
    }

    [Fact]
    public async Task A_pure_node_journals_nothing_for_its_items_and_costs_one_commit()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""n template {"template": "{{item}}", "settings": {"each": {"items": [1, 2, 3]}}}""");
        await engine.End(run);
        Assert.Equal(["workflow-started", "node-started n", "node-completed n", "workflow-complete"], engine.Story(run));
        Assert.Equal([1, 2, 3], engine.Progress.Select(progress => progress.Done).Order());
    }

    [Fact]
    public async Task Each_change_of_the_store_is_committed_with_the_end_of_its_item()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""n store {"operation": "increment", "collection": "c", "key": "sum", "value": "{{item}}", "settings": {"each": {"items": [1, 2, 3], "parallel": 1}}}""");
        var end = await engine.End(run);
        Assert.Equal([1, 3, 6], end.Result!.Value.EnumerateArray().Select(output => output.GetProperty("value").GetInt32()));
        Assert.Equal(["workflow-started", "node-started n", "node-item-completed n", "node-item-completed n", "node-item-completed n", "node-completed n", "workflow-complete"], engine.Story(run));
        Assert.Equal([(0, 3), (1, 3), (2, 3)], engine.Journal.Read(run).OfType<NodeItemCompleted>().Select(item => (item.Index, item.Total)));
    }

    [Fact]
    public async Task The_list_may_be_the_output_of_a_node_and_the_item_hides_a_node_of_that_name()
    {
        var end = await Run(
            """
            item set {"fields": [{"name": "all", "value": [1, 2]}]}
            n template {"template": "{{item}} of {{input.all}}", "settings": {"each": {"items": "{{item.all}}"}}}
            item -> n
            """);
        Assert.Equal("""["1 of [1,2]","2 of [1,2]"]""", end.Result?.GetRawText());
    }

    static async Task<RunState> Run(string flow)
    {
        await using var engine = Engine.Start();
        return await engine.Run(flow);
    }
}
