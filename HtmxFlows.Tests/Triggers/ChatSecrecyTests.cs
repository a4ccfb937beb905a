using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Live;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Triggers;

/// <summary>What the visitor of a public chat can see and do, and what strangers, forgers and hostile texts cannot.</summary>
public sealed class ChatSecrecyTests(App app)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_does_not_exist_for_another_visitor_whatever_is_asked_of_it()
    {
        var (slug, workflow) = await Asking();
        using var visitor = app.Visit();
        var page = await Write(visitor, slug, "Mine alone");
        await Eventually.True(async () => (page = await visitor.Open(page.Address)).All("form.question").Count == 1);
        using var stranger = app.Visit();
        var own = await stranger.Open($"/chat/{slug}");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(page.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"{page.Address}/turns/{page.Id}/events")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(page.One("form.question").GetAttribute("action")!)).Status);
        foreach (var address in new[] { page.Address, $"{page.Address}/cancellation", page.One("form.question").GetAttribute("action")! })
            Assert.Equal(HttpStatusCode.NotFound, (await Post(stranger, own, address)).Status);
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
        Assert.Equal(RunStatus.Waiting, app.Get<RunStore>().Status(page.Id));
        // The last conversation of another browser is not a secret, and opens nothing.
        using var forged = new HttpRequestMessage(HttpMethod.Get, $"/chat/{slug}") { Headers = { { "Cookie", $"htmxflows-chat={page.Id}" } } };
        using var answer = await new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.Address }.SendAsync(forged, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Mine alone", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await visitor.Submit(page.One("form.stop"));
    }

    [Fact]
    public async Task A_run_that_is_no_message_of_the_conversation_is_not_shown_by_its_id()
    {
        var (slug, workflow) = await Asking();
        using var visitor = app.Visit();
        var page = await Write(visitor, slug, "Mine");
        using var neighbour = app.Visit();
        var other = await Write(neighbour, slug, "Not yours");
        var direct = (await app.Get<RunSupervisor>().Start(new(workflow, "direct", RunTrigger.Form) { Fired = new("chat", default) }, HtmxFlows.Accounts.Actor.System)).Run();

        foreach (var run in new[] { other.Id, Guid.NewGuid(), Guid.Empty })
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"{page.Address}/turns/{run}/events")).Status);
        // A run that an operator began is no conversation of a chat, and neither is one of another workflow.
        foreach (var conversation in new[] { direct, await app.RunToEnd(await app.Make("Elsewhere", [App.Template("a", "x")])) })
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/chat/{slug}/{conversation}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(visitor, page, $"/chat/{slug}/{other.Id}/cancellation")).Status);
        foreach (var one in new[] { (visitor, page), (neighbour, other) })
            await one.Item1.Submit(one.Item2.One("form.stop"));
    }

    [Fact]
    public async Task A_question_is_not_answered_by_a_key_that_is_not_its_own()
    {
        var (slug, _) = await Asking();
        using var visitor = app.Visit();
        var page = await Write(visitor, slug, "Mine");
        await Eventually.True(async () => (page = await visitor.Open(page.Address)).All("form.question").Count == 1);

        foreach (var key in new[] { "ask", new string('0', 32), app.Get<ApprovalAddresses>().KeyOf(Guid.NewGuid(), "ask") })
        {
            await Post(visitor, page, $"{page.Address}/questions/{key}");
            Assert.Equal(page.Address, (await visitor.Open($"{page.Address}/questions/{key}")).Address);
        }

        Assert.Equal(RunStatus.Waiting, app.Get<RunStore>().Status(page.Id));
        await visitor.Submit(page.One("form.stop"));
    }

    [Fact]
    public async Task Hostile_messages_and_answers_stay_text()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) <b hx-get='/x'>";
        var slug = Hooks.Slug();
        await app.Make($"Chat {slug}", [App.Node("chat", "chat", new { slug, title = Hostile, text = Hostile, placeholder = Hostile }), App.Template("say", "{{prompt}}", markdown: true)], "chat→say");
        using var visitor = app.Visit();

        var page = await Write(visitor, slug, Hostile);
        await app.End(page.Id);
        var shown = await visitor.Open(page.Address);

        Assert.Equal(Hostile, shown.One(".person .text").TextContent);
        Assert.Contains("<script>alert(1)</script>", shown.One(".answer").TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.All("main script, main img, main b, main [onerror], main a[href^=javascript]"));
        Assert.All(shown.All(".answer .result"), result => Assert.True(result.HasAttribute("hx-disable")));
        using var stream = await visitor.Stream(new(HttpMethod.Get, $"{page.Address}/turns/{page.Id}/events"));
        Assert.DoesNotContain("<script", await stream.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_has_the_answer_as_it_is_written_and_nothing_else_of_the_run()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = 0;
        await using var peer = await ModelPeer.Start(async context =>
        {
            var isDraft = Interlocked.Increment(ref calls) == 1;
            await ModelPeer.Babble(context.Response, isDraft ? "INTERNAL DRAFT " : "So *far* ", isDraft ? read.Task : heard.Task);
            await ModelPeer.Say(context.Response, [isDraft ? "of a draft" : "**and no further**"]);
        });
        await using var own = new App("Production", ("HtmxFlows:Model:Address", peer.Address), ("HtmxFlows:Model:Name", "tiny"));
        await own.Make("Chat", [App.Node("chat", "chat", new { slug = "live" }), App.Node("first", "model", new { label = "SECRET LABEL", prompt = "SECRET PROMPT" }), App.Node("second", "model", new { prompt = "{{prompt}}" })], "chat→first", "first→second");
        using var visitor = own.Visit();
        var page = await visitor.Submit((await visitor.Open("/chat/live")).One("form.prompt"), new Dictionary<string, string> { ["message"] = "Hello" });
        using var response = await visitor.Stream(new(HttpMethod.Get, $"{page.Address}/turns/{page.Id}/events"));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        List<SseEvent> events = [(await reader.Next(Cancellation).Soon())!];
        await Eventually.True(() => Volatile.Read(ref calls) == 1);
        read.SetResult();
        while (!events[^1].Data.Contains("So <em>far</em>", StringComparison.Ordinal))
            events.Add((await reader.Next(Cancellation).Soon())!);
        heard.SetResult();
        events.AddRange(await reader.ToEnd(Cancellation).Soon());

        Assert.Equal("done", events[^1].Name);
        Assert.Contains("<strong>and no further</strong>", events.Last(next => next.Name == "answer").Data, StringComparison.Ordinal);
        Assert.Subset(new HashSet<string> { "asked", "answer", "heartbeat", "done" }, events.Select(next => next.Name).ToHashSet());
        var all = string.Concat(events.Select(next => next.Data));
        Assert.All(["INTERNAL", "SECRET", "tokens", "tiny", "first", "second", "/runs/"], text => Assert.DoesNotContain(text, all, StringComparison.Ordinal));
        // The same as a page that is loaded now.
        Assert.Contains("and no further", (await visitor.Open(page.Address)).One(".answer strong").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_announces_a_question_without_the_form_that_answers_it()
    {
        var (slug, _) = await Asking();
        using var visitor = app.Visit();
        var page = await Write(visitor, slug, "Hello");
        using var response = await visitor.Stream(new(HttpMethod.Get, $"{page.Address}/turns/{page.Id}/events"));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        SseEvent next;
        do
            next = (await reader.Next(Cancellation).Soon())!;
        while (next.Name != "asked" || next.Data.Trim().Length == 0);

        Assert.DoesNotContain("<form", next.Data, StringComparison.Ordinal);
        var address = next.Data.Split("hx-get=\"")[1].Split('"')[0];
        var form = await visitor.Send(new(HttpMethod.Get, $"/chat/{slug}/{address}") { Headers = { { "HX-Request", "true" } } });
        Assert.Equal(next.Data.Split("id=\"")[1].Split('"')[0], form.One("form.question").Id);
        await visitor.Submit(page.One("form.stop"));
        Assert.Empty((await visitor.Send(new(HttpMethod.Get, $"/chat/{slug}/{address}") { Headers = { { "HX-Request", "true" } } })).Source);
    }

    [Fact]
    public async Task A_conversation_holds_few_streams_and_the_next_ones_end_at_once()
    {
        var (slug, _) = await Asking();
        using var visitor = app.Visit();
        var page = await Write(visitor, slug, "Hello");
        List<HttpResponseMessage> streams = [];
        for (var stream = 0; stream < HtmxFlows.Live.StreamSlots.PerBrowser; stream++)
        {
            // Clients need not send the cookie by which browsers are counted.
            streams.Add(await visitor.Stream(new(HttpMethod.Get, $"{page.Address}/turns/{page.Id}/events")));
            Assert.NotNull(await new SseReader(await streams[^1].Content.ReadAsStreamAsync(Cancellation)).Next(Cancellation).Soon());
        }

        using var next = await visitor.Stream(new(HttpMethod.Get, $"{page.Address}/turns/{page.Id}/events"));
        using var reader = new SseReader(await next.Content.ReadAsStreamAsync(Cancellation));
        var events = await reader.ToEnd(Cancellation).Soon();

        Assert.Contains("answer", events.Select(sent => sent.Name));
        Assert.DoesNotContain("done", events.Select(sent => sent.Name));
        streams.ForEach(stream => stream.Dispose());
        await visitor.Submit(page.One("form.stop"));
    }

    async Task<(string Slug, Guid Workflow)> Asking()
    {
        var slug = Hooks.Slug();
        return (slug, await app.Make($"Chat {slug}", [App.Node("chat", "chat", new { slug }), App.Node("ask", "approve", new { text = "Well?" })], "chat→ask"));
    }

    static async Task<Page> Write(Visitor visitor, string slug, string message) =>
        await visitor.Submit((await visitor.Open($"/chat/{slug}")).One("form.prompt"), new Dictionary<string, string> { ["message"] = message });

    /// <summary>Sends a form with a valid token to any address.</summary>
    static Task<Page> Post(Visitor visitor, Page from, string address) => visitor.Send(new(HttpMethod.Post, address)
    {
        Content = new FormUrlEncodedContent([new("__RequestVerificationToken", from.All("main input[name=__RequestVerificationToken]")[0].GetAttribute("value")!), new("message", "x"), new("decision", "approve")]),
    });
}
