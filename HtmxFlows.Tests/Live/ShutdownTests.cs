using System.Diagnostics;
using System.Globalization;
using HtmxFlows.Tests.Browser;

namespace HtmxFlows.Tests.Live;

/// <summary>The app as a process that is stopped and started again while many watch.</summary>
public sealed class ShutdownTests : IDisposable
{
    const int Viewers = 500;

    readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Five_hundred_streams_end_with_the_server_and_are_live_again_by_themselves_when_it_is_back()
    {
        await using var before = AppProcess.Launch(folder.Path);
        var (address, backstage) = (await before.Ready, new Backstage(await before.Ready));
        var run = await backstage.Run(await backstage.Keep(Flows.LongRest));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        var viewers = Enumerable.Range(0, Viewers).Select(_ => new ReturningViewer(http, $"{run}/events")).ToArray();
        var watching = Task.WhenAll(viewers.Select(viewer => viewer.Watch()));
        await All(viewers, viewer => viewer.Names.Contains("panel"));

        var stopping = Stopwatch.StartNew();
        var exitCode = await before.Stop();
        TestContext.Current.SendDiagnosticMessage($"{Viewers} streams and the server ended in {stopping.Elapsed.TotalSeconds:0.00} s.");
        await All(viewers, viewer => viewer.Ended == 1);
        Assert.Equal(0, exitCode);

        await using var after = AppProcess.Launch(folder.Path, address.Port);
        await after.Ready;
        await All(viewers, viewer => viewer.Answers == 2);
        await backstage.Cancel(run);
        await watching.Soon();

        var last = await backstage.LastSeq(run);
        Assert.All(viewers, viewer =>
        {
            Assert.Equal(0, viewer.Broken);
            Assert.Equal("done", viewer.Names[^1]);
            Assert.Equal(Enumerable.Range(viewer.Ids[0], (int)last - viewer.Ids[0] + 1), viewer.Ids);
        });
    }

    public void Dispose() => folder.Dispose();

    static Task All(ReturningViewer[] viewers, Predicate<ReturningViewer> holds) =>
        Eventually.Equal(viewers.Length, () => Task.FromResult(viewers.Count(viewer => holds(viewer))));

    /// <summary>Watches as an EventSource does: whatever ends its connection, it reconnects after the given time, and sends its last event id.</summary>
    sealed class ReturningViewer(HttpClient http, string address)
    {
        readonly Lock gate = new();
        readonly List<SseEvent> seen = [];
        string lastEventId = "";
        int? retry;

        public List<string> Names => Seen(_ => true, next => next.Name);

        /// <summary>The numbers of the entries, or of the snapshots in their place.</summary>
        public List<int> Ids => Seen(next => !next.IsView, next => int.Parse(next.Id, CultureInfo.InvariantCulture));

        /// <summary>How many answers have begun.</summary>
        public int Answers { get; private set; }

        /// <summary>How many answers the server has brought to their end before the run had one.</summary>
        public int Ended { get; private set; }

        /// <summary>How many answers broke off.</summary>
        public int Broken { get; private set; }

        public async Task Watch()
        {
            while (!await Connect())
                await Task.Delay(retry ?? 1000, TestContext.Current.CancellationToken);
        }

        /// <returns>Whether the run has ended.</returns>
        async Task<bool> Connect()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (lastEventId.Length > 0)
                request.Headers.Add("Last-Event-ID", lastEventId);
            HttpResponseMessage response;
            try
            {
                response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                return false;
            }
            Answers++;
            try
            {
                return await Read(response);
            }
            catch (IOException)
            {
                Broken++;
                return false;
            }
        }

        async Task<bool> Read(HttpResponseMessage response)
        {
            using var reader = new SseReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            while (await reader.Next(TestContext.Current.CancellationToken) is { } next)
            {
                (lastEventId, retry) = (reader.LastEventId, reader.Retry);
                lock (gate)
                    seen.Add(next);
                if (next.Name == "done")
                    return true;
            }
            Ended++;
            return false;
        }

        List<T> Seen<T>(Func<SseEvent, bool> which, Func<SseEvent, T> what)
        {
            lock (gate)
                return [.. seen.Where(which).Select(what)];
        }
    }
}
