using System.Collections.Concurrent;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Runs;

/// <summary>Nodes that call out for each item of a list.</summary>
public sealed class EachExternalTests
{
    [Fact]
    public async Task Each_item_is_journaled_with_its_index_and_has_a_key_of_its_own()
    {
        await using var peer = await HttpPeer.Start(http => Say(http, $"took {http.Request.Query["i"]}"));
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow(peer.Url, items: 3));
        var end = await engine.End(run);
        Assert.Equal(["took 0", "took 1", "took 2"], Bodies(end));
        Assert.Equal([(0, 3, "took 0"), (1, 3, "took 1"), (2, 3, "took 2")], Items(engine, run).OrderBy(item => item.Index));
        Assert.Equal(Keys(run, 0, 1, 2), peer.Requests.Select(KeyOf).Order());
    }

    [Fact]
    public async Task An_item_is_tried_again_with_the_same_key_and_the_others_are_not()
    {
        var seen = new ConcurrentDictionary<string, int>();
        await using var peer = await HttpPeer.Start(http =>
        {
            http.Response.StatusCode = seen.AddOrUpdate(http.Request.Query["i"]!, 1, (_, count) => count + 1) == 1 && http.Request.Query["i"] == "1" ? 500 : 200;
            return Say(http, "taken");
        });
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow(peer.Url, items: 3, "\"retries\": 1, \"delay\": 0, "));
        await engine.End(run);
        Assert.Equal(Keys(run, 0, 1, 1, 2), peer.Requests.Select(KeyOf).Order());
    }

    [Fact]
    public async Task A_failure_is_collected_with_the_answer_and_is_journaled_too()
    {
        await using var peer = await HttpPeer.Start(http =>
        {
            http.Response.StatusCode = http.Request.Query["i"] == "1" ? 418 : 200;
            return Say(http, "short and stout");
        });
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow(peer.Url, items: 2, each: ", \"onFailure\": \"collect\""));
        var error = (await engine.End(run)).Result!.Value[1].GetProperty("error");
        Assert.Equal(("call", 1, 418, "short and stout"), (error.GetProperty("node").GetString(), error.GetProperty("attempt").GetInt32(), error.GetProperty("status").GetInt32(), error.GetProperty("body").GetString()));
        Assert.Equal(2, Items(engine, run).Length);
    }

    [Fact]
    public async Task The_first_failure_cancels_the_items_in_flight_and_starts_no_other()
    {
        var others = new CountdownEvent(2);
        var hungUp = new CountdownEvent(2);
        await using var peer = await HttpPeer.Start(async http =>
        {
            if (http.Request.Query["i"] == "1")
            {
                await Task.Run(() => others.Wait(Waiting.Patience));
                http.Response.StatusCode = 400;
                return;
            }
            others.Signal();
            await Task.Delay(Waiting.Patience, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            hungUp.Signal();
        });
        await using var engine = Engine.Start();
        var end = await engine.Run(Flow(peer.Url, items: 10, each: ", \"parallel\": 3"));
        Assert.StartsWith("Item 2: ", end.Error, StringComparison.Ordinal);
        Assert.True(await Task.Run(() => hungUp.Wait(Waiting.Patience)));
        Assert.Equal(3, peer.Requests.Count);
    }

    [Fact]
    public async Task After_a_crash_only_the_items_that_had_not_ended_run_again_with_the_same_keys()
    {
        var isOpen = false;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await HttpPeer.Start(async http =>
        {
            if (http.Request.Query["i"] == "2" && !Volatile.Read(ref isOpen))
            {
                reached.TrySetResult();
                await Task.Delay(Waiting.Patience, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else
            {
                await Say(http, $"took {http.Request.Query["i"]}");
            }
        });
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow(peer.Url, items: 4, each: ", \"parallel\": 1"));
        await reached.Task.Soon();
        Volatile.Write(ref isOpen, true);
        await using var next = engine.Crash();
        var end = await next.End(run);
        Assert.Equal(["took 0", "took 1", "took 2", "took 3"], Bodies(end));
        Assert.Equal(Keys(run, 0, 1, 2, 2, 3), peer.Requests.Select(KeyOf).Order());
        Assert.Equal([1, 2], next.Journal.Read(run).OfType<NodeStarted>().Select(started => started.Attempt));
        Assert.Equal([0, 1, 2, 3], Items(next, run).Select(item => item.Index));
    }

    [Fact]
    public async Task After_a_crash_the_items_are_those_of_the_first_start_although_the_list_depends_on_the_time()
    {
        var isOpen = false;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await HttpPeer.Start(async http =>
        {
            if (http.Request.Query["i"] == "1" && !Volatile.Read(ref isOpen))
            {
                reached.TrySetResult();
                await Task.Delay(Waiting.Patience, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await using var engine = Engine.Start();
        var run = await engine.Begin($$$$"""call http {"method": "post", "url": "{{{{peer.Url}}}}?i={{index}}", "body": "{{item}}", "settings": {"each": {"items": "{{split (now) 'T'}}", "parallel": 1}}}""");
        await reached.Task.Soon();
        Volatile.Write(ref isOpen, true);
        engine.Time.Advance(TimeSpan.FromSeconds(20));
        await using var next = engine.Crash();
        await next.End(run);
        Assert.Equal(3, peer.Requests.Count);
        Assert.Equal(peer.Requests[1].Body, peer.Requests[2].Body);
    }

    [Fact]
    public async Task A_server_that_stops_finishes_the_items_in_flight_and_starts_no_other()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await HttpPeer.Start(async http =>
        {
            if (http.Request.Query["i"] == "1")
            {
                reached.TrySetResult();
                await release.Task;
            }
            await Say(http, "taken");
        });
        await using var engine = Engine.Start(new() { StopSeconds = 100 });
        var run = await engine.Begin(Flow(peer.Url, items: 3, each: ", \"parallel\": 1"));
        await reached.Task.Soon();
        var stopping = engine.Runs.Stop();
        release.SetResult();
        await stopping.Soon();
        Assert.Equal([0, 1], Items(engine, run).Select(item => item.Index));
        await using var next = await engine.Restart();
        await next.End(run);
        Assert.Equal(Keys(run, 0, 1, 2), peer.Requests.Select(KeyOf).Order());
    }

    [Fact]
    public async Task A_cancelled_run_aborts_its_items()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow(peer.Url, items: 3));
        await peer.Arrived;
        await engine.Runs.Cancel(run);
        Assert.Equal(RunStatus.Cancelled, (await engine.End(run)).Status);
        await peer.HungUp;
        Assert.Empty(Items(engine, run));
    }

    [Fact]
    public async Task A_secret_in_the_output_of_an_item_is_masked_in_the_journal()
    {
        await using var peer = await HttpPeer.Start(http => Say(http, $"your key is {http.Request.Headers["X-Key"]}"));
        await using var engine = Engine.Start();
        engine.Credentials.Replace([new("KEY", "s3cr3t-value")]);
        var run = await engine.Begin($$$$"""call http {"url": "{{{{peer.Url}}}}", "headers": [{"name": "X-Key", "value": "{{secrets.KEY}}"}], "settings": {"each": {"items": [1]}}}""");
        await engine.End(run);
        Assert.DoesNotContain("s3cr3t-value", Items(engine, run).Single().Body, StringComparison.Ordinal);
    }

    static string Flow(Uri peer, int items, string settings = "", string each = "") =>
        $$$$"""call http {"method": "post", "url": "{{{{peer}}}}?i={{index}}", "settings": {{{{{settings}}}}"each": {"items": [{{{{string.Join(", ", Enumerable.Range(0, items))}}}}]{{{{each}}}}}}}""";

    static Task Say(HttpContext http, string text)
    {
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(text);
    }

    static IEnumerable<string?> Bodies(RunState run) => run.Result!.Value.EnumerateArray().Select(output => output.GetProperty("body").GetString());

    static (int Index, int Total, string Body)[] Items(Engine engine, Guid run) =>
        [.. engine.Journal.Read(run).OfType<NodeItemCompleted>().Select(item => (item.Index, item.Total, item.Output.TryGetProperty("body", out var body) ? body.GetString()! : ""))];

    static string KeyOf(PeerRequest request) => request.Headers["Idempotency-Key"];

    static string[] Keys(Guid run, params int[] items) => [.. items.Select(index => $"{run}/call/{index}")];
}
