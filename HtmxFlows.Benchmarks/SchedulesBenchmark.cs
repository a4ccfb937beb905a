using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Benchmarks;

/// <summary>Schedules that wait, and schedules that come due each second: what they cost, and how late their runs start.</summary>
static class SchedulesBenchmark
{
    const int Workflows = 100, SchedulesOfEach = 100, DueASecond = 100;

    const double MostIdlePercent = 1, MostLatenessMilliseconds = 1000;

    // Methods that are called twice a second are compiled again, better, within this time.
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(60), Idle = TimeSpan.FromSeconds(20), Busy = TimeSpan.FromSeconds(15);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        await using (var server = await ServerProcess.StartApp(scratch.Path, isHooked: false))
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            for (var number = 0; number < Workflows; number++)
                await Publish(http, $"Daily {number}", SchedulesOfEach, new { every = "P1D" });
            await Task.Delay(Settling);
            report.AtMost(string.Create(CultureInfo.InvariantCulture, $"{Workflows * SchedulesOfEach:N0} schedules that wait"), await Percent(server, Idle), "% of a core", MostIdlePercent);
            for (var number = 0; number < DueASecond; number++)
                await Publish(http, $"Each second {number}", 1, new { cron = "* * * * * *" });
            report.Line($"{DueASecond} due at each second", await Percent(server, Busy), "% of a core");
        }
        var late = Lateness(scratch.File("htmxflows.db"));
        report.Line("  runs", late.Count, "runs");
        report.Line("  lateness, median", late.Median, "ms");
        report.AtMost("  lateness, p99", late.P99, "ms", MostLatenessMilliseconds);
    }

    static async Task Publish(HttpClient http, string name, int schedules, object rule)
    {
        var nodes = Enumerable.Range(0, schedules).Select(number => new { id = $"clock{number}", type = "schedule", data = rule });
        using var made = await http.PostAsJsonAsync("/api/workflows", new { name, flow = new { nodes, edges = Array.Empty<object>() } });
        made.EnsureSuccessStatusCode();
    }

    static async Task<double> Percent(ServerProcess server, TimeSpan time)
    {
        var before = server.Cpu;
        await Task.Delay(time);
        return (server.Cpu - before) / time * 100;
    }

    /// <summary>From the moment of each run to its start, without those of the first seconds.</summary>
    static Samples Lateness(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        using var command = new SqliteCommand("SELECT data FROM run_events WHERE seq = 1 ORDER BY rowid LIMIT -1 OFFSET 500", connection);
        using var rows = command.ExecuteReader();
        var late = new Samples();
        while (rows.Read())
        {
            var start = JsonSerializer.Deserialize<JsonElement>(rows.GetString(0));
            late.Add((start.GetProperty("at").GetDateTimeOffset() - start.GetProperty("firedData").GetProperty("due").GetDateTimeOffset()).TotalMilliseconds);
        }
        return late;
    }
}
