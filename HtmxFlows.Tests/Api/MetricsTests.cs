using System.Globalization;
using System.Net;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

public sealed class MetricsTests
{
    [Fact]
    public async Task Runs_deliveries_commits_schedules_and_viewers_are_counted()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        var good = await app.Make("Good", [App.Template("a", "x")]);
        var bad = await app.Make("Bad", [App.Node("a", "fail", new { message = "No." })]);
        var endless = await app.Make("Endless", [App.Endless()]);
        await app.Make("Hook", [App.Node("hook", "webhook", new { slug = "counted" })]);
        var before = await Read(visitor);

        await app.RunToEnd(good);
        await app.RunToEnd(bad);
        await app.Start(endless);
        Assert.Equal(HttpStatusCode.Accepted, (await visitor.Call("POST /hook/counted", new { })).Status);
        await Eventually.Equal(2d, async () => (await Read(visitor))["""htmxflows_runs_ended_total{status="completed"}"""]);
        var after = await Read(visitor);

        Assert.Equal(0, before["htmxflows_runs_unfinished"]);
        Assert.Equal(3, after["""htmxflows_runs_started_total{trigger="form"}"""]);
        Assert.Equal(1, after["""htmxflows_runs_started_total{trigger="webhook"}"""]);
        Assert.Equal(1, after["""htmxflows_runs_ended_total{status="failed"}"""]);
        Assert.Equal((1, 0), (after["htmxflows_runs_unfinished"], after["htmxflows_runs_queued"]));
        Assert.Equal(1, after["""htmxflows_deliveries_total{outcome="accepted"}"""]);
        Assert.Equal(0, after["""htmxflows_deliveries_total{outcome="refused"}"""]);
        Assert.True(after["htmxflows_journal_commits_total"] - before["htmxflows_journal_commits_total"] >= 4);
        Assert.Equal((0, 0), (after["htmxflows_schedule_overdue"], after["htmxflows_viewers"]));
    }

    [Fact]
    public async Task Viewers_are_counted_while_they_watch()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Watched", [App.Endless()]));

        using (app.Get<HtmxFlows.Live.RunFeeds>().Open(run))
            Assert.Equal(1, (await Read(visitor))["htmxflows_viewers"]);

        Assert.Equal(0, (await Read(visitor))["htmxflows_viewers"]);
    }

    [Fact]
    public async Task No_label_names_a_workflow_or_a_run()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        var workflow = await app.Make("Secretly named", [App.Template("a", "x")]);
        var run = await app.RunToEnd(workflow);

        var text = (await visitor.Open("/metrics")).Source;

        Assert.Contains("htmxflows_runs_ended_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Secretly", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{workflow}", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{run}", text, StringComparison.Ordinal);
    }

    /// <summary>The values by their names and labels.</summary>
    static async Task<Dictionary<string, double>> Read(Visitor visitor)
    {
        var page = await visitor.Open("/metrics");
        Assert.Equal("text/plain", page.Response.Content.Headers.ContentType!.MediaType);
        return page.Source.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
