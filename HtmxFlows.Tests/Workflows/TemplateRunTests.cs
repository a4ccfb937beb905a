using System.Net;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Workflows;

/// <summary>Each template is made by its button and run, with real peers for what it calls.</summary>
public sealed class TemplateRunTests : IAsyncLifetime
{
    HttpPeer peer = null!;
    ModelPeer model = null!;
    App app = null!;
    Func<HttpRequest, (int Status, string Body)> answer = _ => (200, "{}");

    public async ValueTask InitializeAsync()
    {
        peer = await HttpPeer.Start(context =>
        {
            var (status, body) = answer(context.Request);
            (context.Response.StatusCode, context.Response.ContentType) = (status, body.StartsWith('<') ? "text/html" : "application/json");
            return context.Response.WriteAsync(body);
        });
        model = await ModelPeer.Working(new[] { ("text_facts", """{"prompt": "two words"}""") }, "It has **9** characters.");
        app = new("Production", ("Outbound:AllowedNetworks", "127.0.0.0/8"), ("HtmxFlows:Model:Address", model.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await model.DisposeAsync();
        await peer.DisposeAsync();
    }

    [Fact]
    public void Each_is_a_flow_that_can_run_and_says_what_it_does()
    {
        Assert.Equal(12, WorkflowTemplates.All.Count);
        Assert.All(WorkflowTemplates.All.SelectMany(template => template.Called.Prepend(template.Workflow)), draft =>
        {
            Assert.Empty(FlowPlan.Make(draft.Flow, NodeTypes.Catalogue).Problems);
            Assert.NotEmpty(draft.Description);
        });
    }

    [Fact]
    public async Task A_template_that_is_used_twice_makes_what_it_calls_once()
    {
        await Use("fan-out");
        await Use("fan-out");
        using var visitor = app.Visit();
        Assert.Equal(["Fan-out over a list", "Fan-out over a list", "Fan-out: one line"], (await visitor.Open("/?q=fan-out")).Texts("#workflows h2").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_no_template_is_not_found()
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open("/templates/nothing")).Status);
    }

    [Fact]
    public async Task A_price_watcher()
    {
        answer = _ => (200, """{"price": 25.50}""");
        var workflow = await Use("price-watcher");
        Assert.Equal("Not yet: it costs 25.50. Before, it was unknown.", await Result(workflow, input: new { url = peer.Url.AbsoluteUri, limit = 20 }));
        answer = _ => (200, """{"price": 19.99}""");
        Assert.Equal("**Buy now**: it costs 19.99, and the limit is 20.", await Result(workflow, input: new { url = peer.Url.AbsoluteUri, limit = 20 }));
    }

    [Theory]
    [InlineData("publish", "Published by Ada.")]
    [InlineData("drop", "Dropped. Too long.")]
    public async Task An_approval(string decision, string result)
    {
        var run = await Start(await Use("approval"), "It rains.");
        await Answer(run, "editor", decision, """{"comment": "Too long."}""");
        Assert.Equal(result, await End(run));
    }

    [Fact]
    public async Task A_nightly_report()
    {
        var order = await app.MakeAsking("Order", """[{"name": "country", "type": "text"}, {"name": "total", "type": "number"}]""",
            [App.Node("put", "store", new { operation = "put", collection = "orders", key = "{{run.id}}", value = "{{input}}" })]);
        await Result(order, input: new { country = "CH", total = 0.1 });
        await Result(order, input: new { country = "CH", total = 0.2 });
        Assert.Contains("| CH | 2 | 0.3 |", await Result(await Use("nightly-report")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_with_tools() => Assert.Equal("It has **9** characters.", await Result(await Use("agent-with-tools"), "How long is “two words”?"));

    [Fact]
    public async Task The_tools_of_the_agent()
    {
        await Use("agent-with-tools");
        Guid Tool(string name) => app.Get<WorkflowStore>().Resolve(name).Id();
        Assert.Equal("""{"characters":9,"words":2}""", await Result(Tool("Tool: facts about a text"), "two words"));
        await Result(Tool("Tool: notes"), input: new { name = "a", note = "remember" });
        Assert.Equal("remember", await Result(Tool("Tool: notes"), input: new { name = "a" }));
    }

    [Fact]
    public async Task A_fan_out() =>
        Assert.Equal("* one two: 2 words\n* failed: “77” has no words.\n* three: 1 words\n", await Result(await Use("fan-out"), "one two\n77\n\nthree"));

    [Fact]
    public async Task A_structured_answer()
    {
        await using var reader = await ModelPeer.Working("""{"customer": "Ada", "items": [{"name": "pear", "count": 0}]}""", """{"customer": "Ada", "items": [{"name": "pear", "count": 2}]}""");
        await using var asking = new App("Production", ("Outbound:AllowedNetworks", "127.0.0.0/8"), ("HtmxFlows:Model:Address", reader.Address));
        var run = await asking.RunToEnd((await asking.Get<WorkflowTemplates>().Use(WorkflowTemplates.Find("structured-answer")!)).Id(), "Two pears, please. Ada");
        Assert.Equal("""{"customer":"Ada","items":[{"name":"pear","count":2}]}""", RunState.Of(run, asking.Get<Journal>().Read(run)).Result!.Value.GetRawText());
    }

    [Fact]
    public async Task A_page_watch()
    {
        var workflow = await Use("page-watch");
        answer = _ => (200, "<h1>Jobs</h1><p>None");
        Assert.Equal("“Jobs” is watched from now on.", await Result(workflow, input: new { url = peer.Url.AbsoluteUri }));
        Assert.Equal("“Jobs” is as it was.", await Result(workflow, input: new { url = peer.Url.AbsoluteUri }));
        answer = _ => (200, "<h1>Jobs</h1><p>One");
        Assert.StartsWith("“Jobs” **has changed**", await Result(workflow, input: new { url = peer.Url.AbsoluteUri }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_csv_report()
    {
        var result = Json.Parse(await Result(await Use("csv-report"), "category,amount,paid\nfruit,1.10,true\nnuts,3,true\nfruit,2.20,true\nnuts,9,false\n"));
        Assert.Equal("category,count,sum\nfruit,2,3.3\nnuts,1,3\n", result.GetProperty("file").GetString()!.Replace("\r", "", StringComparison.Ordinal));
        Assert.Contains("| fruit | 2 | 3.3 |", result.GetProperty("table").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll()
    {
        var looks = 0;
        answer = _ => (200, ++looks < 3 ? """{"status": "working"}""" : """{"status": "done", "result": [1, 2]}""");
        Assert.Equal("[1,2]", await Result(await Use("poll"), input: new { url = peer.Url.AbsoluteUri, rest = 0 }));
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task A_triage()
    {
        var workflow = await Use("triage");
        Assert.Equal("A refund takes three days once we have the parcel.\nParcels come within five days; the number in your mail says where yours is.\n", await Result(workflow, "The parcel is late and I want my money back"));
        var run = await Start(workflow, "Do you like cats?");
        await Answer(run, "person", "send", """{"answer": "Very much."}""");
        Assert.Equal("\n\nVery much.", await End(run));
    }

    [Fact]
    public async Task A_join_of_two_sources()
    {
        answer = request => (200, request.Path.Value == "/customers" ? """[{"id": 1, "name": "Ada"}, {"id": 2, "name": "Bo"}]""" : """[{"customer": 2, "total": 5}, {"customer": 1, "total": 1.5}, {"customer": 2, "total": 0.1}, {"customer": 9, "total": 1}]""");
        Assert.Equal("""[{"id":2,"name":"Bo","customer":2,"total":5.1},{"id":1,"name":"Ada","customer":1,"total":1.5}]""", await Result(await Use("join-sources"), input: new { url = peer.Url.AbsoluteUri }));
    }

    [Fact]
    public async Task A_fallback()
    {
        var workflow = await Use("fallback");
        answer = _ => (500, "{}");
        var first = await Start(workflow, input: new { url = peer.Url.AbsoluteUri });
        Assert.Contains("no earlier answer is stored", (await State(first)).Error, StringComparison.Ordinal);
        answer = _ => (200, """{"rate": 1.07}""");
        Assert.Equal("""{"rate":1.07}""", await Result(workflow, input: new { url = peer.Url.AbsoluteUri }));
        answer = _ => (500, "{}");
        var stale = Json.Parse(await Result(workflow, input: new { url = peer.Url.AbsoluteUri }));
        Assert.Equal((true, "1.07"), (stale.GetProperty("stale").GetBoolean(), stale.GetProperty("answer").GetProperty("rate").GetRawText()));
    }

    /// <summary>Presses the template's button.</summary>
    async Task<Guid> Use(string template)
    {
        using var visitor = app.Visit();
        var made = await visitor.Submit((await visitor.Open($"/templates/{template}")).One(".card form"));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return made.Id;
    }

    async Task<Guid> Start(Guid workflow, string prompt = "", object? input = null)
    {
        return (await app.Get<RunSupervisor>().Start(new(workflow, prompt, RunTrigger.Api, Input: input is null ? null : Json.From(input)))).Run();
    }

    async Task<string> Result(Guid workflow, string prompt = "", object? input = null) => await End(await Start(workflow, prompt, input));

    async Task<string> End(Guid run)
    {
        var end = await State(run);
        Assert.True(end.Status == RunStatus.Completed, end.Error);
        return Json.AsText(end.Result!.Value);
    }

    async Task<RunState> State(Guid run)
    {
        await app.End(run);
        return RunState.Of(run, app.Get<Journal>().Read(run));
    }

    async Task Answer(Guid run, string node, string decision, string fields)
    {
        await Eventually.Equal(true, () => Task.FromResult(RunState.Of(run, app.Get<Journal>().Read(run)).Node(node).Question is not null));
        Assert.IsType<AnswerResult.Taken>(await app.Get<RunSupervisor>().Answer(run, node, decision, (Json.Parse(fields), []), "Ada"));
    }
}
