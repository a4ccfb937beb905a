using System.Diagnostics;
using System.Globalization;

namespace HtmxFlows.Benchmarks;

/// <summary>From the start of the process, with an empty data folder, until it listens and until it has answered.</summary>
static class StartBenchmark
{
    const int Repeats = 5;
    const double MostSeconds = 1.5;

    public static async Task Run(Report report)
    {
        Samples listening = new(), answered = new();
        using var http = new HttpClient();
        for (var i = 0; i < Repeats; i++)
        {
            using var scratch = new Scratch();
            var start = Stopwatch.GetTimestamp();
            await using var server = await ServerProcess.StartApp(scratch.Path, isHooked: false);
            using var response = await http.GetAsync(server.Address);
            response.EnsureSuccessStatusCode();
            listening.Add(server.Startup.TotalMilliseconds);
            answered.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        report.AtMost(string.Create(CultureInfo.InvariantCulture, $"listening, median of {Repeats}"), listening.Median / 1000, "s", MostSeconds);
        report.Line("the first page has been sent", answered.Median / 1000, "s");
    }
}
