using System.Net;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Schedules as pages and the API show them, and as the running app works them off.</summary>
public sealed class SchedulePageTests(App app)
{
    [Theory]
    [InlineData("cron=30 2 * * *&zone=Europe/Berlin&from=2027-03-28&count=2", "2027-03-28T01:00:00Z 2027-03-29T00:30:00Z")]
    [InlineData("cron=30 2 * * *&zone=Europe/Berlin&from=2027-10-31&count=2", "2027-10-31T00:30:00Z 2027-11-01T01:30:00Z")]
    [InlineData("cron=*/30 * * * *&zone=Europe/Berlin&from=2027-10-31T00:00:00Z", "2027-10-31T00:00:00Z 2027-10-31T00:30:00Z 2027-10-31T01:00:00Z 2027-10-31T01:30:00Z 2027-10-31T02:00:00Z")]
    [InlineData("cron=15 2 * * *&zone=Australia/Lord_Howe&from=2027-10-03&count=1", "2027-10-02T15:30:00Z")]
    [InlineData("cron=0 0 * * *&zone=Africa/Cairo&from=2027-04-30&count=1", "2027-04-29T22:00:00Z")]
    [InlineData("cron=0 0 * * *&zone=America/Santiago&from=2027-09-05&count=1", "2027-09-05T04:00:00Z")]
    [InlineData("cron=30 1 * * *&zone=Antarctica/Troll&from=2027-10-31&count=1", "2027-10-30T23:30:00Z")]
    [InlineData("every=PT7S&from=2027-01-01T00:00:00Z&count=2", "2027-01-01T00:00:07Z 2027-01-01T00:00:14Z")]
    public async Task The_API_shows_the_moments_of_a_rule(string query, string due)
    {
        using var client = app.Visit();

        var answer = await client.Call($"GET /api/schedules/preview?{query.Replace(" ", "%20", StringComparison.Ordinal)}");

        Assert.Equal(due.Split(' '), answer.Json().GetProperty("due").EnumerateArray().Select(moment => moment.GetString()));
    }

    [Theory]
    [InlineData("", "cron")]
    [InlineData("cron=60 * * * *", "cron")]
    [InlineData("cron=@daily&every=PT1H", "every")]
    [InlineData("every=x", "every")]
    [InlineData("cron=@daily&zone=x", "zone")]
    [InlineData("cron=@daily&from=x", "from")]
    [InlineData("cron=@daily&count=0", "count")]
    [InlineData("cron=@daily&count=101", "count")]
    public async Task The_API_names_the_field_that_is_wrong(string query, string field)
    {
        using var client = app.Visit();

        var answer = await client.Call($"GET /api/schedules/preview?{query.Replace(" ", "%20", StringComparison.Ordinal)}");

        Assert.NotEmpty(answer.Problem(422));
        Assert.Equal([field], answer.Json().GetProperty("problems").EnumerateArray().Select(problem => problem.Text("field")));
    }

    [Fact]
    public async Task The_editor_shows_the_next_runs_with_the_days_on_which_the_clock_changes()
    {
        var workflow = await app.MakeDraft("Nightly", [App.Node("clock", "schedule", new { cron = "30 2 * * *", zone = "Europe/Berlin", from = "2099-03-28" }), App.Node("odd", "nonsense", new { })]);
        using var visitor = app.Visit();

        var editor = await visitor.Open($"/workflows/{workflow}/edit?node=clock");

        Assert.Equal(["Sat 28 Mar 2099, 02:30 Europe/Berlin, 01:30 UTC", "Sun 29 Mar 2099, 03:00 Europe/Berlin, 01:00 UTC the clock changes", "Mon 30 Mar 2099, 02:30 Europe/Berlin, 00:30 UTC"],
            editor.Texts("#next-runs li").Take(3));
        Assert.Equal(5, editor.All("#next-runs li").Count);
        Assert.Contains("from:#node-form", editor.One("#next-runs").GetAttribute("hx-trigger"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_show_what_comes_next_what_is_late_and_what_is_paused()
    {
        var workflow = await app.Make($"Yearly {Guid.NewGuid():N}", [App.Node("clock", "schedule", new { label = "New year", cron = "0 0 1 1 *" }), App.Node("stop", "fail", new { message = "No." })], "clock→stop");
        using var visitor = app.Visit();
        var name = app.Get<WorkflowStore>().Find(workflow)!.Name;

        var page = await visitor.Open($"/workflows/{workflow}/deliveries");
        Assert.Contains("New year", page.One(".trigger h3").Words(), StringComparison.Ordinal);
        Assert.Equal(5, page.All(".next-runs li").Count);
        Assert.Empty(page.All("#deliveries"));
        Assert.Equal(["next"], Next(await visitor.Open($"/?q={name}")));
        var trigger = (await visitor.Call($"GET /api/workflows/{workflow}/triggers")).Json()[0];
        Assert.Equal((1, 1), (trigger.GetProperty("nextDue").GetDateTimeOffset().Day, trigger.GetProperty("nextDue").GetDateTimeOffset().Month));


        await Set("paused_at = '2027-01-01T00:00:00.0000000Z', next_due = NULL, failures = 3");
        var paused = await visitor.Open($"/workflows/{workflow}/deliveries");
        Assert.Contains("Paused on 1 Jan 2027", paused.One(".trigger .problem").Words(), StringComparison.Ordinal);
        Assert.Contains("after 3 failed runs in a row", paused.One(".trigger .problem").Words(), StringComparison.Ordinal);
        var resumed = await visitor.Submit(paused.One(".trigger form"));
        Assert.Equal(HttpStatusCode.SeeOther, resumed.Redirect);
        Assert.Empty(resumed.All(".trigger .problem"));

        Task Set(string values) => app.Get<IDatabase>().Write(writer => writer.Connection.Execute($"UPDATE triggers SET {values} WHERE workflow_id = @workflow", new { workflow }));

        static string[] Next(Page home) => [.. home.All(".recent .facts a[href$='/deliveries']").Select(link => link.Words().Split(' ')[0])];
    }

    [Fact]
    public async Task The_app_starts_the_run_of_a_moment_that_has_come()
    {
        var workflow = await app.Make("Soon", [App.Node("clock", "schedule", new { every = "PT1S" }), App.Template("say", "{{trigger.zone}}")], "clock→say");
        using var client = app.Visit();

        await Eventually.True(() => app.Get<RunStore>().List(workflow, null, 0, 9).Count >= 2);
        await app.Get<WorkflowStore>().Delete(workflow);

        Assert.Equal(HttpStatusCode.NotFound, (await client.Open($"/workflows/{workflow}/deliveries")).Status);
    }

    [Fact]
    public void A_schedule_is_late_when_its_moment_passed_some_seconds_ago()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(60);

        Assert.False(new HtmxFlows.Triggers.DueSchedule { NextDue = now }.IsLate(now.AddSeconds(10)));
        Assert.True(new HtmxFlows.Triggers.DueSchedule { NextDue = now }.IsLate(now.AddSeconds(11)));
        Assert.False(new HtmxFlows.Triggers.DueSchedule().IsLate(now));
    }
}
