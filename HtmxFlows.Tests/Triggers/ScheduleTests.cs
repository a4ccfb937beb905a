using System.Globalization;
using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Schedules over a database, with a clock that the test moves. Cases 50 to 54 of the acceptance cases.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData("none", "16:00")]
    [InlineData("last", "15:00 16:00")]
    [InlineData("all", "11:00 12:00 13:00 14:00 15:00 16:00")]
    public async Task A_server_that_was_down_starts_the_missed_runs_of_the_setting(string missed, string starts)
    {
        await using var before = await Timetable.Start(At("10:00:30"));
        var workflow = await before.Publish($$"""{"cron": "0 * * * *", "missed": "{{missed}}"}""");
        await before.At(At("10:30"));
        Assert.Empty(before.Starts(workflow));

        await using var after = await before.Restart(At("15:30"));
        await after.At(At("15:30"));
        await after.At(At("16:00"));

        Assert.Equal(starts, Text(after.Starts(workflow)));
        Assert.Equal(At("17:00"), after.Schedule(workflow).NextDue);
    }

    [Fact]
    public async Task A_run_knows_its_moment_and_whether_it_was_missed()
    {
        await using var timetable = await Timetable.Start(At("08:30"));
        var workflow = await timetable.Publish("""{"cron": "0 11 * * *", "zone": "Europe/Berlin"}""", """
            say template {"template": "{{trigger.due}} {{trigger.local}} {{clock.zone}} {{trigger.late}}"}
            clock -> say
            """);

        await timetable.At(At("09:00:20"));
        await timetable.At(At("09:00").AddDays(1).AddMinutes(5));

        Assert.Equal(["2027-06-01T09:00:00+00:00 2027-06-01T11:00:00+02:00 Europe/Berlin false", "2027-06-02T09:00:00+00:00 2027-06-02T11:00:00+02:00 Europe/Berlin true"],
            timetable.Get<RunStore>().List(workflow, null, 0, 9).Select(line => line.Id).Order().Select(run => RunState.Of(run, timetable.Get<Journal>().Read(run)).Result!.Value.GetString()));
        Assert.All(timetable.Get<RunStore>().List(workflow, null, 0, 9), line => Assert.Equal("schedule", line.Trigger));
    }

    [Fact]
    public async Task A_moment_starts_one_run_however_often_it_is_looked_at()
    {
        await using var timetable = await Timetable.Start(At("10:30"));
        var workflow = await timetable.Publish("""{"cron": "0 * * * *"}""");
        timetable.Time.AdvanceTo(At("11:00"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => timetable.Get<ScheduleRunner>().StartDue()));
        await timetable.At(At("11:00:10"));

        Assert.Equal("11:00", Text(timetable.Starts(workflow)));
    }

    [Fact]
    public async Task Another_rule_begins_anew_and_the_old_one_is_gone()
    {
        await using var timetable = await Timetable.Start(At("10:07"));
        var workflow = await timetable.Publish("""{"every": "PT3H"}""");
        Assert.Equal(At("13:07"), timetable.Schedule(workflow).NextDue);
        await timetable.At(At("11:00"));

        await Update(timetable, workflow, """{"cron": "20 * * * *"}""");
        Assert.Equal(At("11:20"), timetable.Schedule(workflow).NextDue);
        await timetable.At(At("11:20"));
        await timetable.At(At("13:10"));
        Assert.Equal("11:20 12:20", Text(timetable.Starts(workflow)));

        // A version that changes something else does not disturb the rhythm.
        await Update(timetable, workflow, """{"cron": "20 * * * *", "missed": "all"}""");
        Assert.Equal((At("13:20"), At("11:00")), (timetable.Schedule(workflow).NextDue, timetable.Schedule(workflow).Since));
        await timetable.Get<WorkflowStore>().Update(workflow, timetable.Get<WorkflowPlans>().Newest(workflow)!.Value, new("Without", "", Workflows.Flows.Of("""a template {"template": "x"}""")));
        Assert.Empty(timetable.Get<Schedules>().Of([workflow])[workflow]);
    }

    [Fact]
    public async Task Every_seven_seconds_is_every_seven_seconds()
    {
        await using var timetable = await Timetable.Start(At("10:00"));
        var workflow = await timetable.Publish("""{"every": "PT7S"}""");

        for (var second = 1; second <= 60; second++)
            await timetable.At(At("10:00").AddSeconds(second));

        Assert.Equal(Enumerable.Range(1, 8).Select(count => At("10:00").AddSeconds(7 * count)), timetable.Starts(workflow));
    }

    [Fact]
    public async Task A_run_that_may_not_start_beside_another_is_reported_and_the_rhythm_kept()
    {
        await using var timetable = await Timetable.Start(At("10:30"));
        var workflow = await timetable.Publish("""{"cron": "0 * * * *"}""", """
            nap wait {"seconds": "7000"}
            clock -> nap
            """, """{"limit": 1, "beyond": "refuse"}""");

        await timetable.Fire(At("11:00"));
        await timetable.Fire(At("12:00"));

        Assert.Equal("11:00", Text(timetable.Starts(workflow)));
        Assert.StartsWith("1 of the workflow's runs", timetable.Schedule(workflow).Problem, StringComparison.Ordinal);
        Assert.Equal(At("13:00"), timetable.Schedule(workflow).NextDue);
        await timetable.Get<RunSupervisor>().Cancel(timetable.Get<RunStore>().List(workflow, null, 0, 1)[0].Id, Actor.System);
        await timetable.Fire(At("13:00"));
        Assert.Equal("", timetable.Schedule(workflow).Problem);
    }

    [Fact]
    public async Task Failed_runs_in_a_row_pause_a_schedule_until_someone_resumes_it()
    {
        await using var timetable = await Timetable.Start(At("10:30"));
        var workflow = await timetable.Publish("""{"cron": "0 * * * *", "pauseAfterFailures": 2}""", """
            stop fail {"message": "No."}
            clock -> stop
            """);

        for (var hour = 11; hour < 16; hour++)
            await timetable.At(At($"{hour}:00"));

        Assert.Equal("11:00 12:00", Text(timetable.Starts(workflow)));
        Assert.Equal((At("12:00"), 2, null), (timetable.Schedule(workflow).PausedAt, timetable.Schedule(workflow).Failures, timetable.Schedule(workflow).NextDue));
        Assert.True(await timetable.Get<Schedules>().Resume(workflow, "clock", Actor.Anonymous));
        Assert.False(await timetable.Get<Schedules>().Resume(workflow, "clock", Actor.Anonymous));
        Assert.Equal((null, 0, At("16:00")), (timetable.Schedule(workflow).PausedAt, timetable.Schedule(workflow).Failures, timetable.Schedule(workflow).NextDue));
        Assert.Contains("schedule.resumed", timetable.Get<AuditLog>().Read(new(), null, 10).Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_run_that_completes_ends_the_count_of_failures()
    {
        await using var timetable = await Timetable.Start(At("10:30"));
        var workflow = await timetable.Publish("""{"cron": "0 * * * *", "pauseAfterFailures": 2}""", """
            odd branch {"conditions": [{"left": "{{trigger.due}}", "operator": "contains", "right": "T12"}]}
            stop fail {"message": "No."}
            clock -> odd
            odd:false -> stop
            """);

        for (var hour = 11; hour < 14; hour++)
            await timetable.At(At($"{hour}:00"));

        Assert.Equal((1, null), (timetable.Schedule(workflow).Failures, timetable.Schedule(workflow).PausedAt));
    }

    [Fact]
    public async Task An_archived_workflow_starts_no_run_and_a_deleted_one_has_no_schedule()
    {
        await using var timetable = await Timetable.Start(At("10:30"));
        var (archived, deleted) = (await timetable.Publish("""{"cron": "0 * * * *"}"""), await timetable.Publish("""{"cron": "0 * * * *"}"""));
        await timetable.Get<WorkflowArchive>().Add(archived, Actor.Anonymous);
        await timetable.Get<WorkflowStore>().Delete(deleted);

        await timetable.At(At("11:00"));

        Assert.Empty(timetable.Starts(archived));
        Assert.Empty(timetable.Get<Schedules>().Of([archived, deleted]));
        await timetable.Get<WorkflowArchive>().Remove(archived, Actor.Anonymous);
        await timetable.At(At("11:00:30"));
        Assert.Equal("11:00", Text(timetable.Starts(archived)));
    }

    [Fact]
    public async Task Many_schedules_of_eight_zones_start_each_moment_of_two_months_once()
    {
        await using var timetable = await Timetable.Start(new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero));
        string[] zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Antarctica/Troll", "Africa/Casablanca", "Asia/Kathmandu"];
        var workflows = new Dictionary<Guid, string>();
        foreach (var zone in zones)
            workflows[await timetable.Publish($$"""{"cron": "30 2 * * *", "zone": "{{zone}}", "missed": "all"}""")] = zone;

        for (var step = 1; step <= 61 * 24; step++)
            await timetable.Fire(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero).AddHours(step));

        foreach (var (workflow, zone) in workflows)
        {
            var clock = NodaTime.DateTimeZoneProviders.Tzdb[zone];
            var days = Enumerable.Range(0, 63).Select(day => new NodaTime.LocalDate(2027, 2, 28).PlusDays(day).At(new(2, 30)));
            var expected = days.Select(time => clock.ResolveLocal(time, mapping => mapping.Count == 0 ? mapping.LateInterval.Start.InZone(clock) : mapping.First()).ToDateTimeOffset())
                .Where(moment => moment > new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero) && moment <= new DateTimeOffset(2027, 5, 1, 0, 0, 0, TimeSpan.Zero));
            Assert.Equal(expected.Select(moment => moment.ToUniversalTime()), timetable.Starts(workflow).Select(moment => moment.ToUniversalTime()));
        }
    }

    static Task<SaveOutcome> Update(Timetable timetable, Guid workflow, string schedule) =>
        timetable.Get<WorkflowStore>().Update(workflow, timetable.Get<WorkflowPlans>().Newest(workflow)!.Value, new("Changed", "", Workflows.Flows.Of($"clock schedule {schedule}")));

    static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2027-06-01T{time}Z", CultureInfo.InvariantCulture);

    static string Text(IEnumerable<DateTimeOffset> moments) => string.Join(' ', moments.Select(moment => moment.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)));
}
