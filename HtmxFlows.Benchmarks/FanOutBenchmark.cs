using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>
/// Many viewers of one run, and of a run each; next to each, a bare Kestrel loop that writes the bytes that one of them got to as many
/// viewers. Only the servers' time is counted; of the app that is all it does, the runs included.
/// </summary>
static class FanOutBenchmark
{
    const double LeastDeliveries = 70_000;

    static readonly Watched[] All =
    [
        new("1,000 viewers of one run", Viewers: 1000, Runs: 1, Nodes: 120, Pace: 0.1, Lead: 8),
        new("5,000 viewers of one run", Viewers: 5000, Runs: 1, Nodes: 40, Pace: 0.5, Lead: 25),
        new("1,000 viewers of a run each", Viewers: 1000, Runs: 1000, Nodes: 9, Pace: 2, Lead: 40),
    ];

    /// <param name="Nodes">How many nodes a run has.</param>
    /// <param name="Pace">How long each waits, in seconds.</param>
    /// <param name="Lead">How long the first waits, while the viewers come.</param>
    sealed record Watched(string Name, int Viewers, int Runs, int Nodes, double Pace, double Lead)
    {
        /// <summary>How many events there are before those that are counted: two thirds, as a node has three, since .NET compiles what is busy a second time, and for seconds.</summary>
        public int WarmUp => 2 * Nodes;
    }

    public static async Task Run(Report report)
    {
        foreach (var watched in All.Where(watched => OpenFiles.Allow(report, watched.Viewers)))
        {
            report.Note(watched.Name);
            using var scratch = new Scratch();
            var app = await WatchApp(watched, scratch);
            await File.WriteAllBytesAsync(scratch.File("answer"), app.Answer);
            Show(report, watched, app, await WatchBare(watched, scratch.File("answer")));
        }
    }

    static void Show(Report report, Watched watched, Figures app, Figures bare)
    {
        if (watched.Runs == 1)
            report.AtLeast("deliveries", app.Rate, "per server CPU-second", LeastDeliveries);
        else
            report.Line("deliveries, each event drawn for one viewer", app.Rate, "per server CPU-second");
        report.Line("  by the bare loop", bare.Rate, "per server CPU-second");
        report.Line("  ratio", app.Rate / bare.Rate, "");
        report.AtMost("lost or repeated", app.Wrong + bare.Wrong, "deliveries", 0);
        report.Line("from commit to receipt, median", app.Delay.Median, "ms");
        report.Line("  p99", app.Delay.P99, "ms");
        report.Line("from the bare loop's write to receipt, median", bare.Delay.Median, "ms");
        report.Line("  p99", bare.Delay.P99, "ms");
        report.Line("memory at its height, a viewer", app.Kilobytes, "KB");
        report.Line("  of the bare loop", bare.Kilobytes, "KB");
        report.Line("deliveries in all", app.Deliveries, "");
        report.Line("sent to a viewer", app.Answer.Length / 1024.0, "KB");
    }

    static async Task<Figures> WatchApp(Watched watched, Scratch scratch)
    {
        Guid workflow;
        using (var engine = new Engine(scratch.File("htmxflows.db")))
            workflow = await engine.Add(Flows.Waiting(watched.Lead, watched.Nodes, watched.Pace));
        await using var server = await ServerProcess.StartApp(scratch.Path);
        using var visitor = await Visitor.Open(server.Address, workflow);
        var runs = await visitor.PostMany("prompt", watched.Runs);
        return await Watch(server, watched.WarmUp, [.. Enumerable.Range(0, watched.Viewers).Select(i => runs[i % runs.Count])], run => $"{run}/events", run => Guid.Parse(run.Split('/')[^1]));
    }

    static async Task<Figures> WatchBare(Watched watched, string answer)
    {
        await using var server = await ServerProcess.StartSelf(
            BareServer.Argument, answer, watched.Viewers.ToString(CultureInfo.InvariantCulture), (watched.Pace * 1000).ToString(CultureInfo.InvariantCulture));
        return await Watch(server, watched.WarmUp, [.. Enumerable.Repeat("/", watched.Viewers)], path => path, _ => Guid.Empty);
    }

    /// <param name="warmUp">The first event that is counted.</param>
    /// <param name="watched">What each viewer watches.</param>
    /// <param name="address">Where that is.</param>
    /// <param name="run">Under which id its events are noted.</param>
    static async Task<Figures> Watch(ServerProcess server, int warmUp, string[] watched, Func<string, string> address, Func<string, Guid> run)
    {
        var before = await server.Settle();
        using var audience = await Audience.Gather(server.Address, [.. watched.Select(address)]);
        // What came up to here is the catching up of those who joined, and the compiling of the code, and is not counted.
        await audience.Viewers[^1].Until(warmUp);
        audience.Viewers.ToList().ForEach(viewer => viewer.Mark());
        var cpu = server.Cpu;
        await audience.End();
        var seconds = (server.Cpu - cpu).TotalSeconds;
        var moments = (await server.Moments()).ToLookup(moment => moment.Run, moment => (moment.Seq, moment.At));
        var receipts = audience.Viewers.Zip(watched).Select(pair => new Receipts(pair.First, moments[run(pair.Second)]));
        return new([.. receipts], audience.Recording, seconds, (server.Peak - before.WorkingSet) / 1024.0 / watched.Length);
    }

    /// <summary>What one viewer got of what happened.</summary>
    sealed record Receipts(Viewer Viewer, IEnumerable<(long Seq, DateTimeOffset At)> Events)
    {
        /// <summary>How many events did not come exactly once.</summary>
        public int Wrong => Events.Count(next => Viewer.Seen.GetValueOrDefault(next.Seq).Times != 1);

        /// <summary>How long those took that were counted, in milliseconds.</summary>
        public IEnumerable<double> Delays => Events.Where(next => next.Seq > Viewer.Marked && Viewer.Seen.ContainsKey(next.Seq)).Select(next => (Viewer.Seen[next.Seq].At - next.At).TotalMilliseconds);
    }

    sealed class Figures
    {
        public Figures(Receipts[] receipts, byte[] answer, double cpuSeconds, double kilobytes)
        {
            foreach (var delay in receipts.SelectMany(receipt => receipt.Delays))
                Delay.Add(delay);
            Wrong = receipts.Sum(receipt => receipt.Wrong);
            Rate = Deliveries / cpuSeconds;
            Answer = answer;
            Kilobytes = kilobytes;
        }

        public Samples Delay { get; } = new();

        public int Deliveries => Delay.Count;

        /// <summary>Deliveries per second of the server's CPU time.</summary>
        public double Rate { get; }

        /// <summary>How many did not come exactly once, to each, from the first event to the last.</summary>
        public int Wrong { get; }

        /// <summary>What a viewer got, as it was on the wire.</summary>
        public byte[] Answer { get; }

        /// <summary>The largest working set there was, beyond that before the viewers came, a viewer.</summary>
        public double Kilobytes { get; }
    }
}
