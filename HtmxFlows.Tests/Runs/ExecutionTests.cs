using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs;

public sealed class ExecutionTests
{
    [Fact]
    public async Task The_outputs_of_a_run_are_bounded_together()
    {
        await using var engine = Engine.Start(new() { OutputBytes = 1000, StopSeconds = 0 });
        var end = await engine.Run(
            $$$"""
            a template {"template": "{{{new string('x', 600)}}}"}
            b template {"template": "{{a}}"}
            a -> b
            """);
        Assert.Equal((RunStatus.Failed, NodeStatus.Completed), (end.Status, end.Node("a").Status));
        Assert.StartsWith("The outputs of the run's nodes exceed 1000 bytes of JSON", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_workflow_is_missing_for_a_start_and_for_runs_in_progress()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var workflow = await engine.Save($$$"""call http {"url": "{{{peer.Url}}}"}""");
        await engine.BeginSaved(workflow);
        await peer.Arrived;
        // As a start that has read the workflow just before it is deleted.
        await engine.Database.Write(writer => writer.Execute("DELETE FROM workflows"));
        Assert.IsType<RunStart.Missing>(await engine.Runs.Start(new(workflow, "", RunTrigger.Api)));
        peer.Open();
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
    }

    [Fact]
    public async Task A_line_of_nodes_runs_in_order_and_gives_the_last_output()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            greet template {"template": "Hello {{prompt}}"}
            shout compute {"sql": "SELECT upper(:input)"}
            greet -> shout
            """, "world");
        var end = await engine.End(run);
        Assert.Equal(RunStatus.Completed, end.Status);
        Assert.Equal("HELLO WORLD", end.Result!.Value.GetString());
        Assert.Equal(
            ["workflow-started", "node-started greet", "node-completed greet", "node-started shout", "node-completed shout", "workflow-complete"],
            engine.Story(run));
    }

    [Fact]
    public async Task A_run_of_instant_nodes_costs_one_commit()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            a template {"template": "1"}
            b set {"fields": [{"name": "x", "value": "{{a}}"}]}
            c branch {"conditions": [{"left": "{{b.x}}", "operator": "equals", "right": "1"}]}
            d template {"template": "{{b.x}}"}
            a -> b -> c
            c:true -> d
            """);
        var end = await engine.End(run);
        Assert.Equal("1", end.Result!.Value.GetString());
        Assert.Equal(1, engine.Commits(run));
    }

    [Fact]
    public async Task A_text_of_any_node_is_marked_as_Markdown_if_its_settings_say_so()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            text compute {"sql": "SELECT '**x**'", "settings": {"markdown": true}}
            rest wait {"seconds": 0, "settings": {"markdown": true}}
            other wait {"seconds": 0}
            keep store {"operation": "put", "collection": "c", "key": "k", "settings": {"markdown": true}}
            text -> rest -> other -> keep
            """);
        await engine.End(run);
        Assert.Equal(
            [("text", OutputFormat.Markdown), ("rest", OutputFormat.Markdown), ("other", OutputFormat.PassedOn), ("keep", null)],
            engine.Journal.Read(run).OfType<NodeCompleted>().Select(completed => (completed.NodeId, completed.Format)));
    }

    [Fact]
    public async Task Events_are_numbered_without_a_gap_and_stamped_by_the_clock()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("a template {\"template\": \"x\"}");
        await engine.End(run);
        var events = engine.Journal.Read(run);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(next => next.Seq));
        Assert.All(events, next => Assert.Equal(engine.Time.GetUtcNow(), next.At));
        Assert.Equal([3, 4], engine.Journal.Read(run, after: 2).Select(next => next.Seq));
    }

    [Fact]
    public async Task Branches_are_in_flight_together()
    {
        await using var left = await GatedPeer.Start();
        await using var right = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            $$$"""
            left http {"url": "{{{left.Url}}}"}
            right http {"url": "{{{right.Url}}}"}
            both template {"template": "{{left.body}} {{right.body}}"}
            left -> both
            right -> both
            """);
        await left.Arrived;
        await right.Arrived;
        right.Open();
        left.Open();
        Assert.Equal("answer answer", (await engine.End(run)).Result!.Value.GetString());
    }

    [Fact]
    public async Task No_more_nodes_of_a_run_are_in_flight_than_its_limit_allows()
    {
        await using var first = await GatedPeer.Start();
        await using var second = await GatedPeer.Start();
        await using var engine = Engine.Start(new() { ParallelNodesPerRun = 1, StopSeconds = 0 });
        var run = await engine.Begin(
            $$$"""
            first http {"url": "{{{first.Url}}}"}
            second http {"url": "{{{second.Url}}}"}
            """);
        await first.Arrived;
        Assert.Equal(NodeStatus.Pending, engine.State(run).Node("second").Status);
        first.Open();
        await second.Arrived;
        Assert.Equal(NodeStatus.Completed, engine.State(run).Node("first").Status);
        second.Open();
        Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task No_more_nodes_of_a_workflow_are_in_flight_than_the_limit_of_the_process_allows_and_another_workflow_gets_one()
    {
        await using var busy = await GatedPeer.Start();
        await using var quiet = await GatedPeer.Start();
        await using var engine = Engine.Start(new() { ParallelNodes = 1, StopSeconds = 0 });
        var workflow = await engine.Save($$$"""a http {"url": "{{{busy.Url}}}"}""");
        var one = await engine.BeginSaved(workflow);
        await busy.Arrived;
        var two = await engine.BeginSaved(workflow);
        quiet.Open();
        Assert.Equal(RunStatus.Completed, (await engine.Run($$$"""a http {"url": "{{{quiet.Url}}}"}""")).Status);
        Assert.Single(busy.Requests);
        busy.Open();
        Assert.Equal(RunStatus.Completed, (await engine.End(one)).Status);
        Assert.Equal(RunStatus.Completed, (await engine.End(two)).Status);
    }

    [Fact]
    public async Task The_branch_that_is_not_taken_is_skipped_down_to_the_join()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            choose branch {"conditions": [{"left": "{{prompt}}", "operator": "equals", "right": "yes"}]}
            yes template {"template": "taken"}
            no template {"template": "not taken"}
            later template {"template": "{{no}}"}
            join template {"template": "{{json input}}"}
            choose:true -> yes -> join
            choose:false -> no -> later -> join
            """, "yes");
        var end = await engine.End(run);
        Assert.Equal("\"taken\"", end.Result!.Value.GetString());
        Assert.Equal(NodeStatus.Skipped, end.Node("no").Status);
        Assert.Equal(NodeStatus.Skipped, end.Node("later").Status);
    }

    [Fact]
    public async Task A_node_that_waits_for_the_first_edge_runs_once_and_the_run_ends_with_the_others()
    {
        await using var slow = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            $$$"""
            slow http {"url": "{{{slow.Url}}}"}
            quick set {"fields": [{"name": "a", "value": "1"}]}
            first template {"template": "{{json input}}", "settings": {"join": "first"}}
            slow -> first
            quick -> first
            """);
        await slow.Arrived;
        await engine.Until(run, state => state.Node("first").Status == NodeStatus.Completed);
        slow.Open();
        var end = await engine.End(run);
        Assert.Equal("""{"quick":{"a":"1"}}""", end.Result!.Value.GetString());
        Assert.Equal(1, end.Node("first").Attempt);
    }

    [Fact]
    public async Task A_failed_node_fails_the_run_and_names_itself()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """
            stop fail {"message": "No {{prompt}} today"}
            never template {"template": "x"}
            stop -> never
            """, "fish");
        var end = await engine.End(run);
        Assert.Equal((RunStatus.Failed, "No fish today"), (end.Status, end.Error));
        Assert.Equal("stop", Assert.IsType<WorkflowFailed>(engine.Journal.Read(run)[^1]).NodeId);
        Assert.Equal((NodeStatus.Failed, NodeStatus.Pending), (end.Node("stop").Status, end.Node("never").Status));
    }

    [Fact]
    public async Task A_failed_node_cancels_what_is_in_flight()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            $$$"""
            call http {"url": "{{{peer.Url}}}"}
            pause wait {"seconds": "1"}
            stop fail {"message": "Enough"}
            pause -> stop
            """);
        await peer.Arrived;
        await engine.Until(run, state => state.Node("pause").Status == NodeStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        var end = await engine.End(run);
        await peer.HungUp;
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Equal(NodeStatus.Cancelled, end.Node("call").Status);
    }

    [Fact]
    public async Task A_run_continues_with_the_error_of_a_failed_node()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(
            """
            stop fail {"message": "Enough", "settings": {"onError": "continue"}}
            after template {"template": "It said: {{stop.message}}"}
            stop -> after
            """);
        Assert.Equal((RunStatus.Completed, "It said: Enough"), (end.Status, end.Result!.Value.GetString()));
        Assert.Equal(NodeStatus.Failed, end.Node("stop").Status);
    }

    [Fact]
    public async Task A_run_continues_from_the_error_port_of_a_failed_node()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(
            """
            stop fail {"message": "Enough", "settings": {"onError": "port"}}
            well template {"template": "well"}
            badly template {"template": "{{input.message}}"}
            stop -> well
            stop:error -> badly
            """);
        Assert.Equal((RunStatus.Completed, "Enough"), (end.Status, end.Result!.Value.GetString()));
        Assert.Equal(NodeStatus.Skipped, end.Node("well").Status);
    }

    [Theory]
    [InlineData(409, "application/json", "{\"message\": \"no\"}", "{\"message\":\"no\"}")]
    [InlineData(500, "application/json", "<p>proxy</p>", "\"<p>proxy</p>\"")]
    [InlineData(503, "text/plain", "", "null")]
    public async Task The_error_of_a_refused_request_says_what_was_answered(int status, string type, string body, string expected)
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            return context.Response.WriteAsync(body);
        });
        await using var engine = Engine.Start();
        var end = await engine.Run($$$"""
            ask http {"url": "{{{peer.Url}}}", "settings": {"onError": "port"}}
            told template {"template": "{{input}}"}
            ask:error -> told
            """);
        var error = end.Result!.Value;
        Assert.Equal(["message", "node", "attempt", "status", "headers", "body"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("ask", 1, status), (error.GetProperty("node").GetString(), error.GetProperty("attempt").GetInt32(), error.GetProperty("status").GetInt32()));
        Assert.Equal(type, error.GetProperty("headers").GetProperty("content-type").GetString());
        Assert.True(JsonElement.DeepEquals(Json.Parse(expected), error.GetProperty("body")), $"{error}");
    }

    [Fact]
    public async Task An_error_without_an_answer_has_its_message_its_node_and_its_attempt_alone()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""stop fail {"message": "Enough", "settings": {"onError": "continue", "retries": 1, "delay": 0}}""");
        Assert.Equal("""{"message":"Enough","node":"stop","attempt":2}""", end.Result!.Value.GetRawText());
    }

    [Fact]
    public async Task The_result_of_a_run_with_several_ends_is_an_object_by_node_id()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(
            """
            Start template {"template": "s"}
            one template {"template": "1"}
            two set {"fields": [{"name": "n", "value": 2}]}
            Start -> one
            Start -> two
            """);
        Assert.Equal("""{"one":"1","two":{"n":2}}""", end.Result!.Value.GetRawText());
    }

    [Fact]
    public async Task Nodes_see_the_run_that_they_are_in()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""a template {"template": "{{run}}"}""");
        var run = await engine.BeginSaved(workflow);
        var seen = (await engine.End(run)).Result!.Value;
        Assert.Equal(run, seen.GetProperty("id").GetGuid());
        Assert.Equal(workflow, seen.GetProperty("workflow").GetGuid());
        Assert.Equal(1, seen.GetProperty("version").GetInt32());
        Assert.Equal(engine.Time.GetUtcNow(), seen.GetProperty("started").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_prompt_past_its_limit_is_refused_and_nothing_starts()
    {
        await using var engine = Engine.Start(new() { PromptBytes = 1024 });
        var workflow = await engine.Save("""a template {"template": "x"}""");
        var refused = Assert.IsType<RunStart.Refused>(await engine.Runs.Start(new(workflow, new('ä', 513), RunTrigger.Api)));
        Assert.Equal(("The prompt is longer than 1 KiB. Shorten it.", "prompt"), (refused.Problem, Assert.Single(refused.Fields).Field));
        Assert.Empty(engine.Store.List(null, null, 0, 10));
        Assert.IsType<RunStart.Started>(await engine.Runs.Start(new(workflow, new('ä', 512), RunTrigger.Api)));
    }

    [Fact]
    public async Task An_output_past_its_limit_fails_its_node_and_is_not_cut()
    {
        await using var engine = Engine.Start(nodeLimits: new() { OutputBytes = 1000 });
        var end = await engine.Run("""a set {"fields": [{"name": "a", "value": "{{prompt}}"}, {"name": "b", "value": "{{prompt}}"}]}""", new('x', 600));
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("1000 bytes", end.Error, StringComparison.Ordinal);
        Assert.Null(end.Node("a").Output);
    }

    [Fact]
    public async Task A_result_past_the_limit_fails_the_run_and_says_what_to_do()
    {
        await using var engine = Engine.Start(nodeLimits: new() { OutputBytes = 1000 });
        var end = await engine.Run(
            """
            a template {"template": "{{prompt}}"}
            b template {"template": "{{prompt}}"}
            """, new('x', 600));
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.EndsWith("This is the result of the run: end it with one node.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_takes_longer_than_the_limit_fails()
    {
        await using var engine = Engine.Start(new() { DurationDays = 2, StopSeconds = 0 });
        var run = await engine.Begin("""a wait {"seconds": "864000"}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((RunStatus.Failed, "The run took longer than 2 days, the limit of this server."), (await engine.End(run)) is var end ? (end.Status, end.Error) : default);
    }

    [Fact]
    public async Task A_workflow_without_a_published_version_does_not_start()
    {
        await using var engine = Engine.Start();
        var draft = (await engine.Workflows.Create(new("Draft", "", """{"nodes":[]}"""), asDraft: true)).Id();
        Assert.Equal("The workflow has no version that can run. Fix its problems first.", (await engine.Runs.Start(new(draft, "", RunTrigger.Api))).Problem());
        Assert.Equal("This version of the workflow cannot run.", (await engine.Runs.Start(new(draft, "", RunTrigger.Api, Version: 1))).Problem());
        Assert.NotNull((await engine.Runs.Start(new(Guid.NewGuid(), "", RunTrigger.Api))).Problem());
    }

    [Fact]
    public async Task A_run_keeps_the_version_with_which_it_started()
    {
        await using var engine = Engine.Start();
        const string Waits = "a wait {\"seconds\": 1}\nb template {\"template\": \"old\"}\na -> b";
        var workflow = await engine.Save(Waits);
        var run = await engine.BeginSaved(workflow);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await engine.Workflows.Update(workflow, 1, new("Test", "", HtmxFlows.Tests.Workflows.Flows.Of(Waits.Replace("old", "new", StringComparison.Ordinal))));
        await using var next = await engine.Restart();
        next.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("old", (await next.End(run)).Result!.Value.GetString());
        Assert.Equal(1, next.State(run).Version);
    }

    [Fact]
    public async Task A_conversation_is_the_runs_that_follow_one_another()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""a template {"template": "{{prompt}}"}""");
        var first = await engine.BeginSaved(workflow, "1");
        await engine.End(first);
        engine.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await engine.Runs.Start(new(workflow, "2", RunTrigger.Api, Thread: first))).Run();
        await engine.End(second);
        Assert.Equal(first, engine.State(second).Thread);
        var (earlier, next) = engine.Store.Around(first, second, 10);
        Assert.Equal([first], earlier);
        Assert.Null(next);
        Assert.Equal(second, engine.Store.Around(first, first, 10).Next);
    }

    [Fact]
    public async Task A_conversation_does_not_continue_in_another_workflow()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a template {"template": "x"}""");
        await engine.End(run);
        var other = await engine.Save("""a template {"template": "x"}""");
        Assert.Equal("The conversation belongs to another workflow, or does not exist.", (await engine.Runs.Start(new(other, "", RunTrigger.Api, Thread: run))).Problem());
    }

    [Fact]
    public async Task The_row_of_a_run_says_what_its_journal_says()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a wait {"seconds": 1}""", "hello");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        Assert.Equal(("waiting", null), (engine.Store.Find(run)!.Status, engine.Store.Find(run)!.FinishedAt));
        Assert.Equal([run], engine.Store.Unfinished(engine.State(run).Workflow));
        Assert.Equal([run], engine.Store.List(null, RunStatus.Waiting, 0, 10).Select(line => line.Id));
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        var end = await engine.End(run);
        var row = engine.Store.Find(run)!;
        Assert.Equal(("completed", end.FinishedAt, "hello", "Test"), (row.Status, row.FinishedAt, row.Prompt, row.WorkflowName));
        Assert.Empty(engine.Store.Unfinished(engine.State(run).Workflow));
        Assert.Empty(engine.Store.List(null, RunStatus.Waiting, 0, 10));
    }

    [Fact]
    public async Task Many_runs_at_once_all_end_well()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save(
            """
            a set {"fields": [{"name": "n", "value": "{{prompt}}", "type": "number"}]}
            b compute {"sql": "SELECT :input ->> 'n' + 1"}
            c store {"operation": "put", "collection": "sums", "key": "{{prompt}}", "value": "{{b}}"}
            a -> b -> c
            """);
        var runs = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => engine.BeginSaved(workflow, $"{n}")));
        var ends = await Task.WhenAll(runs.Select(engine.End));
        Assert.All(ends, end => Assert.Equal(RunStatus.Completed, end.Status));
        Assert.Equal(Enumerable.Range(1, 100), ends.Select(end => end.Node("b").Output!.Value.GetInt32()));
    }
}
