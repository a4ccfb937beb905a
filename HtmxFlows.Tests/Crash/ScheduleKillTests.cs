using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Crash;

/// <summary>Each moment of a schedule starts one run, whenever the server is killed.</summary>
[Slow]
public sealed class ScheduleKillTests : IDisposable
{
    const int Schedules = 20, Kills = 5, Moments = 12;

    readonly TemporaryFolder folder = new();
    readonly Random random = new(20261130);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task No_moment_is_lost_and_none_starts_twice()
    {
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var app = AppProcess.Launch(folder.Path);
            using var http = new HttpClient { BaseAddress = await app.Ready };
            if (kill == 0)
                await Publish(http);
            var (enough, pause) = (Dues().Sum(schedule => schedule.Count()) + Schedules * 2, random.Next(0, 400));
            await Eventually.True(() => Dues().Sum(schedule => schedule.Count()) >= enough);
            await Task.Delay(pause, TestContext.Current.CancellationToken);
            await app.Kill();
        }

        var dues = Dues();
        Assert.Equal(Schedules, dues.Count);
        Assert.All(dues, schedule =>
        {
            var moments = schedule.Order().ToArray();
            Assert.InRange(moments.Length, Moments, 1000);
            Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second - pair.First));
        });
    }

    static async Task Publish(HttpClient http)
    {
        for (var schedule = 0; schedule < Schedules; schedule++)
        {
            using var made = await http.PostAsJsonAsync("/api/workflows", new { name = $"Schedule {schedule}", flow = JsonSerializer.Deserialize<JsonElement>(App.Flow([App.Node("clock", "schedule", new { every = "PT1S", missed = "all" })])) }, TestContext.Current.CancellationToken);
            made.EnsureSuccessStatusCode();
        }
    }

    /// <summary>The moments of the runs of each workflow, read without the product's code.</summary>
    ILookup<string, DateTimeOffset> Dues()
    {
        using var database = new DatabaseFile(folder.Path);
        var starts = database.Texts("SELECT data FROM run_events WHERE seq = 1").Select(data => JsonSerializer.Deserialize<JsonElement>(data));
        return starts.Where(start => start.GetProperty("trigger").GetString() == "schedule").ToLookup(start => start.GetProperty("workflow").GetString()!, start => start.GetProperty("firedData").GetProperty("due").GetDateTimeOffset());
    }
}
