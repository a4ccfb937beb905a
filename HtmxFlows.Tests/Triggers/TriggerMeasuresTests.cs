using System.Text;
using HtmxFlows.Diagnostics;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

public sealed class TriggerMeasuresTests
{
    static readonly DateTimeOffset Noon = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Schedules_are_overdue_when_they_are_late_by_more_than_60_seconds()
    {
        await using var times = await Timetable.Start(Noon);
        Assert.NotNull(times.Get<TriggerMeasures>());
        await times.Publish("""{"every": "PT1H"}""");
        await times.Publish("""{"every": "P1D"}""");
        await times.Publish("""{"every": "PT1H", "paused": true}""");

        times.Time.AdvanceTo(Noon.AddHours(1).AddSeconds(60));
        Assert.Equal("htmxflows_schedule_overdue 0", await Overdue(times));
        times.Time.AdvanceTo(Noon.AddHours(1).AddSeconds(61));
        Assert.Equal("htmxflows_schedule_overdue 1", await Overdue(times));
        await times.At(times.Time.GetUtcNow());
        Assert.Equal("htmxflows_schedule_overdue 0", await Overdue(times));
    }

    static async Task<string> Overdue(Timetable times)
    {
        using var text = new MemoryStream();
        await times.Get<ServerMetrics>().Write(text, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n').Single(line => line.StartsWith("htmxflows_schedule_overdue ", StringComparison.Ordinal));
    }
}
