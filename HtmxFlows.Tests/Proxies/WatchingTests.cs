using System.Globalization;
using System.Net;
using System.Text;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Live;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Proxies;

/// <summary>The representations of a run on every way to the app.</summary>
[Slow]
public sealed class WatchingTests(App app)
{
    const int Forms = 5, Seats = 4;

    public static TheoryData<string> Ways => [.. Way.All.Keys];

    [Theory, MemberData(nameof(Ways))]
    public async Task Each_representation_of_a_run_is_live_and_complete_by_way_of(string name)
    {
        await using var way = await Way.All[name](app.Address);
        using var visitor = way.Visit();
        var run = await Start(visitor, way);
        var page = await visitor.Open(run);
        var forms = new Listener[Forms];
        for (var form = 0; form < Forms; form++)
            forms[form] = await Listener.To(visitor.Stream(Request(form, run, page)));

        // While the run waits: a buffer would release the text only at the end.
        foreach (var (form, listener) in forms.Index())
            await listener.Until(form < 3 ? "node-waiting" : " waits ");
        await visitor.Submit(page.One("form[action$='/cancellation']"));
        foreach (var listener in forms)
            Assert.Contains("cancelled", await listener.ToEnd(), StringComparison.Ordinal);

        await AssertWhole(forms[0].Heard, page, await visitor.Open(run));
        Array.ForEach(forms, listener => listener.Dispose());
    }

    [Theory, InlineData(Way.NginxOfReadme), InlineData(Way.CaddyOfReadme)]
    public async Task A_flow_of_the_largest_size_is_imported_by_way_of(string name)
    {
        await using var way = await Way.All[name](app.Address);
        using var visitor = way.Visit();
        var flow = App.Flow([App.Template("a", "x")]) + new string(' ', 7 * 1024 * 1024);

        var made = await visitor.Call($"POST {way.Address.AbsolutePath}api/workflows", $$"""{"name": "Large", "flow": {{flow}} }""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
    }

    [Fact]
    public async Task A_proxy_that_speaks_HTTP_1_0_to_the_app_does_not_raise_the_limit_of_streams_per_browser()
    {
        await using var way = await Way.Nginx(app.Address);
        using var visitor = way.Visit();
        var run = await Start(visitor, way);
        var page = await visitor.Open(run);
        var seated = new List<Listener>();
        for (var seat = 0; seat < Seats; seat++)
        {
            seated.Add(await Listener.To(visitor.Stream(Request(0, run, page))));
            await seated[seat].Until("node-waiting");
        }

        using var one = await Listener.To(visitor.Stream(Request(0, run, page)));
        Assert.StartsWith("retry: 2000\n", await one.ToEnd(), StringComparison.Ordinal);
        seated.ForEach(listener => listener.Dispose());
    }

    [Fact]
    public async Task Heartbeats_keep_the_stream_of_a_silent_run_open_beyond_the_timeout_of_nginx()
    {
        // Six seconds of nginx are sixty seconds of this app, the default time-out of nginx.
        await using var hasty = new App("Production") { Configure = ScaledTime.Of(10) };
        await using var way = await Way.Nginx(hasty.Address, "proxy_read_timeout 6s;");
        using var visitor = hasty.Visit();
        var run = await Start(visitor, way);
        var page = await visitor.Open(run);
        using var patient = way.Visit();
        using var stream = await Listener.To(patient.Stream(Request(0, run, page)));

        // The first comes at once, the others every fifteen seconds of the app: the sixth after more than sixty.
        await stream.Until("event: heartbeat", times: 6);
    }

    /// <returns>The path of a run that waits for a year.</returns>
    static async Task<string> Start(Visitor visitor, Way way)
    {
        var made = await visitor.Call($"POST {way.Address.AbsolutePath}api/workflows", $$"""{"name": "Watched", "flow": {{App.Flow([App.Template("a", "x"), App.Endless()], "a→endless")}} }""");
        var started = await visitor.Call($"POST {made.Header("Location")}/runs", new { prompt = "watch me" });
        return started.Json().Text("url");
    }

    /// <summary>The stream of a page from its beginning, and the other live representations of a run.</summary>
    static HttpRequestMessage Request(int form, string run, Page page) => form switch
    {
        0 => ApiCalls.Request($"GET {page.One("[sse-connect]").GetAttribute("sse-connect")}", null, ("Last-Event-ID", "0")),
        1 => ApiCalls.Request($"GET {run}", null, ("Accept", "text/event-stream")),
        2 => ApiCalls.Request($"GET {run}", null, ("Accept", "application/x-ndjson")),
        3 => ApiCalls.Request($"GET {run}", null, ("Accept", "text/plain")),
        _ => ApiCalls.Request($"GET {run}/log", null, ("Accept-Encoding", "gzip, br")),
    };

    static async Task AssertWhole(string stream, Page before, Page after)
    {
        using var reader = new SseReader(new MemoryStream(Encoding.UTF8.GetBytes(stream)));
        var events = await reader.ToEnd(TestContext.Current.CancellationToken);
        var entries = events.Where(next => !next.IsView).Select(next => next.Id);
        Assert.Equal(after.All("#log > li").Select((_, index) => (index + 1).ToString(CultureInfo.InvariantCulture)), entries);
        Assert.Equal("done", events[^1].Name);
        var live = LivePage.Before(before);
        live.Apply(events);
        Assert.Equal(LivePage.Of(after).Html, live.Html);
    }
}
