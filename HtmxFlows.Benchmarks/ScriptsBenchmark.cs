using System.Diagnostics;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Scripts;

namespace HtmxFlows.Benchmarks;

/// <summary>What a script costs beside its own work: the way to a worker process and back, and an engine of its own.</summary>
static class ScriptsBenchmark
{
    const int Count = 8000;
    const double MostMilliseconds = 0.3;

    const string Small = "return input.filter(order => order.total >= 100).map(({ id, total }) => ({ id, total: total * 2 }));";

    static readonly Dictionary<string, JsonElement> Orders = new()
    {
        ["input"] = Json.Parse("""[{"id": 1, "total": 120}, {"id": 2, "total": 80}, {"id": 3, "total": 40}, {"id": 4, "total": 200}]"""),
    };

    public static async Task Run(Report report)
    {
        using var workers = new ScriptWorkers(new());
        var start = Stopwatch.GetTimestamp();
        await Once(workers);
        report.Line("the first script, with the start of its process", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms");
        // Until the code of the worker is compiled as well as it will be, nothing is counted.
        await Samples.Of(Count, () => Once(workers));
        var samples = await Samples.Of(Count, () => Once(workers));
        report.AtMost("a small script on a warm worker, median", samples.Median, "ms", MostMilliseconds);
        report.Line("a small script on a warm worker, p99", samples.P99, "ms");
    }

    static Task Once(ScriptWorkers workers) =>
        workers.Run(new(Small, Orders, 1024 * 1024), CancellationToken.None) is { Output: not null } ? Task.CompletedTask : throw new InvalidOperationException("The script failed.");
}
