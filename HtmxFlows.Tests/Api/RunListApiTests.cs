using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

public sealed class RunListApiTests(App app) : IDisposable
{
    readonly Visitor client = app.Visit();

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Runs_are_listed_by_filters_page_by_page()
    {
        var workflow = await app.Make("Listed by the API", [App.Template("a", "x")]);
        var runs = new List<Guid>();
        for (var n = 0; n < 51; n++)
            runs.Add(await app.RunToEnd(workflow, $"number {n}"));

        var first = (await client.Call($"GET /api/runs?workflow={workflow}&status=completed&trigger=form&q=NUMBER")).Json();
        var second = await client.Call($"GET /api/runs?workflow={workflow}&cursor={first.Text("next")}");

        Assert.Equal(runs.AsEnumerable().Reverse().Take(50), first.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetGuid()));
        Assert.Equal(runs[..1], second.Json().GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetGuid()));
        Assert.Null(second.Json().GetProperty("next").GetString());
        Assert.Null(second.Header("Link"));
        Assert.Equal("Listed by the API", first.GetProperty("runs")[0].Text("workflowName"));
        Assert.Equal("form", first.GetProperty("runs")[0].Text("trigger"));
    }

    [Fact]
    public async Task The_link_to_the_next_page_keeps_the_filter()
    {
        var workflow = await app.Make("Linked", [App.Template("a", "x")]);
        for (var n = 0; n < 51; n++)
            await app.RunToEnd(workflow, "a b");

        var link = (await client.Call($"GET /api/runs?workflow={workflow}&q=a%20b")).Header("Link")!;
        var next = await client.Call($"GET {link[1..link.IndexOf('>', StringComparison.Ordinal)]}");

        Assert.Equal(1, next.Json().GetProperty("runs").GetArrayLength());
    }

    [Theory]
    [InlineData("status=bogus", "status")]
    [InlineData("trigger=bogus", "trigger")]
    [InlineData("workflow=7", "workflow")]
    [InlineData("after=noon", "after")]
    [InlineData("before=9999-99-99", "before")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("subruns=maybe", "subruns")]
    public async Task A_bad_value_is_named_by_a_400(string query, string parameter)
    {
        var answer = await client.Call($"GET /api/runs?{query}");

        Assert.StartsWith($"`{parameter}` must be ", answer.Problem(400), StringComparison.Ordinal);
        Assert.Equal(parameter, answer.Json().GetProperty("problems")[0].Text("field"));
    }

    [Fact]
    public async Task A_bulk_deletion_is_counted_first_and_then_done()
    {
        var workflow = await app.Make("Bulk by the API", [App.Template("a", "x")]);
        await app.RunToEnd(workflow);
        await app.RunToEnd(workflow);
        var body = new { action = "delete", filter = new { workflow } };

        var counted = (await client.Call("POST /api/runs/bulk", new { body.action, body.filter, dryRun = true })).Json();
        var left = app.Get<RunStore>().List(workflow, null, 0, 9).Count;
        var done = (await client.Call("POST /api/runs/bulk", body)).Json();

        Assert.Equal((2, 0, true), (counted.GetProperty("count").GetInt32(), counted.GetProperty("done").GetInt32(), counted.GetProperty("dryRun").GetBoolean()));
        Assert.Equal(2, left);
        Assert.Equal((2, 2), (done.GetProperty("count").GetInt32(), done.GetProperty("done").GetInt32()));
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Theory]
    [InlineData("""{"filter": {}}""", 422, "action")]
    [InlineData("""{"action": "cancel"}""", 422, "filter")]
    [InlineData("""{"action": "cancel", "filter": {}, "dryrum": true}""", 422, "dryrum")]
    [InlineData("""{"action": "cancel", "filter": {"workflw": null}}""", 422, "filter.workflw")]
    [InlineData("""{"action": "cancel", "filter": {"trigger": "moon"}}""", 422, "filter.trigger")]
    [InlineData("""{"action": "destroy", "filter": {}}""", 400, null)]
    public async Task A_bad_request_changes_nothing_and_is_explained(string body, int status, string? field)
    {
        var run = await app.Start(await app.Make("Not changed", [App.Endless()]));

        var answer = await client.Call("POST /api/runs/bulk", body);

        Assert.NotEmpty(answer.Problem(status));
        if (field is not null)
            Assert.Equal(field, answer.Json().GetProperty("problems")[0].Text("field"));
        Assert.NotEqual("cancelled", app.Get<RunStore>().Find(run)!.Status);
    }
}
