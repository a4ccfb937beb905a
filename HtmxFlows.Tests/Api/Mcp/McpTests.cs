using System.Net;
using System.Net.Http.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Api;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Role = HtmxFlows.Accounts.Role;

namespace HtmxFlows.Tests.Api;

/// <summary>Workflows as tools, by the client of the protocol's own library in both generations of the protocol.</summary>
public sealed class McpTests(Team team) : IClassFixture<Team>
{
    public static TheoryData<string> Generations => ["2025-11-25", "2026-07-28"];

    [Theory, MemberData(nameof(Generations))]
    public async Task A_workflow_is_a_tool_with_its_inputs_and_a_call_is_a_run(string generation)
    {
        var workflow = await team.App.MakeAsking($"Greet people {generation}", """[{"name": "who", "type": "text", "required": true, "help": "Whom"}, {"name": "times", "type": "number", "default": 1}]""", [App.Template("say", "Hello {{run.input.who}} {{run.input.times}}")]);
        var server = await Serve(workflow);
        await using var client = await Connect(server, generation);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var tool = Assert.Single(tools, tool => tool.Name != "get_run");
        var result = await client.CallToolAsync(tool.Name, new Dictionary<string, object?> { ["who"] = "Ada" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(generation, client.NegotiatedProtocolVersion);
        Assert.Equal(ToolNameOf($"Greet people {generation}"), tool.Name);
        Assert.Equal(["who"], tool.JsonSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("Hello Ada 1", Text(result));
        var document = result.StructuredContent!.Value;
        Assert.Equal(("completed", "Hello Ada 1"), (document.GetProperty("status").GetString(), document.GetProperty("result").GetString()));
        Assert.Equal($"{team.App.Address.GetLeftPart(UriPartial.Authority)}/runs/{document.GetProperty("run").GetGuid()}", document.GetProperty("url").GetString());
        Assert.Equal(("mcp", "Rosa"), Started(document.GetProperty("run").GetGuid()));
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task Progress_is_reported_node_by_node(string generation)
    {
        var server = await Serve(await team.App.Make($"Three nodes {generation}", [App.Template("a", "1"), App.Node("b", "wait", new { label = "Label of b", seconds = "1" }), App.Template("c", "3")], "a→b", "b→c"));
        await using var client = await Connect(server, generation);
        var reported = new Reports();

        await client.CallToolAsync(await ToolOf(client), progress: reported, cancellationToken: TestContext.Current.CancellationToken);
        // The client drops what it reads after the result.
        await Eventually.True(() => !reported.All.IsEmpty);

        Assert.All(reported.All, report => Assert.Equal($"Label of {"abc"[(int)report.Progress - 1]}", report.Message));
        Assert.All(reported.All, report => Assert.Equal(3f, report.Total));
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task A_run_that_asks_a_person_says_where_and_get_run_has_the_result_afterwards(string generation)
    {
        var server = await Serve(await team.App.Make($"Asks {generation}", [App.Node("ask", "approve", new { text = "May it?" }), App.Template("yes", "It may")], "ask.approve→yes"));
        await using var client = await Connect(server, generation);

        var waiting = (await client.CallToolAsync(await ToolOf(client), cancellationToken: TestContext.Current.CancellationToken)).StructuredContent!.Value;
        var run = waiting.GetProperty("run").GetGuid();
        Assert.Equal("waiting", waiting.GetProperty("status").GetString());
        var question = Assert.Single(waiting.GetProperty("questions").EnumerateArray());
        using var person = team.App.Visit();
        await person.Submit((await person.Open(new Uri(question.GetProperty("url").GetString()!).PathAndQuery)).One("form.question"), button: "decision=approve");
        var result = await client.CallToolAsync("get_run", new Dictionary<string, object?> { ["run"] = run }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("It may", Text(result));
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task A_client_that_offers_it_asks_its_user_within_the_call(string generation)
    {
        var workflow = await team.App.Make($"Elicits {generation}",
            [App.Node("ask", "approve", new { text = "Which size?", decisions = new[] { new { name = "order", label = "Order it" }, new { name = "drop", label = "Drop it" } }, fields = new[] { new { name = "size", type = "number", required = true } } }), App.Template("yes", "Size {{ask.fields.size}} by {{ask.by}}")], "ask.order→yes");
        var server = await Serve(workflow);
        var asked = new System.Collections.Concurrent.ConcurrentQueue<ElicitRequestParams>();
        await using var client = await Connect(server, generation, elicit: request =>
        {
            asked.Enqueue(request);
            return asked.Count == 1 ? Accept(("decision", "order"), ("size", "big")) : Accept(("decision", "order"), ("size", 42));
        });

        var result = await client.CallToolAsync(await ToolOf(client), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Size 42 by Rosa", Text(result));
        Assert.Equal(["Which size?", "size must be a number.\n\nWhich size?"], asked.Select(request => request.Message));
        Assert.Equal(["decision", "size"], asked.First().RequestedSchema!.Required!);
        Assert.Single(team.App.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task A_question_that_the_user_declines_or_that_is_for_others_is_left_to_its_link(string generation)
    {
        var server = await Serve(await team.App.Make($"Declined {generation}", [App.Node("ask", "approve", new { text = "May it?" })]), await team.App.Make($"Others {generation}", [App.Node("ask", "approve", new { text = "May it?", who = "signed-in" })]));
        var asked = 0;
        await using var client = await Connect(server, generation, elicit: _ =>
        {
            asked++;
            return new() { Action = "decline" };
        });

        foreach (var (name, times) in new[] { ("Others", 0), ("Declined", 1) })
        {
            var waiting = (await client.CallToolAsync(ToolNameOf($"{name} {generation}"), cancellationToken: TestContext.Current.CancellationToken)).StructuredContent!.Value;
            Assert.Equal(("waiting", times), (waiting.GetProperty("status").GetString(), asked));
            Assert.Single(waiting.GetProperty("questions").EnumerateArray());
            await team.App.Get<RunSupervisor>().Cancel(waiting.GetProperty("run").GetGuid(), Actor.System);
        }
    }

    [Fact]
    public async Task A_forged_state_continues_no_run_of_others()
    {
        var elsewhere = await team.App.Start(await team.App.Make("Not a tool", [App.Node("ask", "approve", new { text = "May it?" })]));
        var server = await Serve(await team.App.Make("A tool", [App.Template("a", "1")]));
        var token = await Token("mcp");
        using var visitor = team.App.Visit();
        foreach (var state in new[] { $"{elsewhere}", $"{Guid.NewGuid()}", "", "<x>" })
        {
            using var request = Raw(server, "2026-07-28", token, null, 5, ToolNameOf("A tool"), state);
            using var answer = await visitor.Stream(request);
            Assert.Contains("There is no such run", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        await team.App.Get<RunSupervisor>().Cancel(elsewhere, Actor.System);
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task What_is_wrong_with_a_call_is_said_to_the_model(string generation)
    {
        var server = await Serve(
            await team.App.MakeAsking($"Strict {generation}", """[{"name": "day", "type": "date", "required": true}]""", [App.Template("a", "1")]),
            await team.App.Make($"Fails {generation}", [App.Node("f", "fail", new { message = "It is broken." })]));
        await using var client = await Connect(server, generation);
        var strict = ToolNameOf($"Strict {generation}");

        var results = new[]
        {
            await Call(strict, []), await Call(strict, new() { ["day"] = "soon" }), await Call(strict, new() { ["day"] = "2030-01-31", ["other"] = 1 }), await Call("nothing", []),
            await Call("get_run", []), await Call("get_run", new() { ["run"] = Guid.NewGuid() }), await Call(ToolNameOf($"Fails {generation}"), []),
        };

        Assert.All(results, result => Assert.True(result.IsError));
        Assert.Contains("day", Text(results[0]), StringComparison.Ordinal);
        Assert.Contains("must be a date", Text(results[1]), StringComparison.Ordinal);
        Assert.Contains("other", Text(results[2]), StringComparison.Ordinal);
        Assert.Contains("It is broken.", Text(results[^1]), StringComparison.Ordinal);

        async Task<CallToolResult> Call(string tool, Dictionary<string, object?> arguments) => await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_cancel_notification_cancels_the_run()
    {
        const string Generation = "2025-11-25";
        var workflow = await team.App.Make("Endless for a client", [App.Endless()]);
        var (server, token) = (await Serve(workflow), await Token("mcp"));
        await using var client = await Connect(server, Generation, token);
        using var http = new HttpClient(new HttpClientHandler { UseProxy = false }) { BaseAddress = team.App.Address };
        using var request = Raw(server, Generation, token, client.SessionId, 88, await ToolOf(client));
        using var leave = new CancellationTokenSource();

        var call = http.SendAsync(request, HttpCompletionOption.ResponseContentRead, leave.Token);
        var run = await RunOf(workflow);
        await client.SendNotificationAsync("notifications/cancelled", new CancelledNotificationParams { RequestId = new(88) }, cancellationToken: TestContext.Current.CancellationToken);

        await Eventually.Equal(RunStatus.Cancelled, () => Task.FromResult(team.App.Get<HtmxFlows.Live.RunReader>().Status(run)!.Value));
        // A cancelled call has no answer.
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task A_client_that_goes_away_cancels_nothing(string generation)
    {
        var workflow = await team.App.Make($"Without a client {generation}", [App.Endless()]);
        var server = await Serve(workflow);
        var token = await Token("mcp");
        await using var client = await Connect(server, generation, token);
        using var http = new HttpClient(new HttpClientHandler { UseProxy = false }) { BaseAddress = team.App.Address };
        using var request = Raw(server, generation, token, client.SessionId, 77, ToolNameOf($"Without a client {generation}"));
        using var leave = new CancellationTokenSource();

        var call = http.SendAsync(request, HttpCompletionOption.ResponseContentRead, leave.Token);
        var run = await RunOf(workflow);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var asked = await client.CallToolAsync("get_run", new Dictionary<string, object?> { ["run"] = Guid.NewGuid() }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(asked.IsError);
        Assert.Equal(RunStatus.Waiting, team.App.Get<HtmxFlows.Live.RunReader>().Status(run));
        await team.App.Get<RunSupervisor>().Cancel(run, Actor.System);
    }

    [Theory, MemberData(nameof(Generations))]
    public async Task A_call_that_is_repeated_starts_one_run(string generation)
    {
        var workflow = await team.App.Make($"Once {generation}", [App.Template("a", "done")]);
        var server = await Serve(workflow);
        var token = await Token("mcp");
        await using var client = await Connect(server, generation, token);
        using var http = new HttpClient(new HttpClientHandler { UseProxy = false }) { BaseAddress = team.App.Address };

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var request = Raw(server, generation, token, client.SessionId, 501, ToolNameOf($"Once {generation}"));
            request.Headers.Add("Idempotency-Key", "a key of the client");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }));

        Assert.All(answers, answer => Assert.Contains("done", answer, StringComparison.Ordinal));
        Assert.Single(team.App.Get<RunStore>().List(workflow, null, 0, 10));
    }

    [Fact]
    public async Task A_token_without_the_scope_or_for_another_server_is_refused()
    {
        var server = await Serve(await team.App.Make("Guarded", [App.Template("a", "1")]));
        using var visitor = team.App.Visit();

        foreach (var (scopes, expected) in new[] { ("runs:start", HttpStatusCode.Forbidden), ("mcp:another", HttpStatusCode.Forbidden), ($"mcp:{server}", HttpStatusCode.OK), ("mcp", HttpStatusCode.OK) })
            Assert.Equal(expected, (await visitor.Call($"POST /mcp/{server}", Initialize, ("Authorization", $"Bearer {await Token(scopes)}"), ("Accept", "application/json, text/event-stream"))).Status);
        var nobody = await visitor.Call($"POST /mcp/{server}", Initialize, ("Accept", "application/json, text/event-stream"));
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (nobody.Status, nobody.Header("WWW-Authenticate")));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Call("POST /mcp/nothing", Initialize, ("Authorization", $"Bearer {await Token("mcp")}"), ("Accept", "application/json, text/event-stream"))).Status);
        using var browser = await team.Visit(Role.Runner);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Call($"POST /mcp/{server}", Initialize, ("Accept", "application/json, text/event-stream"), ("Origin", "https://evil.example"))).Status);
    }

    [Fact]
    public async Task A_session_is_of_the_token_that_began_it()
    {
        var server = await Serve(await team.App.Make("Sessions", [App.Template("a", "1")]));
        await using var client = await Connect(server, "2025-11-25");
        using var visitor = team.App.Visit();
        object list = new { jsonrpc = "2.0", id = 9, method = "tools/list" };

        var other = await visitor.Call($"POST /mcp/{server}", list, ("Authorization", $"Bearer {await Token("mcp")}"), ("Accept", "application/json, text/event-stream"), ("Mcp-Session-Id", client.SessionId!), ("MCP-Protocol-Version", "2025-11-25"));

        Assert.NotEqual(HttpStatusCode.OK, other.Status);
    }

    [Fact]
    public async Task Workflows_that_are_hidden_unpublished_archived_or_deleted_are_no_tools()
    {
        var (open, hidden, draft) = (await team.App.Make("Open tool", [App.Template("a", "1")]), await team.App.Make("Hidden tool", [App.Template("a", "1")]), await team.App.MakeDraft("Draft tool", [App.Node("x", "nothing", new { })]));
        var server = await Serve(open, hidden, draft);
        await team.App.Get<WorkflowPeople>().Set(hidden, new Dictionary<Guid, Role> { [team.User(Role.Editor).Id] = Role.Editor }, new Actor.Person(team.User(Role.Owner), Guid.Empty));
        await using var client = await Connect(server, "2026-07-28");

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([ToolNameOf("Open tool"), "get_run"], tools.Select(tool => tool.Name));
    }

    [Fact]
    public async Task A_server_is_made_changed_and_deleted_by_forms()
    {
        var (one, two) = (await team.App.Make($"One {Guid.NewGuid()}", [App.Template("a", "1")]), await team.App.Make($"Two {Guid.NewGuid()}", [App.Template("a", "1")]));
        using var emil = await team.Visit(Role.Editor);
        var list = await emil.Open("/mcp");
        var refused = await emil.Submit(list.One("main form"), new Dictionary<string, string> { ["name"] = "Not A Name" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(2, refused.All("p.problem").Count);

        var page = await emil.Submit(refused.One("main form"), new Dictionary<string, string> { ["name"] = "desk", ["title"] = "Desk", ["workflows"] = $"{one}" });
        Assert.True(page.Address == "/mcp/desk/edit", page.Main.Words());
        Assert.Contains("/mcp/desk", page.One("pre").TextContent, StringComparison.Ordinal);
        Assert.NotNull((await emil.Open(page.One("a[href*='/account/tokens']").GetAttribute("href")!)).One("input[value='mcp:desk'][checked]"));
        await emil.Submit(page.Form("/edit"), new Dictionary<string, string> { ["title"] = "Help desk" });
        var saved = team.App.Get<McpServers>().Find("desk")!;
        Assert.Equal("Help desk", saved.Title);
        Assert.DoesNotContain(two, saved.Workflows);
        Assert.Equal("/mcp", (await emil.Submit((await emil.Open("/mcp/desk/edit")).Form("/deletion"))).Address);
        Assert.Null(team.App.Get<McpServers>().Find("desk"));
        Assert.Equal(["mcp-server.deleted", "mcp-server.saved", "mcp-server.saved"], team.App.Get<AuditLog>().Read(new() { Who = "Emil" }, null, 3).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Without_users_it_is_open_on_this_machine_and_closed_to_other_sites()
    {
        await using var app = new App();
        await app.Get<McpServers>().Save(new("open", "", [await app.Make("Tool", [App.Template("a", "1")])]), isNew: true, Actor.Anonymous);
        using var visitor = app.Visit();

        Assert.Equal(HttpStatusCode.OK, (await visitor.Call("POST /mcp/open", Initialize, ("Accept", "application/json, text/event-stream"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Call("POST /mcp/open", Initialize, ("Accept", "application/json, text/event-stream"), ("Origin", "https://evil.example"))).Status);
    }

    static object Initialize => new { jsonrpc = "2.0", id = 1, method = "initialize", @params = new { protocolVersion = "2025-11-25", capabilities = new { }, clientInfo = new { name = "test", version = "1" } } };

    static string ToolNameOf(string workflow) => HtmxFlows.Nodes.ToolSchema.NameOf(workflow);

    static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    static async Task<string> ToolOf(McpClient client) => (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).First(tool => tool.Name != "get_run").Name;

    /// <summary>A call of a tool, as it goes over the wire.</summary>
    static HttpRequestMessage Raw(string server, string generation, string token, string? session, int id, string tool, string? state = null)
    {
        var meta = new Dictionary<string, object> { ["io.modelcontextprotocol/protocolVersion"] = generation, ["io.modelcontextprotocol/clientInfo"] = new { name = "t", version = "1" }, ["io.modelcontextprotocol/clientCapabilities"] = new { } };
        var request = new HttpRequestMessage(HttpMethod.Post, $"/mcp/{server}") { Content = JsonContent.Create(new { jsonrpc = "2.0", id, method = "tools/call", @params = new { name = tool, arguments = new { }, requestState = state, _meta = meta } }, options: new(System.Text.Json.JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull }) };
        foreach (var (name, value) in new[] { ("Authorization", $"Bearer {token}"), ("Accept", "application/json, text/event-stream"), ("MCP-Protocol-Version", generation), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool), ("Mcp-Session-Id", session ?? "") }.Where(header => header.Item2.Length > 0))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>The unfinished run of a workflow, when there is one.</summary>
    async Task<Guid> RunOf(Guid workflow)
    {
        await Eventually.True(() => team.App.Get<RunStore>().Unfinished(workflow).Count == 1);
        return team.App.Get<RunStore>().Unfinished(workflow)[0];
    }

    (string Trigger, string By) Started(Guid run)
    {
        var started = Assert.IsType<WorkflowStarted>(team.App.Get<HtmxFlows.Live.RunReader>().EventsAfter(run, 0, 1)[0]);
        return (started.Trigger.Name, started.StartedBy!.Name);
    }

    async Task<string> Serve(params Guid[] workflows)
    {
        var name = $"s{Guid.NewGuid():N}"[..20];
        Assert.IsType<McpServerOutcome.Saved>(await team.App.Get<McpServers>().Save(new(name, "", workflows), isNew: true, Actor.CommandLine));
        return name;
    }

    async Task<string> Token(string scopes) =>
        Assert.IsType<TokenOutcome.Made>(await team.App.Get<ApiTokens>().Make(team.User(Role.Runner), "test", [scopes], 1, Actor.CommandLine)).Secret;

    async Task<McpClient> Connect(string server, string generation, string? token = null, Func<ElicitRequestParams, ElicitResult>? elicit = null) => await McpClient.CreateAsync(
        new HttpClientTransport(new() { Endpoint = new(team.App.Address, $"/mcp/{server}"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token ?? await Token("mcp")}" } }),
        new() { ProtocolVersion = generation, Handlers = elicit is null ? new() : new() { ElicitationHandler = (request, _) => new(elicit(request!)) } }, cancellationToken: TestContext.Current.CancellationToken);

    static ElicitResult Accept(params (string Name, object Value)[] content) => new() { Action = "accept", Content = content.ToDictionary(field => field.Name, field => System.Text.Json.JsonSerializer.SerializeToElement(field.Value)) };

    sealed class Reports : IProgress<ProgressNotificationValue>
    {
        public System.Collections.Concurrent.ConcurrentQueue<ProgressNotificationValue> All { get; } = [];

        public void Report(ProgressNotificationValue value) => All.Enqueue(value);
    }
}
