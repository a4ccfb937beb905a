using System.Globalization;
using HtmxFlows.Runs;

namespace HtmxFlows.Benchmarks;

/// <summary>A thousand viewers of one run; next to it, a bare Kestrel loop that writes the same bytes. Only the servers' time is counted.</summary>
static class FanOutBenchmark
{
    const int Viewers = 1000, Nodes = 40, Pace = 100;
    const double LeastDeliveries = 70_000;

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        var app = await WatchApp(scratch);
        await File.WriteAllBytesAsync(scratch.File("answer"), app.Answer);
        var bare = await WatchBare(scratch.File("answer"));
        report.AtLeast("deliveries", app.Rate, "per server CPU-second", LeastDeliveries);
        report.Line("  by a bare Kestrel loop of the same bytes", bare.Rate, "per server CPU-second");
        report.Line("  ratio", app.Rate / bare.Rate, "");
        report.AtMost("lost or repeated", app.Wrong + bare.Wrong, "deliveries", 0);
        report.Line("from the event to its receipt, median", app.Delay.Median, "ms");
        report.Line("  p99", app.Delay.P99, "ms");
        report.Line("deliveries in all", app.Deliveries, "");
        report.Line("bytes a viewer", app.Answer.Length / 1024.0, "KB");
    }

    static async Task<Figures> WatchApp(Scratch scratch)
    {
        Guid workflow;
        var file = scratch.File("htmxflows.db");
        using (var engine = new Engine(file))
            workflow = await engine.Add(Flows.Waiting(8, Nodes, Pace / 1000.0));
        await using var server = await ServerProcess.StartApp(scratch.Path);
        using var visitor = await Visitor.Open(server.Address, workflow);
        var run = await visitor.Post("prompt");
        var figures = await Watch(server, $"{run}/events");
        using var database = new Data.Database(file);
        var events = new Journal(database).Read(Guid.Parse(run.Split('/')[^1]));
        foreach (var next in events.Skip(figures.Before))
            figures.Add(next.Seq, next.At);
        return figures;
    }

    static async Task<Figures> WatchBare(string answer)
    {
        await using var server = await ServerProcess.StartSelf(
            BareServer.Argument, answer, Viewers.ToString(CultureInfo.InvariantCulture), Pace.ToString(CultureInfo.InvariantCulture));
        return await Watch(server, "/");
    }

    static async Task<Figures> Watch(ServerProcess server, string path)
    {
        using var audience = await Audience.Gather(server.Address, path, Viewers);
        await Task.Delay(TimeSpan.FromSeconds(1));
        // What came up to here is the catching up of those who joined, and is not counted.
        var before = audience.Viewers.Max(viewer => viewer.Seen.Count);
        var cpu = server.Cpu;
        await audience.End();
        return new(audience, before, (server.Cpu - cpu).TotalSeconds);
    }

    sealed class Figures(Audience audience, int before, double cpuSeconds)
    {
        public int Before { get; } = before;

        public int Deliveries { get; } = audience.Viewers.Sum(viewer => viewer.Seen.Count(seen => seen.Key > before));

        public double Rate => Deliveries / cpuSeconds;

        /// <summary>How many did not come exactly once, to each, from the first event to the last.</summary>
        public long Wrong { get; } = Miscounted(audience);

        public byte[] Answer { get; } = audience.Viewers[0].Recording;

        public Samples Delay { get; } = new();

        public void Add(long seq, DateTimeOffset at)
        {
            foreach (var viewer in audience.Viewers)
                Delay.Add((viewer.Seen[seq].At - at).TotalMilliseconds);
        }

        static long Miscounted(Audience audience)
        {
            var last = audience.Viewers.Max(viewer => viewer.Seen.Keys.Max());
            return audience.Viewers.Sum(viewer =>
                Enumerable.Range(1, (int)last).Count(seq => !viewer.Seen.TryGetValue(seq, out var seen) || seen.Times != 1));
        }
    }
}
