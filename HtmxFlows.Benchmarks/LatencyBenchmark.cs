using System.Diagnostics;
using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Benchmarks;

/// <summary>One run at a time, from the wish to its end: in process, and as a browser does it. The floor is a durable commit of one row.</summary>
static class LatencyBenchmark
{
    const int Count = 600;
    const double MostMilliseconds = 5;

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        Guid workflow;
        using (var engine = new Engine(scratch.File("htmxflows.db")))
        {
            workflow = await engine.Add(Flows.Pure);
            Show(report, "a durable commit of one row", await Samples.Of(Count, () => Commit(engine.Writer)));
            Show(report, "in process, start to durable end", await Samples.Of(Count, () => engine.Run(workflow, "prompt")));
        }
        await using var server = await ServerProcess.StartApp(scratch.Path);
        using var database = new SqliteDatabase(scratch.File("htmxflows.db"));
        using var visitor = await Visitor.Open(server.Address, workflow);
        Samples posted = new(), seen = new();
        for (var i = 0; i < Count; i++)
        {
            var (post, stream) = await Visit(visitor, new RunStore(database));
            if (i < Count / 10)
                continue;
            posted.Add(post.TotalMilliseconds);
            seen.Add((post + stream).TotalMilliseconds);
        }
        report.AtMost("HTTP POST to answer; the end is durable, median", posted.Median, "ms", MostMilliseconds);
        report.Line("  p99", posted.P99, "ms");
        report.AtMost("HTTP POST to end seen on the stream, median", seen.Median, "ms", MostMilliseconds);
        report.Line("  p99", seen.P99, "ms");
    }

    /// <summary>How long the form took, and after it the stream.</summary>
    /// <exception cref="InvalidOperationException">The end was not in the database when the form was answered.</exception>
    static async Task<(TimeSpan Post, TimeSpan Stream)> Visit(Visitor visitor, RunStore runs)
    {
        var start = Stopwatch.GetTimestamp();
        var run = await visitor.Post("prompt");
        var post = Stopwatch.GetElapsedTime(start);
        if (runs.Find(Guid.Parse(run.Split('/')[^1]))?.FinishedAt is null)
            throw new InvalidOperationException("The form was answered before the end of the run was durable.");
        start = Stopwatch.GetTimestamp();
        await visitor.Watch(run);
        return (post, Stopwatch.GetElapsedTime(start));
    }

    static Task Commit(DatabaseWriter writer)
    {
        writer.Execute("BEGIN IMMEDIATE");
        writer.Execute("INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('floor', $0, '1', '')", Guid.NewGuid().ToString());
        writer.Execute("COMMIT");
        return Task.CompletedTask;
    }

    static void Show(Report report, string name, Samples samples)
    {
        report.Line($"{name}, median", samples.Median, "ms");
        report.Line("  p99", samples.P99, "ms");
    }
}
