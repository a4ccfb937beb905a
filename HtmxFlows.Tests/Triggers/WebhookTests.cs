using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Calls of webhooks over HTTP. Cases 13 and 16 to 29 of the acceptance cases.</summary>
public sealed class WebhookTests(Hooks hooks) : IClassFixture<Hooks>
{
    [Fact]
    public async Task A_call_starts_a_run_with_its_data_and_is_listed()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug }, [App.Template("say", "{{trigger.body.name}} by {{hook.method}}")], "hook→say");

        var answer = await hooks.Call($"POST {slug}?a=1", new { name = "Ada" }, ("X-Custom", "x"), ("Authorization", "Bearer hidden"));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(["run", "url"], answer.Json().Members());
        var run = answer.Json().GetProperty("run").GetGuid();
        Assert.Equal(($"/runs/{run}", $"/runs/{run}"), (answer.Json().Text("url"), answer.Header("Location")));
        await hooks.App.End(run);
        using var visitor = hooks.App.Visit();
        Assert.Equal("Ada by POST", (await visitor.Call($"GET /api/runs/{run}")).Json().Text("result"));
        var data = await hooks.DataOf(answer);
        Assert.Equal(("POST", "", "x"), (data.Text("method"), data.Text("path"), data.GetProperty("headers").Text("x-custom")));
        Assert.False(data.GetProperty("headers").TryGetProperty("authorization", out _));
        Assert.Equal(IPAddress.Loopback.ToString(), data.Text("remote"));
        var delivery = Assert.Single(hooks.Deliveries(workflow));
        Assert.Equal((DeliveryOutcome.Accepted, run, "POST", """{"name":"Ada"}"""), (delivery.Outcome, delivery.RunId, delivery.Method, delivery.Excerpt));
        Assert.Equal(JsonSerializer.Serialize(data), JsonSerializer.Serialize(hooks.App.Get<Deliveries>().Data(delivery)));
    }

    [Fact]
    public async Task A_trigger_of_several_starts_its_own_branch_only()
    {
        var (one, other) = (Hooks.Slug(), Hooks.Slug());
        await hooks.App.Make("Two hooks", [App.Node("one", "webhook", new { slug = one }), App.Node("other", "webhook", new { slug = other }), App.Template("a", "a"), App.Template("b", "b"), App.Template("both", "{{input.method}} {{trigger.body}}")],
            "one→a", "other→b", "one→both", "other→both");

        var answer = await hooks.Call($"POST {other}", 7);

        await hooks.App.End(answer.Json().GetProperty("run").GetGuid());
        using var visitor = hooks.App.Visit();
        var nodes = (await visitor.Call($"GET /api/runs/{answer.Json().Text("run")}")).Json().GetProperty("nodes").EnumerateArray().ToDictionary(node => node.Text("id"), node => node.Text("status"));
        Assert.Equal(new() { ["one"] = "skipped", ["other"] = "completed", ["a"] = "skipped", ["b"] = "completed", ["both"] = "completed" }, nodes);
    }

    [Fact]
    public async Task Secrets_rotate()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, authentication = "github", credential = "ROTATED" });

        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {slug}", "{}", ("X-Hub-Signature-256", Hooks.Sign("{}", "the old secret")))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {slug}", "{}", ("X-Hub-Signature-256", Hooks.Sign("{}", "the new secret")))).Status);
        Assert.Equal("The call is not authenticated.", (await hooks.Call($"POST {slug}", "{}", ("X-Hub-Signature-256", Hooks.Sign("{}", "a removed secret")))).Problem(401));
    }

    [Fact]
    public async Task A_call_that_is_not_verified_is_refused_and_listed_with_the_reason()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, authentication = "github", credential = "GITHUB" });

        Assert.Equal("The call is not authenticated.", (await hooks.Call($"POST {slug}", "{}")).Problem(401));
        Assert.Equal("The call is not authenticated.", (await hooks.Call($"POST {slug}", "{}", ("X-Hub-Signature-256", "sha256=00"))).Problem(401));

        Assert.Equal(["The signature in X-Hub-Signature-256 does not fit the body and the secret.", "The header X-Hub-Signature-256 is missing, or does not begin with sha256=."],
            hooks.Deliveries(workflow).Select(delivery => delivery.Reason));
        Assert.All(hooks.Deliveries(workflow), delivery => Assert.Equal((DeliveryOutcome.Refused, null), (delivery.Outcome, delivery.RunId)));
        Assert.Equal(0, await hooks.Runs(workflow));
    }

    [Fact]
    public async Task A_password_may_have_letters_of_any_script_and_colons()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, authentication = "basic", credential = "LOGIN" });

        var missing = await hooks.Call($"POST {slug}", "{}");
        var given = await hooks.Call($"POST {slug}", "{}", ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("ü:pä:ss"))}"));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted), (missing.Status, given.Status));
        Assert.Contains("UTF-8", missing.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_copies_of_a_delivery_at_once_start_one_run()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug }, [App.Template("a", "x")], "hook→a");

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => hooks.Call($"POST {slug}", "{}", ("webhook-id", "msg_1"))));

        var first = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal(999, answers.Count(answer => answer.Status == HttpStatusCode.OK && answer.Json().GetProperty("duplicate").GetBoolean()));
        Assert.Single(answers.Select(answer => answer.Json().Text("run")).Distinct());
        Assert.Equal(1, await hooks.Runs(workflow));
        Assert.Equal("msg_2", (await hooks.Call($"POST {slug}", "{}", ("webhook-id", "msg_2"))).Status == HttpStatusCode.Accepted ? "msg_2" : "");
        Assert.NotEqual(Guid.Empty, first.Json().GetProperty("run").GetGuid());
    }

    [Theory]
    [InlineData(71, true)]
    [InlineData(73, false)]
    public async Task A_delivery_is_known_for_72_hours(int hours, bool isKnown)
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug });
        var first = await hooks.Call($"POST {slug}", "{}", ("Idempotency-Key", "again"));
        await hooks.App.Get<IDatabase>().Write(writer => writer.Connection.Execute("UPDATE start_keys SET at = @at WHERE run_id = @run",
            new { at = TimeProvider.System.GetUtcNow().AddHours(-hours), run = first.Json().GetProperty("run").GetGuid() }));

        var later = await hooks.Call($"POST {slug}", "{}", ("Idempotency-Key", "again"));

        Assert.Equal(isKnown ? HttpStatusCode.OK : HttpStatusCode.Accepted, later.Status);
        Assert.Equal(isKnown, later.Json().Text("run") == first.Json().Text("run"));
        Assert.Equal(isKnown, later.Json().TryGetProperty("duplicate", out var duplicate) && duplicate.GetBoolean());
    }

    [Fact]
    public async Task A_method_that_is_not_accepted_names_those_that_are()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug });
        await hooks.Make(new { slug = $"{slug}2", methods = new[] { "get", "PUT" } });

        var refused = await hooks.Call($"GET {slug}");
        refused.Problem(405);
        Assert.Equal("POST", refused.Header("Allow"));
        Assert.Equal("GET, PUT", (await hooks.Call($"OPTIONS {slug}2")).Header("Allow"));
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"GET {slug}2")).Status);
    }

    [Fact]
    public async Task An_address_that_is_disabled_archived_or_deleted_answers_as_one_that_never_was()
    {
        var slug = Hooks.Slug();
        var disabled = await hooks.Make(new { slug, settings = new { disabled = true } }, [App.Template("a", "x")]);
        var archived = await hooks.Make(new { slug = $"{slug}2" });
        var deleted = await hooks.Make(new { slug = $"{slug}3" });
        await hooks.App.Get<HtmxFlows.Workflows.WorkflowArchive>().Add(archived, HtmxFlows.Accounts.Actor.Anonymous);
        await hooks.App.Get<HtmxFlows.Workflows.WorkflowStore>().Delete(deleted);

        var unknown = await hooks.Call("POST unknown", "{}");

        Assert.Equal("Nothing exists at this address.", unknown.Problem(404));
        foreach (var address in new[] { slug, $"{slug}2", $"{slug}3", $"{slug}/draft" })
        {
            var answer = await hooks.Call($"POST {address}", "{}");
            Assert.Equal(unknown.Body, answer.Body);
            Assert.Equal(Headers(unknown), Headers(answer));
        }
        Assert.NotEqual(Guid.Empty, disabled);

        await hooks.App.Get<HtmxFlows.Workflows.WorkflowArchive>().Remove(archived, HtmxFlows.Accounts.Actor.Anonymous);
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {slug}2", "{}")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_and_the_connection_closed(bool isChunked)
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug });
        static byte[] Body(int bytes) => Encoding.ASCII.GetBytes($"\"{new string('x', bytes - 2)}\"");

        var refused = await Send(Body(Hooks.BodyBytes + 1));
        Assert.Equal(0, await hooks.Runs(workflow));
        var accepted = await Send(Body(Hooks.BodyBytes));

        Assert.Equal("The body is larger than 10,000 bytes. Send less at once.", refused.Problem(413));
        Assert.True(refused.Response.Headers.ConnectionClose);
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        Assert.NotEqual(true, accepted.Response.Headers.ConnectionClose);

        async Task<Page> Send(byte[] body)
        {
            using var content = Hooks.Bytes(body, "application/json");
            return await hooks.Call($"POST {slug}", isChunked ? new Chunked(content) : content);
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "The body is not valid JSON")]
    [InlineData("{", "The body is not valid JSON: unexpected end at line 1, column 2.")]
    [InlineData("65 levels", "The body is not valid JSON: too many levels")]
    [InlineData("64 levels", "The body nests deeper than 63 levels.")]
    [InlineData("no UTF-8", "The body is not UTF-8. Send it in UTF-8.")]
    public async Task Bad_JSON_is_refused_with_a_sentence(string body, string problem)
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug });
        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
        var bytes = body switch { "65 levels" => Encoding.UTF8.GetBytes(Nested(65)), "64 levels" => Encoding.UTF8.GetBytes(Nested(64)), "no UTF-8" => [(byte)'"', 0xff, (byte)'"'], _ => Encoding.UTF8.GetBytes(body) };

        Assert.StartsWith(problem, (await hooks.Call($"POST {slug}", Hooks.Bytes(bytes, "application/json"))).Problem(400), StringComparison.Ordinal);

        Assert.Equal(0, await hooks.Runs(workflow));
        Assert.Equal(DeliveryOutcome.Refused, Assert.Single(hooks.Deliveries(workflow)).Outcome);
    }

    [Theory]
    [InlineData("", "application/json", "null")]
    [InlineData("[[1]]", "application/vnd.github+json", "[[1]]")]
    [InlineData("x[]=1", "application/x-www-form-urlencoded", """{"x[]":"1"}""")]
    [InlineData("a=1&a=%C3%BC+&b", "application/x-www-form-urlencoded", """{"a":["1","ü "],"b":""}""")]
    [InlineData("Grüße", "text/plain; charset=utf-8", "\"Grüße\"")]
    public async Task A_body_is_read_by_its_type(string body, string type, string value)
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug });

        var data = await hooks.DataOf(await hooks.Call($"POST {slug}", Hooks.Bytes(Encoding.UTF8.GetBytes(body), type)));

        Assert.Equal(value, data.GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task Values_of_the_query_and_of_the_path_are_read()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug = $"{slug}/:id/items/:item", methods = new[] { "GET" } });

        var data = await hooks.DataOf(await hooks.Call($"GET {slug}/4%202/items/b?a=1&a=2&b="));

        Assert.Equal("""{"a":["1","2"],"b":""}""", data.GetProperty("query").GetRawText());
        Assert.Equal("""{"id":"4 2","item":"b"}""", data.GetProperty("params").GetRawText());
        Assert.Equal("/4 2/items/b", data.Text("path"));
        Assert.Equal(HttpStatusCode.NotFound, (await hooks.Call($"GET {slug}/42")).Status);
    }

    [Fact]
    public async Task Files_of_a_form_are_kept_with_harmless_names()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, answer = "result" }, [App.Node("read", "file", new { operation = "read", value = "{{trigger.body.second}}" })], "hook→read");
        using var form = new MultipartFormDataContent { { new StringContent("Ada"), "name" } };
        form.Add(new StringContent("first"), "first", "../../etc/passwd");
        form.Add(new StringContent("second"), "second", "a\u202Etxt.exe");

        var run = await hooks.Call($"POST {slug}", form);
        var data = hooks.App.Get<Journal>().Read(hooks.App.Get<RunStore>().List(null, null, 0, 1)[0].Id)[0] is WorkflowStarted { FiredData: { } fired } ? fired : default;

        Assert.Equal("Ada", data.GetProperty("body").Text("name"));
        Assert.Equal(2, data.GetProperty("files").GetArrayLength());
        Assert.All(data.GetProperty("files").EnumerateArray(), file => Assert.DoesNotMatch(@"[/\\\u202e]|\.\.", file.Text("name")));
        Assert.Equal((HttpStatusCode.OK, "second"), (run.Status, run.Source));
    }

    [Fact]
    public async Task A_call_may_wait_for_the_result()
    {
        var (plain, html) = (Hooks.Slug(), Hooks.Slug());
        await hooks.Make(new { slug = plain, answer = "result" }, [App.Node("sum", "respond", new { value = "{{trigger.body}}" })], "hook→sum");
        await hooks.Make(new { slug = html, answer = "result" },
            [App.Node("page", "respond", new { value = "<b>{{trigger.body}}</b>", status = "201", contentType = "text/html", headers = new[] { new { name = "X-Count", value = "1" } } })], "hook→page");

        var json = await hooks.Call($"POST {plain}", new[] { 1, 2 });
        var page = await hooks.Call($"POST {html}", 7);

        Assert.Equal((HttpStatusCode.OK, "[1,2]", "application/json"), (json.Status, json.Source, json.Response.Content.Headers.ContentType!.ToString()));
        Assert.Equal((HttpStatusCode.Created, "<b>7</b>", "text/html", "1"), (page.Status, page.Source, page.Response.Content.Headers.ContentType!.ToString(), page.Header("X-Count")));
        Assert.All([json, page], answer => Assert.Equal(("sandbox", "nosniff"), (answer.Header("Content-Security-Policy"), answer.Header("X-Content-Type-Options"))));
    }

    [Fact]
    public async Task The_only_node_that_responds_answers_before_the_run_ends()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, answer = "result" }, [App.Node("say", "respond", new { value = "early" }), App.Endless()], "hook→say", "say→endless");

        Assert.Equal("early", (await hooks.Call($"POST {slug}", "{}")).Source);
    }

    [Fact]
    public async Task A_run_that_fails_answers_500_and_tells_its_sender_nothing_of_it()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, answer = "result" }, [App.Node("stop", "fail", new { message = "Not for others." })], "hook→stop");

        var answer = await hooks.Call($"POST {slug}", "{}");

        Assert.Equal((HttpStatusCode.InternalServerError, "failed"), (answer.Status, answer.Json().Text("status")));
        Assert.DoesNotContain("Not for others", answer.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_takes_longer_is_answered_with_its_address()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, answer = "result" }, [App.Endless()], "hook→endless");

        var answer = await hooks.Call($"POST {slug}", "{}");

        Assert.Equal((HttpStatusCode.Accepted, $"/runs/{answer.Json().Text("run")}"), (answer.Status, answer.Header("Location")));
    }

    [Fact]
    public void A_result_is_awaited_for_25_seconds() => Assert.Equal(25, new TriggerOptions().WaitSeconds);

    [Fact]
    public async Task A_sender_that_leaves_does_not_stop_the_run()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, answer = "result" }, [App.Node("nap", "wait", new { seconds = "0.5" })], "hook→nap");
        using var patience = new CancellationTokenSource();
        using var client = new HttpClient { BaseAddress = hooks.App.Address };

        var call = client.PostAsync($"/hook/{slug}", null, patience.Token);
        await Eventually.Equal(1, () => Task.FromResult(hooks.Deliveries(workflow).Count));
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.Equal("The sender left before the answer.", () => Task.FromResult(hooks.Deliveries(workflow)[0].Reason));
        var run = hooks.Deliveries(workflow)[0].RunId!.Value;
        await hooks.App.End(run);
        Assert.Equal(RunStatus.Completed, hooks.App.Get<RunStore>().Status(run));
    }

    [Theory]
    [InlineData("text/event-stream", "event: workflow-started")]
    [InlineData("application/x-ndjson", "\"event\":\"workflow-started\"")]
    [InlineData("*/*", "event: workflow-started")]
    public async Task A_call_may_be_answered_with_the_events_of_the_run(string accept, string begin)
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug, answer = "stream" }, [App.Template("a", "the end")], "hook→a");

        var answer = await hooks.Call($"POST {slug}", "{}", ("Accept", accept));

        Assert.Contains(begin, answer.Source, StringComparison.Ordinal);
        Assert.Contains("the end", answer.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_over_the_limit_wait_and_none_is_lost()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, rateLimit = 50 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => hooks.Call($"POST {slug}", "{}")));

        Assert.Equal(50, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer =>
        {
            Assert.Equal("This address accepts 50 calls a minute.", answer.Problem(429));
            Assert.InRange(int.Parse(answer.Header("Retry-After")!, null), 1, 60);
        });
        Assert.Equal(50, answers.Where(answer => answer.Status == HttpStatusCode.Accepted).Select(answer => answer.Json().Text("run")).Distinct().Count());
        Assert.Equal(50, await hooks.Runs(workflow));
        Assert.Equal(10, hooks.Deliveries(workflow).Count(delivery => delivery.Outcome == DeliveryOutcome.Refused));
    }

    [Fact]
    public async Task Only_addresses_that_are_allowed_may_call()
    {
        var (allowed, others) = (Hooks.Slug(), Hooks.Slug());
        await hooks.Make(new { slug = allowed, allowedAddresses = new[] { "192.0.2.0/24", "127.0.0.1" } });
        await hooks.Make(new { slug = others, allowedAddresses = new[] { "192.0.2.0/24" } });

        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {allowed}", "{}")).Status);
        // The peer is this machine, on which a proxy may run: it names its client.
        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {others}", "{}", ("X-Forwarded-For", "10.0.0.1, 192.0.2.7"))).Status);
        Assert.Equal("Calls from this address are not allowed.", (await hooks.Call($"POST {others}", "{}")).Problem(403));
        Assert.Equal("Calls from this address are not allowed.", (await hooks.Call($"POST {others}", "{}", ("X-Forwarded-For", "192.0.2.7, 10.0.0.1"))).Problem(403));
    }

    [Fact]
    public async Task A_call_that_does_not_meet_the_conditions_starts_no_run()
    {
        var slug = Hooks.Slug();
        var workflow = await hooks.Make(new { slug, onlyIf = new[] { new { left = "{{trigger.body.action}}", @operator = "equals", right = "opened" } } });

        var ignored = await hooks.Call($"POST {slug}", new { action = "closed" });
        var other = await hooks.Call($"POST {slug}", new { });
        var met = await hooks.Call($"POST {slug}", new { action = "opened" });

        Assert.Equal((HttpStatusCode.OK, """{"run":null}"""), (ignored.Status, ignored.Source));
        Assert.Equal("""{"run":null}""", other.Source);
        Assert.Equal(HttpStatusCode.Accepted, met.Status);
        Assert.Equal(1, await hooks.Runs(workflow));
        Assert.Equal([DeliveryOutcome.Accepted, DeliveryOutcome.Ignored, DeliveryOutcome.Ignored], hooks.Deliveries(workflow).Select(delivery => delivery.Outcome));
        Assert.Equal("The call does not meet “Only run if”.", hooks.Deliveries(workflow)[2].Reason);
        Assert.Equal("closed", hooks.App.Get<Deliveries>().Data(hooks.Deliveries(workflow)[2])!.Value.GetProperty("body").Text("action"));
    }

    [Fact]
    public async Task Other_sites_may_call_and_may_not_read()
    {
        var slug = Hooks.Slug();
        await hooks.Make(new { slug });

        var answer = await hooks.Call($"POST {slug}", "{}", ("Origin", "https://other.example"), ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_workflow_that_has_as_many_runs_as_it_may_have_refuses_the_call()
    {
        var slug = Hooks.Slug();
        var flow = App.Flow([App.Node("hook", "webhook", new { slug }), App.Endless()], "hook→endless")[..^1] + """, "concurrency": {"limit": 1, "beyond": "refuse"}}""";
        var workflow = (await hooks.App.Get<HtmxFlows.Workflows.WorkflowStore>().Create(new($"Busy {slug}", "", flow))).Id();

        Assert.Equal(HttpStatusCode.Accepted, (await hooks.Call($"POST {slug}", "{}")).Status);
        Assert.StartsWith("1 of the workflow's runs", (await hooks.Call($"POST {slug}", "{}", ("webhook-id", "later"))).Problem(429), StringComparison.Ordinal);
        Assert.Equal(DeliveryOutcome.Refused, hooks.Deliveries(workflow)[0].Outcome);
    }

    static string[] Headers(Page answer) => [.. answer.Response.Headers.Concat(answer.Response.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order()];

    /// <summary>Content without a length.</summary>
    sealed class Chunked : HttpContent
    {
        readonly HttpContent inner;

        public Chunked(HttpContent inner)
        {
            this.inner = inner;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
