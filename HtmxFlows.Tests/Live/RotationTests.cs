using System.Text;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Live;

/// <summary>What a stream does as time goes by while its run says nothing.</summary>
public sealed class RotationTests : IAsyncDisposable
{
    // About ten minutes: nine at the least and eleven at the most.
    static readonly TimeSpan Shortest = TimeSpan.FromMinutes(9), Longest = TimeSpan.FromMinutes(11), Margin = TimeSpan.FromSeconds(20);

    readonly WoundTime time = new();
    readonly App app;

    public RotationTests() => app = new() { Configure = builder => builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(time)) };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_ends_after_about_ten_minutes_and_a_reconnecting_client_resumes_at_its_position()
    {
        using var visitor = app.Visit();
        var run = await Waiting(visitor);
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/events"));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var begun = await ReadTo(reader, "panel");

        time.WindOn(Shortest - Margin);
        Assert.Equal(["heartbeat"], (await ReadTo(reader, "heartbeat")).Select(next => next.Name));
        time.WindOn(Longest - Shortest + 2 * Margin);
        var rest = await reader.ToEnd(Cancellation).Soon();

        Assert.Contains(begun, next => next.Name == "snapshot");
        Assert.DoesNotContain(rest, next => next.Name != "heartbeat");
        await visitor.Submit((await visitor.Open($"/runs/{run}")).Form("/cancellation"));
        var again = new HttpRequestMessage(HttpMethod.Get, $"/runs/{run}/events") { Headers = { { "Last-Event-ID", reader.LastEventId } } };
        using var second = new SseReader(await (await visitor.Stream(again)).Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal(["workflow-cancelled", "timeline", "panel", "done"], (await second.ToEnd(Cancellation).Soon()).Select(next => next.Name));
    }

    [Theory]
    [InlineData("/runs/{0}/events", "*/*", "event: heartbeat\n")]
    [InlineData("/runs/{0}/log", "*/*", "<!-- -->")]
    [InlineData("/runs/{0}", "text/event-stream", "\n:\n")]
    [InlineData("/runs/{0}", "application/x-ndjson", null)]
    public async Task A_silent_stream_gives_a_sign_of_life_every_fifteen_seconds(string address, string accept, string? sign)
    {
        using var visitor = app.Visit();
        var run = await Waiting(visitor);
        using var response = await visitor.Stream(new(HttpMethod.Get, string.Format(null, address, run)) { Headers = { { "Accept", accept } } });
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var text = new StringBuilder();
        await ReadUntil(() => text.ToString().Contains("waits until", StringComparison.Ordinal) || text.ToString().Contains("node-waiting", StringComparison.Ordinal));

        var first = Signs();
        for (var beat = 0; beat < 3; beat++)
        {
            var before = Signs();
            // Which is none.
            app.Get<RunFeeds>().WakeAll();
            time.WindOn(RunFeeds.Heartbeat);
            await ReadUntil(() => Signs() > before);
        }

        Assert.Equal(3, Signs() - first);

        // Of lines, the signs are spaces before the next line.
        int Signs() => sign is null ? text.Length - text.ToString().TrimEnd(' ').Length : text.ToString().Split(sign).Length;

        async Task ReadUntil(Func<bool> isEnough)
        {
            var some = new char[4096];
            while (!isEnough())
                text.Append(some, 0, await reader.ReadAsync(some, Cancellation).AsTask().Soon());
        }
    }

    [Fact]
    public async Task A_log_for_a_terminal_says_now_and_then_that_the_run_continues()
    {
        using var visitor = app.Visit();
        var run = await Waiting(visitor);
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}") { Headers = { { "Accept", "text/plain" } } });
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        while (!(await reader.ReadLineAsync(Cancellation).AsTask().Soon())!.Contains("waits until", StringComparison.Ordinal))
        {
        }

        var (beats, next) = (0, reader.ReadLineAsync(Cancellation).AsTask());
        await Eventually.Equal(true, () =>
        {
            beats++;
            time.WindOn(RunFeeds.Heartbeat);
            return Task.FromResult(next.IsCompleted);
        });

        Assert.Matches(@"^\d\d:\d\d:\d\d +… still waiting, 1 node active, \d", await next);
        Assert.InRange(beats, 3, int.MaxValue);
    }

    [Fact]
    public async Task Streams_ask_for_different_delays_so_that_clients_do_not_reconnect_at_once()
    {
        using var visitor = app.Visit();
        HashSet<int?> delays = [];
        for (var stream = 0; stream < 20; stream++)
        {
            using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{Guid.Empty}/events"));
            using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
            await reader.ToEnd(Cancellation).Soon();
            delays.Add(reader.Retry);
        }

        Assert.All(delays, delay => Assert.InRange(delay!.Value, 1000, 2999));
        Assert.InRange(delays.Count, 2, 20);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_does_not_silence_a_run()
    {
        using var visitor = app.Visit();
        var run = await Waiting(visitor);
        using var watch = app.Get<RunFeeds>().Open(run)!;
        // What makes the feed note when it last gave something out.
        var before = watch.Feed.Last;
        await app.Get<Journal>().Append(Noted(run, before + 1), [new WorkflowResumed { Seq = before + 1, At = time.GetUtcNow() }]);
        await Eventually.Equal(before + 1, () => Task.FromResult(watch.Feed.Last));

        time.PutBack(TimeSpan.FromDays(1));
        await app.Get<Journal>().Append(Noted(run, before + 2), [new WorkflowResumed { Seq = before + 2, At = time.GetUtcNow() }]);

        await Eventually.Equal(before + 2, () => Task.FromResult(watch.Feed.Last));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>The run after one more event that changes nothing.</summary>
    RunState Noted(Guid run, long seq) =>
        RunState.Of(run, app.Get<Journal>().Read(run)).Apply(new WorkflowResumed { Seq = seq, At = time.GetUtcNow() });

    /// <summary>A run that waits, and says nothing for a year.</summary>
    async Task<Guid> Waiting(Visitor visitor)
    {
        var run = await app.Start(await app.Make("Silent", [App.Endless()]));
        await Eventually.Equal("waiting", async () => (await visitor.Open($"/runs/{run}")).One("#panel [role=status] [data-status]").GetAttribute("data-status"));
        return run;
    }

    static async Task<IReadOnlyList<SseEvent>> ReadTo(SseReader reader, string name)
    {
        List<SseEvent> events = [];
        do
            events.Add((await reader.Next(Cancellation).Soon())!);
        while (events[^1].Name != name);
        return events;
    }
}
