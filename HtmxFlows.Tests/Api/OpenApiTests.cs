using System.Globalization;
using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Routing;

namespace HtmxFlows.Tests.Api;

/// <summary>The description of the API says what the API does.</summary>
public sealed class OpenApiTests(App app) : IDisposable
{
    readonly Visitor client = app.Visit();

    [Fact]
    public async Task Every_endpoint_is_described_with_its_methods_and_nothing_else_is()
    {
        var document = (await client.Call("GET /api/openapi.json")).Json();
        var endpoints = app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith(".json", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{method} {endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal)}"));

        Assert.Equal(endpoints.Order(), Operations(document).Select(operation => operation.Name).Order());
    }

    [Fact]
    public async Task Every_answer_is_one_that_is_described_and_every_described_one_is_given()
    {
        var document = (await client.Call("GET /api/openapi.json")).Json();
        var operations = Operations(document).ToDictionary(operation => operation.Name, operation => operation.Operation);
        HashSet<string> seen = [];
        await foreach (var (operation, answer) in Answers().Concat(TokenAnswers()).Concat(CredentialAnswers()))
        {
            var status = ((int)answer.Status).ToString(CultureInfo.InvariantCulture);
            Assert.Empty(Faults(new(document), operations[operation], status, answer).Select(fault => $"{operation} {status}: {fault}"));
            seen.Add($"{operation} {status}");
        }

        var described = operations.SelectMany(operation => operation.Value.GetProperty("responses").Members().Select(status => $"{operation.Key} {status}"));
        Assert.Equal(described.Order(), seen.Order());
    }

    [Fact]
    public async Task What_a_request_must_have_is_required_and_words_are_texts()
    {
        var document = (await client.Call("GET /api/openapi.json")).Json();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var operations = Operations(document).ToDictionary(operation => operation.Name, operation => operation.Operation);

        Assert.Equal(["name", "flow"], schemas.GetProperty("WorkflowRequestDocument").GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("string", schemas.GetProperty("WorkflowRequestDocument").GetProperty("properties").GetProperty("name").Text("type"));
        Assert.False(schemas.GetProperty("RunRequestDocument").TryGetProperty("required", out _));
        Assert.True(operations["POST /api/workflows"].GetProperty("requestBody").GetProperty("required").GetBoolean());
        Assert.False(operations["POST /api/workflows/{id}/runs"].GetProperty("requestBody").TryGetProperty("required", out var isRequired) && isRequired.GetBoolean());
        Assert.Contains(operations["PUT /api/workflows/{id}"].GetProperty("parameters").EnumerateArray(),
            parameter => parameter.Text("name") == "If-Match" && parameter.GetProperty("required").GetBoolean());
        foreach (var (schema, words) in new[]
        {
            ("RunStatus", "queued running waiting completed failed cancelled"), ("NodeStatus", "pending running waiting completed failed skipped cancelled"),
            ("RunAction", "cancel delete retry"), ("VersionStatus", "published draft"), ("OutputFormat", "markdown answer passed-on"),
        })
        {
            Assert.Equal("string", schemas.GetProperty(schema).Text("type"));
            Assert.Equal(words, string.Join(' ', schemas.GetProperty(schema).GetProperty("enum").EnumerateArray().Select(word => word.GetString())));
        }
    }

    [Fact]
    public async Task The_document_names_its_operations_its_server_and_the_scope_of_each()
    {
        await using var below = new App("Production", ("PathBase", "/flows"));
        using var visitor = below.Visit();

        var document = (await client.Call("GET /api/openapi.json")).Json();
        var documentBelow = (await visitor.Call("GET /flows/api/openapi.json")).Json();

        var names = Operations(document).Select(operation => operation.Operation.Text("operationId")).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("startRun", names);
        Assert.Equal(["/"], document.GetProperty("servers").EnumerateArray().Select(server => server.Text("url")));
        Assert.Equal(["/flows"], documentBelow.GetProperty("servers").EnumerateArray().Select(server => server.Text("url")));
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").Text("scheme"));
        Assert.Equal(["createToken", "listTokens", "revokeToken"], Operations(document).Where(operation => operation.Operation.GetProperty("security").GetArrayLength() == 0).Select(operation => operation.Operation.Text("operationId")).Order());
        Assert.Equal(["runs:start"], Operations(document).Single(operation => operation.Operation.Text("operationId") == "startRun").Operation.GetProperty("security")[0].GetProperty("token").EnumerateArray().Select(scope => scope.GetString()));
    }

    public void Dispose() => client.Dispose();

    static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    static IEnumerable<string> Faults(Schema schema, JsonElement operation, string status, Page answer)
    {
        if (!operation.GetProperty("responses").TryGetProperty(status, out var response))
            return ["is not described"];
        var described = response.TryGetProperty("headers", out var headers) ? headers.Members().ToArray() : [];
        var undescribed = new[] { "ETag", "Location", "Link", "Preference-Applied" }.Where(name => answer.Header(name) is not null).Except(described);
        return undescribed.Select(name => $"{name} is not described").Concat(BodyFaults(schema, response, answer));
    }

    static IEnumerable<string> BodyFaults(Schema schema, JsonElement response, Page answer)
    {
        if (answer.Response.Content.Headers.ContentType?.MediaType is not { } type || !response.TryGetProperty("content", out var content))
            return answer.Body.Length == 0 && !response.TryGetProperty("content", out _) ? [] : ["one has a body and the other has not"];
        if (!content.TryGetProperty(type, out var media))
            return [$"{type} is not described"];
        return type.EndsWith("json", StringComparison.Ordinal) && type != "application/x-ndjson"
            ? schema.Faults(media.GetProperty("schema"), answer.Json())
            : media.GetProperty("schema").Text("type") == "string" ? [] : [$"{type} is no text"];
    }

    /// <summary>Something of everything that the API says.</summary>
    /// <summary>The answers about tokens, which users alone have.</summary>
    static async IAsyncEnumerable<(string Operation, Page Answer)> TokenAnswers()
    {
        const string Tokens = "GET /api/tokens", Make = "POST /api/tokens", Revoke = "DELETE /api/tokens/{id}";
        (string, string) own = ("Sec-Fetch-Site", "same-origin"), elsewhere = ("Sec-Fetch-Site", "cross-site");
        await using var team = new Team();
        await team.InitializeAsync();
        using var vera = await team.Visit(Role.Viewer);
        var body = new { name = "Described", scopes = new[] { "runs:read" }, days = 1 };
        var made = await vera.Call(Make, body, own);
        yield return (Make, made);
        yield return (Make, await vera.Call(Make, body, elsewhere));
        yield return (Make, await vera.Call(Make, "nonsense", own));
        yield return (Make, await vera.Call(Make, new { name = "" }, own));
        yield return (Make, await vera.Call(Make, body, own, ("Content-Type", "text/plain")));
        yield return (Make, await vera.Call(Make, new string(' ', 9 * 1024 * 1024), own));
        yield return (Tokens, await vera.Call(Tokens));
        var token = Revoke.Replace("{id}", made.Json().Text("id"), StringComparison.Ordinal);
        yield return (Revoke, await vera.Call(token, null, elsewhere));
        yield return (Revoke, await vera.Call(token, null, own));
        yield return (Revoke, await vera.Call(token, null, own));
    }

    async IAsyncEnumerable<(string Operation, Page Answer)> CredentialAnswers()
    {
        const string List = "GET /api/credentials", Add = "POST /api/credentials", Get = "GET /api/credentials/{id}", Delete = "DELETE /api/credentials/{id}";
        (string, string) elsewhere = ("Sec-Fetch-Site", "cross-site");
        var body = new { name = "DESCRIBED", kind = "basic", hosts = new[] { "a.example.com" }, fields = new { user = "ada", password = "open sesame" } };
        var made = await client.Call(Add, body);
        yield return (Add, made);
        yield return (Add, await client.Call(Add, body));
        yield return (Add, await client.Call(Add, body, elsewhere));
        yield return (Add, await client.Call(Add, "nonsense"));
        yield return (Add, await client.Call(Add, body, ("Content-Type", "text/plain")));
        yield return (Add, await client.Call(Add, new string(' ', 9 * 1024 * 1024)));
        yield return (List, await client.Call(List));
        var id = made.Json().Text("id");
        yield return (Get, await client.Call(Get.Replace("{id}", id, StringComparison.Ordinal)));
        yield return (Delete, await client.Call(Delete.Replace("{id}", id, StringComparison.Ordinal), null, elsewhere));
        yield return (Delete, await client.Call(Delete.Replace("{id}", id, StringComparison.Ordinal)));
        yield return (Delete, await client.Call(Delete.Replace("{id}", id, StringComparison.Ordinal)));
        yield return (Get, await client.Call(Get.Replace("{id}", id, StringComparison.Ordinal)));
    }

    async IAsyncEnumerable<(string Operation, Page Answer)> Answers()
    {
        const string Workflows = "/api/workflows", Workflow = "/api/workflows/{id}", Runs = "/api/workflows/{id}/runs", Run = "/api/runs/{id}", Events = "/api/runs/{id}/events",
            Cancellation = "/api/runs/{id}/cancellation", Answers = "/api/runs/{id}/answers", AllRuns = "/api/runs", Bulk = "/api/runs/bulk", Original = "/api/workflows/{id}/run";
        (string, string) elsewhere = ("Sec-Fetch-Site", "cross-site"), plain = ("Content-Type", "text/plain");
        var flow = JsonElement.Parse(App.Flow([App.Template("a", "x"), App.Endless("b")]));
        var body = new { name = "Described", flow };
        var made = await Call($"POST {Workflows}", "", body);
        yield return made;
        var id = made.Answer.Json().Text("id");
        var tag = made.Answer.Header("ETag")!;

        var asks = await app.Start(await app.Make("Asking", [App.Node("ask", "approve", new { text = "?", fields = new[] { new { name = "a", type = "number" } } })]));
        await Eventually.Equal("waiting", async () => (await client.Call($"GET /api/runs/{asks}")).Json().Text("status"));
        foreach (var (call, path, about) in new[] { ("POST", Workflows, id), ("PUT", Workflow, id), ("POST", Runs, id), ("POST", Bulk, ""), ("POST", Answers, asks.ToString()) })
        {
            yield return await Call($"{call} {path}", about, "nonsense", ("If-Match", tag));
            yield return await Call($"{call} {path}", about, body, ("If-Match", tag), plain);
            yield return await Call($"{call} {path}", about, new string(' ', 9 * 1024 * 1024), ("If-Match", tag));
            yield return await Call($"{call} {path}", about, body, elsewhere);
        }
        foreach (var (call, path) in new[] { ("DELETE", Workflow), ("DELETE", Run), ("POST", Cancellation) })
            yield return await Call($"{call} {path}", id, null, elsewhere);
        foreach (var call in new[] { $"GET {Workflow}", $"PUT {Workflow}", $"DELETE {Workflow}", $"POST {Runs}", $"GET {Run}", $"DELETE {Run}", $"GET {Events}", $"POST {Cancellation}", $"POST {Answers}", $"GET {Original}" })
            yield return await Call(call, Guid.Empty.ToString());

        yield return await Call($"GET {Workflow}", id);
        yield return await Call($"GET {Workflow}", id, null, ("If-None-Match", tag));
        yield return await Call($"POST {Workflows}", "", new { name = "", flow = new { nodes = new[] { new { id = "a", type = "?" } }, edges = Array.Empty<object>() } });
        yield return await Call($"PUT {Workflow}", id, new { name = "" }, ("If-Match", tag));
        yield return await Call($"PUT {Workflow}", id, body);
        yield return await Call($"PUT {Workflow}", id, body, ("If-Match", "\"0\""));
        yield return await Call($"PUT {Workflow}", id, new { name = "Changed", description = "And so on.", flow }, ("If-Match", tag));

        var busy = (await app.Get<WorkflowStore>().Create(new("Busy", "", App.Flow([App.Endless()])[..^1] + """, "concurrency": {"limit": 1, "beyond": "refuse"}}"""))).Id();
        await app.Start(busy);
        yield return await Call($"POST {Runs}", busy.ToString());
        yield return await Call($"GET {Original}", busy.ToString());
        yield return await Call($"GET {Original}", (await app.MakeAsking("Asking first", """[{"name": "a", "type": "text", "required": true}]""", [App.Template("a", "x")])).ToString());

        // A run that calls another, which waits without an end.
        await app.Make("Called from described", [App.Endless()]);
        var calling = await app.Start(await app.Make("Calling", [App.Node("call", "workflow", new { workflow = "Called from described" })]));
        await Eventually.Equal("waiting", async () => (await client.Call($"GET /api/runs/{calling}")).Json().GetProperty("nodes")[0].Text("status"));
        yield return await Call($"GET {Run}", calling.ToString());
        yield return await Call($"GET {Events}", calling.ToString());
        yield return await Call($"DELETE {Run}", calling.ToString());
        yield return await Call($"GET {Events}", asks.ToString());

        yield return await Call($"POST {Runs}", id, new { input = 7 });
        yield return await Call($"POST {Runs}", id, null, ("Accept", "image/png"));
        var started = await Call($"POST {Runs}", id, new { prompt = "p" }, ("Prefer", "wait=0"));
        yield return started;
        var run = started.Answer.Json().Text("id");
        yield return await Call($"GET {Run}", run);
        yield return await Call($"POST {Answers}", run, new { node = "a", decision = "approve" });
        yield return await Call($"POST {Cancellation}", run);
        foreach (var accept in new[] { "application/json", "text/event-stream", "application/x-ndjson", "image/png" })
            yield return await Call($"GET {Events}", run, null, ("Accept", accept));
        yield return await Call($"GET {Events}", run, null, ("Accept", "text/event-stream"), ("Last-Event-ID", "999"));
        yield return ($"GET {Events}", await client.Call($"GET /api/runs/{run}/events?after=x"));

        // Every kind of event, and every kind of node state.
        var all = await app.Make("Everything",
            [
                App.Node("if", "branch", new { conditions = new[] { new { left = "{{prompt}}", @operator = "is-empty", right = "" } } }), App.Template("never", "x"),
                App.Node("rest", "wait", new { seconds = "0.01" }), App.Template("mark", "*x*", markdown: true),
                App.Node("try", "fail", new { message = "No.", settings = new { retries = 1, delay = 0, onError = "continue" } }), App.Node("stop", "fail", new { message = "No." }),
            ],
            "if.true→never", "if.false→rest", "rest→mark", "mark→try", "try→stop");
        var failed = await Call($"POST {Runs}", all.ToString(), new { prompt = "x" }, ("Prefer", "wait=30"));
        yield return failed;
        yield return await Call($"GET {Events}", failed.Answer.Json().Text("id"));
        yield return await Call($"POST {Runs}", all.ToString(), null, ("Accept", "text/event-stream"));

        yield return await Call($"GET {Original}", all.ToString());
        yield return await Call($"GET {Original}", all.ToString(), null, elsewhere);
        yield return await Call($"GET {Original}", all.ToString(), null, ("Last-Event-ID", $"{failed.Answer.Json().Text("id")}/999"));
        yield return await Call($"DELETE {Run}", failed.Answer.Json().Text("id"));
        var draft = (await app.Get<WorkflowStore>().Create(new("Draft", "", App.Flow([App.Node("a", "nonsense", new { })])), asDraft: true)).Id();
        yield return await Call($"GET {Original}", draft.ToString()!);

        yield return await Call($"GET {Run}", asks.ToString());
        yield return await Call($"POST {Answers}", asks.ToString(), new { node = "ask", decision = "approve", input = new { a = "x" } });
        yield return await Call($"POST {Answers}", asks.ToString(), new { node = "ask", decision = "approve", input = new { a = 1 }, by = "Ada" });

        const string Triggers = "/api/workflows/{id}/triggers", Deliveries = "/api/workflows/{id}/deliveries", Replay = "/api/workflows/{id}/deliveries/{delivery}/replay";
        var hooked = await app.Make("Described hook", [App.Node("hook", "webhook", new { slug = "described", onlyIf = new[] { new { left = "{{trigger.body}}", @operator = "is-true" } } }), App.Template("a", "x")], "hook→a");
        await client.Call("POST /hook/described", "true");
        await client.Call("POST /hook/described", "{");
        var calls = await Call($"GET {Deliveries}", hooked.ToString());
        yield return calls;
        yield return await Call($"GET {Deliveries}", Guid.Empty.ToString());
        yield return await Call($"GET {Triggers}", hooked.ToString());
        yield return await Call($"GET {Triggers}", Guid.Empty.ToString());
        foreach (var (call, sent) in new[] { (1, null), (0, null), (1, "nonsense"), (1, new string(' ', 9 * 1024 * 1024)), (2, (object?)null) })
            yield return await Again(call, sent);
        yield return await Again(1, new { }, plain);
        yield return await Again(1, new { }, elsewhere);
        var limited = (await app.Get<WorkflowStore>().Create(new("Busy hook", "", App.Flow([App.Node("hook", "webhook", new { slug = "described-busy" }), App.Endless()], "hook→endless")[..^1] + """, "concurrency": {"limit": 1, "beyond": "refuse"}}"""))).Id();
        await client.Call("POST /hook/described-busy", "{}");
        yield return (($"POST {Replay}"), await client.Call($"POST /api/workflows/{limited}/deliveries/{(await client.Call($"GET /api/workflows/{limited}/deliveries")).Json()[0].Text("id")}/replay"));

        async Task<(string Operation, Page Answer)> Again(int call, object? sent, params (string, string)[] headers)
        {
            var id = call < 2 ? calls.Answer.Json()[call].Text("id") : Guid.Empty.ToString();
            return ($"POST {Replay}", await client.Call($"POST {Replay}".Replace("{id}", hooked.ToString(), StringComparison.Ordinal).Replace("{delivery}", id, StringComparison.Ordinal), sent, headers));
        }

        yield return ("GET /api/schedules/preview", await client.Call("GET /api/schedules/preview?cron=@daily&zone=Europe/Berlin&from=2027-03-28&count=2"));
        yield return ("GET /api/schedules/preview", await client.Call("GET /api/schedules/preview?cron=never"));

        yield return await Call($"GET {AllRuns}", "");
        yield return ($"GET {AllRuns}", await client.Call($"GET /api/runs?workflow={all}&status=completed&trigger=api&after=2020-01-01&before=2990-01-01T00:00:00Z&q=x"));
        yield return ($"GET {AllRuns}", await client.Call("GET /api/runs?status=bogus&after=noon"));
        yield return await Call($"POST {Bulk}", "", new { action = "cancel", filter = new { workflow = all }, dryRun = true });
        yield return await Call($"POST {Bulk}", "", new { action = "cancel", filter = new { workflow = all } });
        yield return await Call($"POST {Bulk}", "", new { filter = new { trigger = "nothing" } });

        yield return await Call($"GET {Workflows}", "");
        yield return ($"GET {Workflows}", await client.Call("GET /api/workflows?page=x"));
        yield return await Call($"DELETE {Workflow}", id, null, ("If-Match", "\"0\""));
        yield return await Call($"DELETE {Workflow}", id);

        async Task<(string Operation, Page Answer)> Call(string operation, string id, object? body = null, params (string, string)[] headers) =>
            (operation, await client.Call(operation.Replace("{id}", id, StringComparison.Ordinal), body, headers));
    }
}
