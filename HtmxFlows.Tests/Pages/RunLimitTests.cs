using System.Net;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages;

/// <summary>What pages, the API and webhooks show of limits, rates and quiet times.</summary>
public sealed class RunLimitTests(App app)
{
    [Fact]
    public async Task The_page_and_the_list_say_that_a_run_waits_for_a_quiet_time_and_which_run_took_its_place()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Quiet runs", """{"debounce": "PT10M"}""");
        var first = await Start(workflow, "first");
        var page = await visitor.Open($"/runs/{first}");
        Assert.Equal("Queued: waits for 10 quiet minutes. It starts automatically.", page.One(".when-queued").Words());
        Assert.Equal("waits for 10 quiet minutes", (await visitor.Open($"/workflows/{workflow}/runs")).One(".runs-table .note").Words());

        var second = await Start(workflow, "second");

        page = await visitor.Open($"/runs/{first}");
        Assert.Equal($"/runs/{second}", page.One(".replaced a").GetAttribute("href"));
        Assert.Equal("A later run took the place of this one.", page.One(".replaced").Words());
    }

    [Fact]
    public async Task The_page_says_that_a_run_waits_for_its_turn_and_from_when_the_rate_lets_it_start()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Rated runs", """{"rate": 1, "per": "PT1H"}""");
        await Start(workflow, "first");

        var page = await visitor.Open($"/runs/{await Start(workflow, "second")}");

        Assert.Matches(@"^Queued: waits for its turn, next in line, not before \d\d:\d\d:\d\d\. It starts automatically\.$", page.One(".when-queued").Words());
    }

    [Fact]
    public async Task Beyond_a_rate_the_API_and_the_page_answer_429_with_the_seconds_to_wait()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Refusing runs", """{"rate": 1, "per": "PT1H", "beyond": "refuse"}""");
        await Start(workflow, "first");

        var refused = await visitor.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "second" });
        var page = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).One("form.prompt"), Values(("prompt", "third")));

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (refused.Status, page.Status));
        Assert.InRange(refused.Response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        Assert.InRange(page.Response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_start_whose_key_has_no_value_is_a_422()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Keyed runs", """{"limit": 1, "key": "{{trigger.body.id}}"}""");

        var refused = await visitor.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("The key of the workflow's limits has no value for this run: ", refused.Json().Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_of_a_webhook_are_limited_by_a_value_in_their_bodies()
    {
        var slug = $"keyed-{Guid.NewGuid():N}";
        await Create("Keyed hook", App.Flow([App.Node("hook", "webhook", new { slug })]), """{"rate": 1, "per": "PT1H", "beyond": "refuse", "key": "{{trigger.body.customer}}"}""");

        HttpStatusCode[] statuses = [await Call(slug, "a"), await Call(slug, "b"), await Call(slug, "a")];

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests], statuses);
    }

    async Task<HttpStatusCode> Call(string slug, string customer)
    {
        using var visitor = app.Visit();
        return (await visitor.Call($"POST /hook/{slug}", new { customer })).Status;
    }

    Task<Guid> Make(string name, string concurrency) => Create(name, App.Flow([App.Template("a", "{{prompt}}")]), concurrency);

    async Task<Guid> Create(string name, string flow, string concurrency) =>
        (await app.Get<WorkflowStore>().Create(new(name, "", $"{flow[..^1]}, \"concurrency\": {concurrency}}}"))).Id();

    Task<Guid> Start(Guid workflow, string prompt) => app.Start(workflow, prompt);
}
