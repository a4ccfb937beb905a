using System.Globalization;
using Dapper;

namespace HtmxFlows.Benchmarks;

/// <summary>Runs per second, durable, 64 at a time; and what a bare loop of prepared inserts makes of the same rows.</summary>
static class EngineBenchmark
{
    const int AtATime = 64, Runs = 6000, Repeats = 3, Secrets = 50;
    const double LeastRuns = 1500, LeastRatio = 0.4, MostSecondsOfItems = 1;

    public static async Task Run(Report report)
    {
        await Measure(report, "template → set → template", Flows.Pure);
        await Measure(report, string.Create(CultureInfo.InvariantCulture, $"the same with {Secrets} credentials"), Flows.Pure, Secrets);
        await Measure(report, "template → compute → store", Flows.Storing);
        await MeasureItems(report);
    }

    /// <summary>One run whose pure node runs for each of as many items as there may be.</summary>
    static async Task MeasureItems(Report report)
    {
        using var scratch = new Scratch();
        using var engine = new Engine(scratch.File("engine.db"));
        var workflow = await engine.Add(Flows.Items);
        // Until the code is compiled as well as it will be, nothing is counted.
        await engine.Run(workflow, "warm");
        var took = await Samples.Of(Repeats, () => engine.Run(workflow, "prompt"));
        report.AtMost("a template for each of 10,000 items, median", took.Median / 1000, "s", MostSecondsOfItems);
    }

    static async Task Measure(Report report, string name, string flow, int secrets = 0)
    {
        List<Figures> all = [];
        // Until the code is compiled as well as it will be, nothing is counted.
        await Measure(flow, secrets);
        for (var i = 0; i < Repeats; i++)
            all.Add(await Measure(flow, secrets));
        // Each repeat has both sides of the ratio; the middle one by ratio is shown.
        var middle = all.OrderBy(figures => figures.Ratio).ElementAt(Repeats / 2);
        report.AtLeast(name, middle.Engine, "runs/s", LeastRuns);
        report.Line("  the same rows by bare prepared inserts", middle.Bare, "runs/s");
        report.AtLeast("  ratio", middle.Ratio, "", LeastRatio);
        report.Line("  runs in a commit, on average", middle.RunsPerCommit, "");
        report.Line("  rows of a run", middle.Rows, "");
        report.Line("  CPU time of a run", middle.EngineCost.Cpu / Runs * 1e6, "µs");
        report.Line("  CPU time of its rows by the bare loop", middle.BareCost.Cpu / Runs * 1e6, "µs");
    }

    static async Task<Figures> Measure(string flow, int secrets)
    {
        using var scratch = new Scratch();
        var (cost, commits) = await Execute(scratch.File("engine.db"), flow, secrets);
        var bare = new BareInserts(scratch.File("engine.db"), AtATime);
        return new(cost, bare.Insert(scratch.File("bare.db")), (double)Runs / commits, (double)bare.Rows / Runs);
    }

    static async Task<(Cost Cost, int Commits)> Execute(string file, string flow, int secrets)
    {
        using var engine = new Engine(file, secrets);
        var workflow = await engine.Add(flow);
        await Together(Runs / 10, engine, workflow, "warm");
        engine.Writer.Connection.Execute("DELETE FROM runs; DELETE FROM store_entries");
        var before = engine.Commits;
        var cost = await Cost.Of(() => Together(Runs, engine, workflow, "prompt"));
        return (cost, engine.Commits - before);
    }

    static Task Together(int runs, Engine engine, Guid workflow, string prompt)
    {
        var next = 0;
        return Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= runs; i = Interlocked.Increment(ref next))
                await engine.Run(workflow, string.Create(CultureInfo.InvariantCulture, $"{prompt} {i}"));
        })));
    }

    sealed record Figures(Cost EngineCost, Cost BareCost, double RunsPerCommit, double Rows)
    {
        public double Engine => Runs / EngineCost.Seconds;

        public double Bare => Runs / BareCost.Seconds;

        public double Ratio => Engine / Bare;
    }
}
