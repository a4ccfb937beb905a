using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Triggers;

/// <summary>The last calls of webhooks: how they are listed, sent again and replayed into the draft.</summary>
public sealed class DeliveryTests(Hooks hooks) : IClassFixture<Hooks>
{
    [Fact]
    public async Task The_page_shows_the_address_with_a_command_and_waits_for_the_first_call()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { label = "New order", slug = $"{slug}/:id" });
        using var visitor = hooks.App.Visit();

        var page = await visitor.Open($"/workflows/{workflow}/deliveries");

        Assert.Contains("New order", page.One(".trigger h3").Words(), StringComparison.Ordinal);
        Assert.Contains("active", page.One(".trigger h3").Words(), StringComparison.Ordinal);
        Assert.EndsWith($"/hook/{slug}/:id", page.All(".trigger pre")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal($"curl '{hooks.App.Address}hook/{slug}/:id' -H 'Content-Type: application/json' -d '{{\"hello\": \"world\"}}'", page.All(".trigger pre")[1].TextContent);
        Assert.Contains($"/hook/{slug}/draft/:id", page.All(".trigger pre")[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("Waiting for the first call.", page.One("#deliveries").Words(), StringComparison.Ordinal);
        Assert.Equal("every 3s", page.One("#deliveries").GetAttribute("hx-trigger"));

        await hooks.Call($"POST {slug}/7", """{"name":"<b>Ada</b>"}""");
        var later = await visitor.Open(page.One("#deliveries").GetAttribute("hx-get")!);
        Assert.Equal(["accepted"], later.Texts("#deliveries .status"));
        Assert.Equal("""{"name":"<b>Ada</b>"}""", later.One("#deliveries pre").TextContent);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open(later.One("#deliveries a").GetAttribute("href")!)).Status);
    }

    [Fact]
    public async Task A_call_is_sent_again_with_its_data_by_a_press()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, authentication = "github", credential = "GITHUB" }, [App.Template("say", "{{trigger.body.n}}")], "hook→say");
        await hooks.Call($"POST {slug}", """{"n": 7}""", ("X-Hub-Signature-256", Hooks.Sign("""{"n": 7}""")), ("X-GitHub-Delivery", "one"));
        using var visitor = hooks.App.Visit();

        var run = await visitor.Submit((await visitor.Open($"/workflows/{workflow}/deliveries")).One("#deliveries form"));

        Assert.Equal(HttpStatusCode.SeeOther, run.Redirect);
        await hooks.App.End(Guid.Parse(run.Address.Split('/')[^1]));
        Assert.Equal(2, await hooks.Runs(workflow));
        Assert.All(hooks.App.Get<RunStore>().List(workflow, null, 0, 9), line => Assert.Equal("webhook", line.Trigger));
        Assert.Equal(["Sent again by anonymous.", ""], hooks.Deliveries(workflow).Select(delivery => delivery.Reason));
        Assert.Equal([false, false], hooks.Deliveries(workflow).Select(delivery => delivery.IsDraft));
    }

    [Fact]
    public async Task A_call_is_replayed_into_the_draft_and_becomes_its_data()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug });
        await hooks.Call($"POST {slug}", new { n = 7 });
        var drafts = hooks.App.Get<DraftStore>();
        await drafts.Save(drafts.Find(workflow)!, new("Changed", "", App.Flow([App.Node("hook", "webhook", new { slug }), App.Template("say", "draft {{trigger.body.n}}")], "hook→say")), "Added say");
        using var visitor = hooks.App.Visit();

        var run = await visitor.Submit((await visitor.Open($"/workflows/{workflow}/deliveries")).One("#deliveries form"), button: "draft");
        await hooks.App.End(Guid.Parse(run.Address.Split('/')[^1]));

        using var client = hooks.App.Visit();
        Assert.Equal("draft 7", (await client.Call($"GET /api/runs/{run.Address.Split('/')[^1]}")).Json().Text("result"));
        var editor = await visitor.Open($"/workflows/{workflow}/edit?node=say");
        Assert.Contains("draft 7", editor.All(".preview")[0].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_call_whose_body_was_not_kept_is_not_sent_again()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug });
        await hooks.Call($"POST {slug}", "{");
        using var visitor = hooks.App.Visit();

        var refused = await visitor.Submit((await visitor.Open($"/workflows/{workflow}/deliveries")).One("#deliveries form"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("The data of this call is not kept", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/workflows/{Guid.NewGuid()}/deliveries")).Status);
    }

    [Fact]
    public async Task A_draft_is_called_at_its_own_address_while_its_page_is_open()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.App.MakeDraft($"From blank {slug}", [App.Node("hook", "webhook", new { slug, onlyIf = new[] { new { left = "{{trigger.body.n}}", @operator = "exists", right = "" } } }), App.Template("say", "{{trigger.body.n}}"), App.Node("odd", "nonsense", new { })], "hook→say");
        Assert.Equal(HttpStatusCode.NotFound, (await hooks.Call($"POST {slug}/draft", new { n = 1 })).Status);
        using var visitor = hooks.App.Visit();

        var editor = await visitor.Open($"/workflows/{workflow}/edit?node=hook");
        Assert.Contains($"/hook/{slug}/draft", editor.One("#trigger-panel pre").TextContent, StringComparison.Ordinal);
        Assert.Contains("Waiting for the first call…", editor.One("#last-call").Words(), StringComparison.Ordinal);

        // The call comes before the draft can run, and is its data all the same.
        Assert.Equal("Not started: fix 1 problem of the draft first.", (await hooks.Call($"POST {slug}/draft", new { n = 7 })).Problem(422));
        Assert.Contains("Last call:", (await visitor.Open(editor.One("#last-call").GetAttribute("hx-get")!)).One("#last-call").Words(), StringComparison.Ordinal);
        Assert.Contains("7", (await visitor.Open($"/workflows/{workflow}/edit?node=say")).All(".preview")[0].Words(), StringComparison.Ordinal);
        Assert.Equal("""{"run":null}""", (await hooks.Call($"POST {slug}/draft", "{}")).Source);

        var drafts = hooks.App.Get<DraftStore>();
        await drafts.Save(drafts.Find(workflow)!, new("Runs now", "", App.Flow([App.Node("hook", "webhook", new { slug, answer = "result" }), App.Template("say", "{{trigger.body.n}} at {{trigger.path}}")], "hook→say")), "Fixed it");
        Assert.Equal("8 at /a/b", (await hooks.Call($"POST {slug}/draft/a/b", new { n = 8 })).Source);
        Assert.Equal("8 at /a/b", (await hooks.Call($"POST {slug}/draft/a/b", new { n = 8 }, ("webhook-id", "same"))).Source);
        Assert.Equal("8 at /a/b", (await hooks.Call($"POST {slug}/draft/a/b", new { n = 8 }, ("webhook-id", "same"))).Source);
        Assert.Equal(HttpStatusCode.NotFound, (await hooks.Call($"POST {slug}")).Status);
        Assert.All(hooks.Deliveries(workflow), delivery => Assert.True(delivery.IsDraft));
    }

    [Fact]
    public void A_draft_is_open_for_an_hour()
    {
        var time = new ManualTime();
        var open = new DraftHooks(time);
        open.Open("key", Guid.Empty, "hook");

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((Guid.Empty, "hook"), open.Find("key"));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(open.Find("key"));
    }

    [Fact]
    public async Task Only_the_last_calls_are_kept()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug });
        await using var few = new App("Production", ("HtmxFlows:Triggers:Deliveries", "5"));
        var kept = await few.Make("Few", [App.Node("hook", "webhook", new { slug })]);
        using var client = few.Visit();

        // About one call in sixteen removes the oldest.
        var calls = 0;
        for (; calls < 1000 && Rows() == calls; calls++)
            await client.Call($"POST /hook/{slug}", calls);
        await client.Call($"POST /hook/{slug}", calls);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{calls - i}"), few.Get<Deliveries>().List(kept).Select(delivery => delivery.Excerpt));
        Assert.InRange(Rows(), 5, calls);
        Assert.Empty(hooks.Deliveries(workflow));

        int Rows() => few.Get<IDatabase>().Read(connection => Dapper.SqlMapper.QuerySingle<int>(connection, "SELECT count(*) FROM deliveries"));
    }

    [Fact]
    public async Task A_flood_of_refused_calls_is_not_written()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, authentication = "github", credential = "GITHUB" });

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => hooks.Call($"POST {slug}", "{}"))), answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));

        Assert.Equal(100, hooks.App.Get<IDatabase>().Read(connection => Dapper.SqlMapper.QuerySingle<int>(connection, "SELECT count(*) FROM deliveries WHERE workflow_id = @workflow", new { workflow })));
    }

    [Fact]
    public async Task Secrets_in_a_call_are_masked()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, onlyIf = new[] { new { left = "{{trigger.body.a}}", @operator = "equals", right = "no" } } });

        await hooks.Call($"POST {slug}", new { a = Hooks.Secret });

        var delivery = Assert.Single(hooks.Deliveries(workflow));
        Assert.DoesNotContain("Everybody", delivery.Excerpt + hooks.App.Get<Deliveries>().Data(delivery), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_lists_triggers_and_deliveries_and_replays_them()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { label = "New order", slug = $"{slug}/:id" }, [App.Template("say", "{{trigger.params.id}}")], "hook→say");
        await hooks.Call($"POST {slug}/7", "{}");
        using var client = hooks.App.Visit();

        var trigger = (await client.Call($"GET /api/workflows/{workflow}/triggers")).Json()[0];
        Assert.Equal(("hook", "New order", "webhook", true), (trigger.Text("node"), trigger.Text("label"), trigger.Text("type"), trigger.GetProperty("active").GetBoolean()));
        Assert.Equal(($"{hooks.App.Address}hook/{slug}/:id", $"{hooks.App.Address}hook/{slug}/draft/:id"), (trigger.Text("url"), trigger.Text("draftUrl")));
        var delivery = (await client.Call($"GET /api/workflows/{workflow}/deliveries?node=hook")).Json()[0];
        Assert.Equal(("accepted", "POST", "7", 2), (delivery.Text("outcome"), delivery.Text("method"), delivery.Text("path"), delivery.GetProperty("size").GetInt32()));
        Assert.Equal(0, (await client.Call($"GET /api/workflows/{workflow}/deliveries?node=other")).Json().GetArrayLength());

        var replay = $"POST /api/workflows/{workflow}/deliveries/{delivery.Text("id")}/replay";
        var again = await client.Call(replay, new { draft = false }, ("Idempotency-Key", slug));
        var same = await client.Call(replay, null, ("Idempotency-Key", slug));
        var draft = await client.Call(replay, new { draft = true });

        Assert.Equal((HttpStatusCode.Accepted, again.Json().Text("id")), (same.Status, same.Json().Text("id")));
        Assert.NotEqual(again.Json().Text("id"), draft.Json().Text("id"));
        await hooks.App.End(draft.Json().GetProperty("id").GetGuid());
        Assert.Equal("7", (await client.Call($"GET /api/runs/{draft.Json().Text("id")}")).Json().Text("result"));
        (await client.Call(replay.Replace(delivery.Text("id"), Guid.NewGuid().ToString(), StringComparison.Ordinal))).Problem(404);
    }

    [Fact]
    public async Task A_runner_sends_a_call_again_and_only_an_editor_runs_the_draft()
    {
        await using var team = new Team();
        await team.InitializeAsync();
        var workflow = await team.App.Make("Team", [App.Node("hook", "webhook", new { slug = "team" })]);
        using var nobody = team.App.Visit();
        using var rosa = await team.Visit(Role.Runner);
        using var vera = await team.Visit(Role.Viewer);
        Assert.Equal(HttpStatusCode.Accepted, (await nobody.Call("POST /hook/team", "{}")).Status);

        Assert.Empty((await vera.Open($"/workflows/{workflow}/deliveries")).All("#deliveries form"));
        var page = await rosa.Open($"/workflows/{workflow}/deliveries");
        Assert.StartsWith("Send again", Assert.Single(page.Texts("#deliveries form button")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Call("POST /hook/team/draft", "{}")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await rosa.Submit(page.One("#deliveries form"))).Redirect);
        Assert.Equal("Sent again by Rosa.", team.App.Get<Deliveries>().List(workflow)[0].Reason);
        var id = team.App.Get<Deliveries>().List(workflow)[0].Id;
        Assert.Equal("Only an editor runs the draft.", (await rosa.Call($"POST /api/workflows/{workflow}/deliveries/{id}/replay", new { draft = true }, ("Sec-Fetch-Site", "same-origin"))).Problem(403));
    }
}
