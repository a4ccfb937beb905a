using HtmxFlows.Live;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HtmxFlows.Tests.Live;

/// <summary>Viewers who do not read, over real sockets with little room.</summary>
public sealed class DeadViewerTests : IAsyncDisposable
{
    const int SendBuffer = 4096, Talkers = 60, DeadEach = 3;

    // As much of an output as the page shows.
    static readonly string Talk = new('x', 8000);

    /// <summary>Every answer that follows a run.</summary>
    static readonly (string Address, string Header)[] Streams =
    [
        ("/runs/{0}/events", "Last-Event-ID: 0"),
        ("/runs/{0}/log", "Accept: text/html"),
        ("/runs/{0}", "Accept: text/event-stream"),
        ("/runs/{0}", "Accept: application/x-ndjson"),
        ("/runs/{0}", "Accept: text/plain"),
    ];

    readonly WoundTime time = new(held: StreamResponse.WriteDeadline);
    readonly App app;
    readonly List<RawViewer> viewers = [];

    public DeadViewerTests() => app = new() { Configure = Change };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_who_does_not_read_is_hung_up_on_at_the_deadline_and_the_others_have_everything()
    {
        using var visitor = app.Visit();
        await using var gate = await GatedPeer.Start();
        var run = await TalkativeRun(gate);
        var dead = await Dead(run);
        var lively = await Task.WhenAll(Streams.Select(stream => visitor.Stream(Request(run, stream))));
        var slow = await Connect(run, Streams[0], "HTTP/1.0");

        gate.Open();

        var seen = await Task.WhenAll(lively.Select(one => one.Content.ReadAsStringAsync(Cancellation))).Soon();
        await StandStill(dead.Length + 1);
        Assert.Equal(dead.Length + 1, Viewers(run));
        foreach (var (stream, text) in Streams.Zip(seen))
            Assert.Equal(Entries((await visitor.Send(Request(run, stream))).Source), Entries(text));
        // Late, and in time all the same.
        Assert.Equal(Entries(seen[0]), Entries(await slow.ReadToEnd()));
        await Eventually.Equal(dead.Length, () => Task.FromResult(Viewers(run)));

        time.WindOn(StreamResponse.WriteDeadline);

        await Eventually.Equal(0, () => Task.FromResult(Viewers(run)));
        foreach (var one in dead)
            Assert.DoesNotContain("\r\n0\r\n\r\n", await one.ReadToEnd(), StringComparison.Ordinal);
    }

    [Theory]
    // So much that the server waits for them, and so little that it is they who have not got all that it has sent.
    [InlineData(Talkers, true)]
    [InlineData(6, false)]
    public async Task Viewers_who_do_not_read_do_not_hold_up_the_end_of_the_server(int talkers, bool isAwaited)
    {
        app.Visit().Dispose();
        await using var gate = await GatedPeer.Start();
        var run = await TalkativeRun(gate, talkers);
        var dead = await Dead(run);
        gate.Open();
        await app.End(run);
        await (isAwaited ? StandStill(dead.Length) : Eventually.Equal(0, () => Task.FromResult(Viewers(run))));

        // Without the deadline, which this clock does not reach, and without the host's own, which is lifted.
        await app.Get<IHost>().StopAsync(Cancellation).Soon();
    }

    public ValueTask DisposeAsync()
    {
        // First, or a server that waits for them would never stop.
        viewers.ForEach(viewer => viewer.Dispose());
        return app.DisposeAsync();
    }

    void Change(IWebHostBuilder builder) => builder.ConfigureServices(services => services
        .AddSingleton<TimeProvider>(time)
        .Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan)
        // What is tested is the product's own deadline.
        .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinResponseDataRate = null)
        .Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = SendBuffer;
            return socket;
        }));

    /// <summary>A run that says a lot as soon as the gate is open.</summary>
    async Task<Guid> TalkativeRun(GatedPeer gate, int count = Talkers)
    {
        var talkers = Enumerable.Range(1, count).Select(number => $"n{number}").ToArray();
        var workflow = await app.Make("Talkative",
            [App.Node("gate", "http", new { url = gate.Url.ToString() }), .. talkers.Select(id => App.Template(id, "{{prompt}}"))],
            [.. talkers.Select(id => $"gate→{id}")]);
        var run = await app.Start(workflow, Talk);
        await gate.Arrived;
        return run;
    }

    async Task<RawViewer[]> Dead(Guid run) =>
        await Task.WhenAll(Streams.SelectMany(stream => Enumerable.Repeat(stream, DeadEach)).Select(stream => Connect(run, stream, "HTTP/1.1")));

    async Task<RawViewer> Connect(Guid run, (string Address, string Header) stream, string protocol)
    {
        var viewer = await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET {string.Format(null, stream.Address, run)} {protocol}", stream.Header);
        lock (viewers)
            viewers.Add(viewer);
        return viewer;
    }

    static HttpRequestMessage Request(Guid run, (string Address, string Header) stream)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, string.Format(null, stream.Address, run));
        var header = stream.Header.Split(": ");
        request.Headers.Add(header[0], header[1]);
        return request;
    }

    /// <summary>Waits until so many viewers have kept the server waiting.</summary>
    Task StandStill(int viewers) => Eventually.Equal(viewers, () => Task.FromResult(time.Held));

    int Viewers(Guid run)
    {
        using var watch = app.Get<RunFeeds>().Open(run)!;
        return watch.Feed.Viewers - 1;
    }

    /// <summary>What is the same whenever it is read: frames that have a number, or else all but signs of life.</summary>
    static string[] Entries(string text) => text.Contains("id: 1\n", StringComparison.Ordinal)
        ? [.. text.Split("\n\n").Where(frame => frame.Contains("id: ", StringComparison.Ordinal)).Select(frame => frame[frame.IndexOf("id: ", StringComparison.Ordinal)..])]
        : [.. text.Replace("<!-- -->", "", StringComparison.Ordinal).Split('\n').Select(line => line.Trim())];
}
