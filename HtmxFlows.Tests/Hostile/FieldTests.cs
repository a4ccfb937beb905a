using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using HtmxFlows.Inputs;
using HtmxFlows.Web;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Hostile;

/// <summary>
/// Every field of every node type, every form and every body of the API is fed excessive structure, saved and run where that is
/// accepted. The app answers others in time throughout, stays within its memory, and restarts over the saved data.
/// </summary>
[Collection(nameof(UnderLoad)), Slow]
public sealed class FieldTests : IAsyncLifetime
{
    const long MostMemory = 1024 * 1024 * 1024, NotableGrowth = 64 * 1024 * 1024;

    // A flow may have four million characters.
    const int MostNodesOfFlow = 40, MostCharactersOfFlow = 2_500_000, RunsTogether = 4, Seed = 20261128, MostShown = 60;

    // How many payloads each field is fed of those that fit its kind; PAYLOADS=1000 feeds all of them.
    static readonly int PayloadsOfField = int.Parse(Environment.GetEnvironmentVariable("PAYLOADS") ?? "4", CultureInfo.InvariantCulture);

    // Of a flow, beside the fields of its nodes; PAYLOADS=1000 feeds all of them.
    static readonly int PlacesOfPayload = PayloadsOfField / 2;

    /// <summary>Payloads at the fields that read them, which a sample could miss.</summary>
    static readonly (string Type, string Field, string Data, string[] Kinds)[] Recipes =
    [
        ("template", "template", """{"template":@}""", ["expression", "JSON", "section", "loop", "else"]),
        ("template", "template", """{"template":@,"markdown":true}""", ["Markdown"]),
        ("approve", "text", """{"text":@}""", ["Markdown"]),
        ("compute", "sql", """{"sql":@}""", ["SQL"]),
        ("code", "script", """{"script":@}""", ["script", "sums", "minus"]),
        ("model", "schema", """{"prompt":"x","schema":@}""", ["schema", "list", "object"]),
        ("branch", "right", $$"""{"conditions":[{"left":{{Wire.Json(Payloads.Times("a", 50_000) + "!")}},"operator":"matches","right":@}]}""", ["expression", "counts", "classes", "brackets"]),
        ("html", "value", """{"operation":"text","value":@}""", ["elements", "HTML", "attributes"]),
        ("html", "selector", """{"operation":"extract","value":"<p><a>x</a></p>","each":@,"fields":[{"name":"a","selector":"a"}]}""", ["selector", "descendants"]),
        ("xml", "value", """{"operation":"parse","value":@}""", ["elements", "attributes", "namespaces", "entities"]),
        ("xml", "each", """{"operation":"extract","value":"<a><b/></a>","each":@,"fields":[{"name":"a","path":"."}]}""", ["XPath", "minus", "sums"]),
    ];

    readonly TemporaryFolder folder = new();
    readonly SemaphoreSlim running = new(RunsTogether);
    readonly List<Task> runs = [];
    readonly ConcurrentQueue<string> growth = [];
    long noted = 256 * 1024 * 1024;
    HttpPeer peer = null!;
    AppProcess app = null!;
    Probe probe = null!;
    Canary canary = null!;

    public async ValueTask InitializeAsync()
    {
        peer = await HttpPeer.Start(Answer);
        app = Launch();
        probe = new(await app.Ready.Soon());
        canary = await Canary.Start(await app.Ready);
        await MakeCalledWorkflows();
    }

    [Fact]
    public async Task The_app_keeps_answering_and_restarts_whatever_the_field_of_a_node_holds()
    {
        var random = new Random(Seed);
        foreach (var victim in Victim.All(NodeTypes.Catalogue))
        {
            Payload[] payloads = [.. Payloads.For(victim.Field.Kind)];
            random.Shuffle(payloads);
            await Attack(victim.ToString(), victim.Names, payloads.Take(PayloadsOfField).Select(payload => (payload.Name, victim.Type.Name, victim.With(payload.Json, random.Next(100)))));
        }
        foreach (var (type, field, data, kinds) in Recipes)
            await Attack($"{type} {field}", "{}", Payloads.Texts.Concat(type == "model" ? Payloads.Values : []).Where(payload => kinds.Any(kind => payload.Name.Contains(kind, StringComparison.Ordinal)))
                .Select(payload => (payload.Name, type, data.Replace("@", payload.Json, StringComparison.Ordinal))));
        await AssertUnharmed();
    }

    [Fact]
    public async Task The_app_keeps_answering_and_restarts_whatever_a_flow_holds_beside_its_nodes()
    {
        var random = new Random(Seed);
        foreach (var payload in Payloads.Texts.Concat(Payloads.Values))
        {
            string[] places = [.. Places()];
            random.Shuffle(places);
            await Save($"ids, labels and edges: {payload}", [.. places.Take(PlacesOfPayload).Select(place => place.Replace("@", payload.Json, StringComparison.Ordinal))]);
        }
        await Save("many nodes and edges", [.. Shapes()]);
        foreach (var (name, flow) in Loops())
            await Save($"a flow that calls itself by {name}", [flow], $"loop {name}");
        await AssertUnharmed();
    }

    [Fact]
    public async Task The_app_keeps_answering_and_restarts_whatever_a_form_or_an_API_body_holds()
    {
        await SendBodies();
        await FillInForms();
        await FillInEditor();
        await AssertUnharmed();
    }

    public async ValueTask DisposeAsync()
    {
        await canary.DisposeAsync();
        probe.Dispose();
        await app.DisposeAsync();
        await peer.DisposeAsync();
        folder.Dispose();
    }

    AppProcess Launch() => AppProcess.Launch(folder.Path, 0, "HtmxFlows:Synchronous=NORMAL", "HtmxFlows:Nodes:TimeoutSeconds=1", AppProcess.CallsPeers, $"HtmxFlows:Model:Address={peer.Url}v1");

    /// <summary>Workflows of the names that the examples call.</summary>
    async Task MakeCalledWorkflows()
    {
        foreach (var name in NodeTypes.Catalogue.Types.SelectMany(type => type.Examples).SelectMany(example => CalledBy(JsonNode.Parse(example.Data))).Distinct())
            await Save("workflows that are called", [App.Flow([App.Template("a", "{{prompt}}")])], name);
    }

    static IEnumerable<string> CalledBy(JsonNode? data) => data switch
    {
        JsonObject members => members.SelectMany(member => member.Key == "workflow" && member.Value is JsonValue value ? [value.ToString()] : CalledBy(member.Value)),
        JsonArray items => items.SelectMany(CalledBy),
        _ => [],
    };

    /// <summary>Saves nodes of a type with their payloads, as many together as a flow may have, and runs the accepted ones.</summary>
    async Task Attack(string what, string names, IEnumerable<(string Payload, string Type, string Data)> attacks)
    {
        List<(string Payload, string Type, string Data)> group = [];
        foreach (var attack in attacks)
        {
            if (group.Count == MostNodesOfFlow || group.Sum(one => one.Data.Length) + attack.Data.Length > MostCharactersOfFlow)
            {
                await SaveAndRun(what, names, group);
                group = [];
            }
            group.Add(attack);
        }
        await SaveAndRun(what, names, group);
    }

    /// <summary>Records the current action when the memory of the app has grown much.</summary>
    void NoteMemory()
    {
        if (app.PeakMemory is var now && now > noted + NotableGrowth)
            growth.Enqueue($"{(noted = now) / 1024 / 1024} MiB at {canary.Doing}");
    }

    async Task SaveAndRun(string what, string names, List<(string Payload, string Type, string Data)> attacks)
    {
        NoteMemory();
        canary.Doing = $"{what} with {string.Join(", ", attacks.Select(attack => attack.Payload))}";
        var alone = attacks.Count == 1;
        HashSet<string> refused = [];
        // A refusal names its node, and the others are tried without it.
        for (var attempt = 0; attempt < 3 && refused.Count < attacks.Count; attempt++)
        {
            var left = attacks.Index().Where(attack => !refused.Contains($"n{attack.Index}")).ToArray();
            var reply = await probe.Post(canary.Doing, "/api/workflows", $$"""{"name":{{Wire.Json(what)}},"flow":{{Flow(names, left.Select(attack => ($"n{attack.Index}", attack.Item.Type, attack.Item.Data)))}}}""");
            if (reply?.Status == HttpStatusCode.Created)
            {
                await Run(canary.Doing, reply.Location!.ToString());
                return;
            }
            if (reply?.Status != HttpStatusCode.UnprocessableEntity)
                break;
            var found = reply.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.TryGetProperty("node", out var node) ? node.GetString() : null).OfType<string>().Where(refused.Add).Count();
            if (found == 0)
                break;
        }
        if (!alone && refused.Count == 0)
        {
            // The whole flow was refused, so each node is tried alone.
            foreach (var attack in attacks)
                await SaveAndRun(what, names, [attack]);
        }
    }

    /// <summary>A flow of earlier nodes with given outputs, followed by independent nodes.</summary>
    static string Flow(string names, IEnumerable<(string Id, string Type, string Data)> nodes)
    {
        (string Id, string Value)[] given = [.. JsonDocument.Parse(names).RootElement.EnumerateObject().Where(name => name.Name is not ("prompt" or "run"))
            .Select(name => (name.Name == "input" ? "given" : name.Name, name.Value.GetRawText()))];
        var all = nodes.ToArray();
        return $$"""
            {"nodes":[{{string.Join(',', given.Select(node => $$$"""{"id":"{{{node.Id}}}","type":"respond","data":{"value":{{{node.Value}}}}}""")
                .Concat(all.Select(node => $$"""{"id":"{{node.Id}}","type":"{{node.Type}}","data":{{Unminding(node.Data)}}}""")))}}],
            "edges":[{{string.Join(',', given.SelectMany(node => all.Select(one => $$"""{"source":"{{node.Id}}","target":"{{one.Id}}"}""")))}}]}
            """;
    }

    static string Unminding(string data) => data.Contains("\"settings\":", StringComparison.Ordinal) ? data : $$"""{"settings":{"onError":"continue"}{{(data == "{}" ? "" : ",")}}{{data[1..]}}""";

    /// <summary>Runs a workflow beside what else is sent, looks at all pages about the run and ends it.</summary>
    async Task Run(string what, string workflow)
    {
        await running.WaitAsync(TestContext.Current.CancellationToken);
        runs.RemoveAll(run => run.IsCompletedSuccessfully);
        runs.Add(RunAlone());

        async Task RunAlone()
        {
            try
            {
                var started = await probe.Post(what, $"{workflow}/runs", """{"prompt":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}""", prefer: "wait=2");
                if (started?.Location is null)
                    return;
                var api = started.Location.ToString();
                var page = api.Replace("/api", "", StringComparison.Ordinal);
                var shown = workflow.Replace("/api", "", StringComparison.Ordinal);
                foreach (var address in new[] { page, $"{page}/log", $"{page}/nodes", api, shown, $"{shown}/edit" })
                    await probe.Get(what, address);
                var ended = await probe.Post(what, $"{api}/cancellation", "");
                if (ended is not null && ended.Json.GetProperty("finishedAt").ValueKind == JsonValueKind.Null)
                    probe.Report($"{what}: the run had not ended when its cancellation was answered");
            }
            finally
            {
                running.Release();
            }
        }
    }

    async Task Save(string what, string[] flows, string? name = null)
    {
        NoteMemory();
        canary.Doing = what;
        foreach (var flow in flows)
        {
            var reply = await probe.Post(what, "/api/workflows", $$"""{"name":{{Wire.Json(name ?? "Hostile")}},"flow":{{flow}}}""");
            if (reply?.Status == HttpStatusCode.Created)
                await Run(what, reply.Location!.ToString());
        }
    }

    /// <summary>Flows with @ wherever a value can stand that no node type declares.</summary>
    static IEnumerable<string> Places() =>
    [
        """{"nodes":[{"id":@,"type":"template","data":{"template":"x","label":@}},{"id":"b","type":"template","data":{"template":"x"}}],"edges":[{"id":@,"source":@,"target":"b"}]}""",
        """{"nodes":[{"id":"a","type":@,"data":@},{"id":"b","type":"template","data":{"template":"x","pinned":{"output":@,"ports":[@]}}}],"edges":[{"source":"a","sourceHandle":@,"target":@}]}""",
        """{"nodes":[{"id":"a","type":"template","data":{"template":"x","settings":@}}],"viewport":@}""",
        """{"nodes":@,"edges":@,"inputs":@,"concurrency":@}""",
        """{"nodes":[{"id":"a","type":"template","data":{"template":"x"}}],"inputs":[{"type":"text","name":@}]}""",
        .. ConfigurationShape.Of(typeof(FlowInput)).Fields.Where(field => field.Name != "name").Select(field =>
            $$$"""{"nodes":[{"id":"a","type":"template","data":{"template":"x"}}],"inputs":[{"name":"a","type":"choice","choices":["a"],"{{{field.Name}}}":@}]}"""),
        .. FlowConcurrency.Shape.Fields.Select(field => $$$"""{"nodes":[{"id":"a","type":"template","data":{"template":"x"}}],"concurrency":{"limit":1,"{{{field.Name}}}":@}}"""),
    ];

    /// <summary>Graphs that are too long, too wide and too dense.</summary>
    static IEnumerable<string> Shapes()
    {
        static string Node(int index) => $$$"""{"id":"n{{{index}}}","type":"template","data":{"template":"x"}}""";
        static string Edge(int source, int target) => $$"""{"source":"n{{source}}","target":"n{{target}}"}""";
        static string Graph(int nodes, IEnumerable<string> edges) => $$"""{"nodes":[{{string.Join(',', Enumerable.Range(0, nodes).Select(Node))}}],"edges":[{{string.Join(',', edges)}}]}""";
        yield return Graph(1_000, Enumerable.Range(0, 999).Select(index => Edge(index, index + 1)));
        yield return Graph(1_000, Enumerable.Range(1, 999).Select(index => Edge(0, index)));
        yield return Graph(1_000, Enumerable.Range(0, 999).SelectMany(index => Enumerable.Range(index + 1, Math.Min(40, 999 - index)).Select(target => Edge(index, target))));
        yield return Graph(1_000, Enumerable.Range(0, 500).SelectMany(index => Enumerable.Range(500, 80).Select(target => Edge(index, target))));
        yield return Graph(40_000, []);
        yield return Graph(2, Enumerable.Repeat(Edge(0, 1), 80_000));
        yield return Graph(2, Enumerable.Range(0, 80_000).Select(index => Edge(index, index + 1)));
        yield return Graph(1_000, Enumerable.Range(0, 1_000).Select(index => Edge(index, (index + 1) % 1_000)));
    }

    static IEnumerable<(string Name, string Flow)> Loops()
    {
        foreach (var (name, type, data) in new[]
        {
            ("a call", "workflow", """{"workflow":"loop a call"}"""),
            ("a repetition", "repeat", """{"workflow":"loop a repetition","maximum":1000,"until":[{"left":"1","operator":"equals","right":"2"}]}"""),
            ("a list", "for-each", """{"workflow":"loop a list","items":[1,2,3],"together":3,"onFailure":"collect"}"""),
        })
            yield return (name, $$"""{"nodes":[{"id":"a","type":"{{type}}","data":{{data}}}],"edges":[]}""");
    }

    /// <summary>Sends every body to every operation that takes one.</summary>
    async Task SendBodies()
    {
        var asking = await probe.Post("asking", "/api/workflows", """{"name":"Asking","flow":{"nodes":[{"id":"ask","type":"approve","data":{"text":"?","fields":[{"name":"a","type":"json"},{"name":"b","type":"text"}]}}],"inputs":[{"name":"a","type":"json"},{"name":"b","type":"multiline"}]}}""");
        var workflow = asking!.Location!.ToString();
        foreach (var payload in Payloads.Bodies)
        {
            canary.Doing = $"a body of {payload}";
            foreach (var address in new[] { "/api/workflows", $"{workflow}/runs" })
                await probe.Post(canary.Doing, address, payload.Json);
            await Put(workflow, payload.Json);
        }
        foreach (var payload in Payloads.Texts.Concat(Payloads.Values))
        {
            canary.Doing = $"members of a body that are {payload}";
            await probe.Post(canary.Doing, "/api/workflows", $$$"""{"name":{{{payload.Json}}},"description":{{{payload.Json}}},"flow":{"nodes":[{"id":"a","type":"template","data":{"template":"x"}}]}}""");
            await probe.Post(canary.Doing, $"{workflow}/runs", $$"""{"prompt":{{payload.Json}}}""");
            await probe.Post(canary.Doing, $"{workflow}/runs", $$"""{"thread":{{payload.Json}}}""");
            await probe.Post(canary.Doing, $"{workflow}/runs", $$$"""{"input":{{{payload.Json}}}}""");
            var started = await probe.Post(canary.Doing, $"{workflow}/runs", $$$"""{"input":{"a":{{{payload.Json}}},"b":{{{payload.Json}}}}}""");
            if (started?.Location is null)
                started = await probe.Post(canary.Doing, $"{workflow}/runs", "{}");
            if (started?.Location is not { } run)
                continue;
            await probe.Get(canary.Doing, run.ToString().Replace("/api", "", StringComparison.Ordinal));
            await probe.Post(canary.Doing, $"{run}/answers", $$"""{"node":{{payload.Json}},"decision":{{payload.Json}}}""");
            await probe.Post(canary.Doing, $"{run}/answers", $$$"""{"node":"ask","decision":"approve","by":{{{payload.Json}}},"input":{"a":{{{payload.Json}}},"b":{{{payload.Json}}}}}""");
            await probe.Get(canary.Doing, run.ToString().Replace("/api", "", StringComparison.Ordinal));
            await probe.Post(canary.Doing, $"{run}/cancellation", payload.Json);
        }
    }

    async Task Put(string workflow, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, workflow) { Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        await probe.Send(canary.Doing, request);
    }

    /// <summary>Fills in every text of every form that a visitor meets outside the editor.</summary>
    async Task FillInForms()
    {
        var made = await probe.Post("forms", "/api/workflows", """{"name":"Forms","flow":{"nodes":[{"id":"ask","type":"approve","data":{"text":"?","fields":[{"name":"a","type":"json"},{"name":"b","type":"text"}]}}],"inputs":[{"name":"a","type":"json"},{"name":"b","type":"text"}]}}""");
        var workflow = made!.Location!.ToString().Replace("/api", "", StringComparison.Ordinal);
        var random = new Random(Seed);
        foreach (var payload in Payloads.Texts)
        {
            canary.Doing = $"forms filled in with {payload}";
            var started = await probe.Post(canary.Doing, $"/api{workflow}/runs", "");
            string[] addresses = ["/", "/runs", "/nodes", "/nodes/curl", "/store", "/entry", "/workflows/new", "/workflows/import", workflow, $"{workflow}/draft/json", started!.Location!.ToString().Replace("/api", "", StringComparison.Ordinal)];
            random.Shuffle(addresses);
            foreach (var address in addresses.Take(PlacesOfPayload))
            {
                foreach (var form in await Forms(address))
                    await Submit(address, form, payload);
            }
            await probe.Post(canary.Doing, $"{started!.Location}/cancellation", "");
        }
    }

    static bool IsWritten(AngleSharp.Dom.IElement field) => field is IHtmlTextAreaElement or IHtmlInputElement { Type: "text" or "search" or "number" or "date" } && field.GetAttribute("name") is not null;

    async Task<IEnumerable<IHtmlFormElement>> Forms(string address) => await probe.Get(canary.Doing, address) is { } page
        ? new HtmlParser().ParseDocument(page.Body).Forms.Where(form => form.Elements.Any(IsWritten)) : [];

    /// <summary>Fills in every field of a form, or as many as the server reads to its end before it refuses.</summary>
    async Task<Reply?> Submit(string address, IHtmlFormElement form, Payload payload)
    {
        // A character takes at most six bytes of the body, as %C3%A9 does.
        var filled = RequestLimit.MostDropped / (6 * Math.Max(1, payload.Text!.Length));
        var fields = form.Elements.Where(field => field.GetAttribute("name") is not null && field is not IHtmlInputElement { Type: "file" })
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, IsWritten(field) && filled-- > 0 ? payload.Text : field is IHtmlSelectElement select ? select.Value ?? "" : (field as IHtmlInputElement)?.Value ?? field.GetAttribute("value") ?? "")).ToArray();
        var action = (form.GetAttribute("action") ?? address).Split('#')[0];
        var body = Wire.Form(fields);
        var request = form.Method == "post"
            ? new HttpRequestMessage(HttpMethod.Post, action) { Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body)) }
            : new HttpRequestMessage(HttpMethod.Get, $"{action.Split('?')[0]}?{body[..Math.Min(body.Length, 6_000)]}");
        request.Content?.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        var reply = await probe.Send($"{canary.Doing}, {address}", request);
        return reply is { Location: { } next } ? await probe.Get($"{canary.Doing}, after {address}", next.ToString()) : reply;
    }

    /// <summary>Fills in every field of the editor's form of every node type, and opens the result.</summary>
    async Task FillInEditor()
    {
        var random = new Random(Seed);
        foreach (var type in NodeTypes.Catalogue.Types)
        {
            var made = await probe.Post("editor", "/api/workflows", $$"""{"name":"Edited","flow":{{Flow(type.Examples[0].Names, [("n", type.Name, type.Examples[0].Data)])}}}""");
            if (made?.Location is not { } workflow)
                continue;
            var editor = $"{workflow.ToString().Replace("/api", "", StringComparison.Ordinal)}/edit?node=n";
            Payload[] payloads = [.. Payloads.Texts];
            random.Shuffle(payloads);
            foreach (var payload in payloads.Take(PayloadsOfField / 2))
            {
                canary.Doing = $"the editor's form of {type.Name} filled in with {payload}";
                if ((await Forms(editor)).FirstOrDefault(form => form.Id == "node-form") is { } form)
                    await Submit(editor, form, payload);
                else
                    probe.Report($"{canary.Doing}: the editor had no form of the node");
            }
        }
    }

    /// <summary>The peer of HTTP and model nodes, whose answers are payloads too.</summary>
    static async Task Answer(HttpContext http)
    {
        var question = Interlocked.Increment(ref answered);
        var texts = Payloads.Texts.Where(payload => payload.Text!.Length < 200_000).ToArray();
        var said = (question % 3) switch { 0 => texts[question % texts.Length].Text!, 1 => Payloads.Values[question % Payloads.Values.Count].Json, _ => $"\"{new string('a', 40)}!\"" };
        if (http.Request.Path.StartsWithSegments("/v1"))
            await ModelPeer.Say(http.Response, [said]);
        else
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(said);
        }
    }

    static int answered;

    /// <summary>The app has answered all, in time and within its memory; and after a kill it starts over the same data.</summary>
    async Task AssertUnharmed()
    {
        await Task.WhenAll(runs);
        var late = await canary.Stop();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{probe.Sent} requests; the canary was asked {canary.Asked} times, its longest answer took {canary.Worst.Time.TotalSeconds:0.00} s during {canary.Worst.Doing}; memory {(app.IsAlive ? app.PeakMemory : 0) / 1024 / 1024} MiB"));
        Assert.True(app.IsAlive, $"The app ended: {app.Output}");
        var memory = app.PeakMemory;
        Assert.Multiple(
            () => Assert.True(probe.Faults.Count == 0, $"{probe.Faults.Count} faults:\n{string.Join('\n', probe.Faults.Take(MostShown))}\n{app.Exceptions}"),
            () => Assert.True(late.Count == 0, string.Join('\n', late.Take(MostShown))),
            () => Assert.True(memory <= MostMemory, string.Join('\n', growth)));
        await app.Kill();
        await StartAgain();
    }

    async Task StartAgain()
    {
        var clock = Stopwatch.StartNew();
        await using var next = Launch();
        var address = await next.Ready.Soon();
        var started = clock.Elapsed;
        using var http = new HttpClient { BaseAddress = address };
        (await http.GetAsync("/")).EnsureSuccessStatusCode();
        TestContext.Current.TestOutputHelper!.WriteLine($"After the kill it was ready after {started.TotalSeconds:0.00} s and had answered after {clock.Elapsed.TotalSeconds:0.00} s.");
        Assert.InRange(next.PeakMemory, 0, MostMemory);
        await next.Kill();
    }
}
