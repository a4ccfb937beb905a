using System.Net;
using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Runs of workflows with triggers that people and the API start: they choose the trigger to try, and its data.</summary>
public sealed class TriggerStartTests(App app)
{
    const string Two = """
        hook webhook {}
        other webhook {}
        say template {"template": "{{trigger.body.name}}"}
        hook -> say
        """;

    [Fact]
    public async Task A_run_without_a_trigger_starts_the_nodes_that_are_none()
    {
        await using var engine = Engine.Start();

        var end = await engine.Run("""
            hook webhook {}
            start template {"template": "started"}
            behind template {"template": "x"}
            hook -> behind
            """);

        Assert.Equal("started", end.Result!.Value.GetString());
        Assert.Equal((NodeStatus.Skipped, NodeStatus.Skipped), (end.Node("hook").Status, end.Node("behind").Status));
    }

    [Fact]
    public async Task A_workflow_of_triggers_alone_asks_which_one_to_try()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save(Two);

        Assert.Equal("This workflow starts with its triggers. Choose the one to try. Its triggers are `hook`, `other`.", (await engine.Runs.Start(new(workflow, "", RunTrigger.Api))).Problem());
        Assert.Equal("The version to run has no trigger `say`. Its triggers are `hook`, `other`.", (await engine.Runs.Start(new(workflow, "", RunTrigger.Api) { Fired = new("say", default) })).Problem());
        var run = (await engine.Runs.Start(new(workflow, "", RunTrigger.Api) { Fired = new("hook", JsonElement.Parse("""{"body": {"name": "Ada"}}""")) })).Run();
        Assert.Equal("Ada", (await engine.End(run)).Result!.Value.GetString());
    }

    [Fact]
    public async Task A_run_of_a_trigger_continues_after_a_crash_and_is_run_again_with_the_same_data()
    {
        await using var first = Engine.Start();
        var workflow = await first.Save("""
            hook webhook {}
            nap wait {"seconds": "60"}
            say template {"template": "{{trigger.body}}"}
            hook -> nap -> say
            """);
        var run = (await first.Runs.Start(new(workflow, "", RunTrigger.Webhook) { Fired = new("hook", JsonElement.Parse("""{"body": 7}""")) })).Run();
        await first.Until(run, state => state.Status == RunStatus.Waiting);
        await using var engine = first.Crash();
        await engine.Recovered;
        engine.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(7, (await engine.End(run)).Result!.Value.GetInt32());
        Assert.Equal(("hook", RunTrigger.Webhook), (engine.State(run).Fired!.Node, engine.State(run).Trigger));
    }

    [Fact]
    public async Task An_older_node_of_the_name_trigger_hides_the_data_of_triggers()
    {
        await using var engine = Engine.Start();

        Assert.Equal("own", (await engine.Run("""
            trigger template {"template": "own"}
            say template {"template": "{{trigger}}"}
            trigger -> say
            """)).Result!.Value.GetString());
    }

    [Fact]
    public async Task The_form_of_a_run_offers_the_triggers_with_their_last_data()
    {
        var workflow = await app.Make("Tries", [App.Node("hook", "webhook", new { label = "New order" }), App.Node("other", "webhook", new { }), App.Template("say", "{{trigger.body.name}}")], "hook→say");
        using var visitor = app.Visit();

        var page = await visitor.Open($"/workflows/{workflow}");
        Assert.Equal(["New order", "other"], page.All("main .triggers label").Select(label => label.Words()));
        Assert.Contains("\"method\"", page.One("[name='data.hook']").TextContent, StringComparison.Ordinal);
        var wrong = await visitor.Submit(page.One("form.prompt"), new Dictionary<string, string> { ["trigger"] = "hook", ["data.hook"] = "{" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("The data of the trigger is not valid JSON: unexpected end at line 1, column 2.", wrong.Main.Words(), StringComparison.Ordinal);
        Assert.Equal("{", wrong.One("[name='data.hook']").TextContent);

        var run = await visitor.Submit(wrong.One("form.prompt"), new Dictionary<string, string> { ["data.hook"] = """{"body": {"name": "Ada"}}""" });
        await app.End(Guid.Parse(run.Address.Split('/')[^1]));
        var again = await visitor.Open($"/workflows/{workflow}");
        Assert.Contains("\"Ada\"", again.One("[name='data.hook']").TextContent, StringComparison.Ordinal);
        Assert.Contains("New order", (await visitor.Open(run.Address)).One(".message.person").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_of_triggers_can_be_run_up_to_a_node()
    {
        var workflow = await app.MakeDraft("Up to", [App.Node("hook", "webhook", new { }), App.Template("say", "{{trigger.method}}"), App.Node("later", "nonsense", new { })], "hook→say", "say→later");
        using var visitor = app.Visit();

        var editor = await visitor.Open($"/workflows/{workflow}/edit?node=say");
        var answer = await visitor.Submit(editor.One("button[formaction$='/nodes/say/runs']"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        await Eventually.Equal("POST", async () => (await visitor.Call($"GET /api/runs?workflow={workflow}")).Json().GetProperty("runs") is var runs && runs.GetArrayLength() == 1
            && (await visitor.Call($"GET /api/runs/{runs[0].Text("id")}")).Json().GetProperty("result") is { ValueKind: JsonValueKind.String } result ? result.GetString() : null);
    }

    [Fact]
    public async Task The_API_names_the_trigger_to_start_with()
    {
        var workflow = await app.Make("By API", [App.Node("hook", "webhook", new { }), App.Template("say", "{{trigger.method}} {{trigger.body}}")], "hook→say");
        using var client = app.Visit();

        Assert.StartsWith("This workflow starts with its triggers.", (await client.Call($"POST /api/workflows/{workflow}/runs")).Problem(422), StringComparison.Ordinal);
        Assert.StartsWith("`trigger.name` is not a member of this request.", (await client.Call($"POST /api/workflows/{workflow}/runs", new { trigger = new { name = "hook" } })).Problem(422), StringComparison.Ordinal);
        var sample = await client.Call($"POST /api/workflows/{workflow}/runs", new { trigger = new { node = "hook" } }, ("Prefer", "wait=30"));
        var given = await client.Call($"POST /api/workflows/{workflow}/runs", new { trigger = new { node = "hook", data = new { method = "PUT", body = 7 } } }, ("Prefer", "wait=30"));

        Assert.Equal(("POST {}", "PUT 7"), (sample.Json().Text("result"), given.Json().Text("result")));
    }
}
