using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Workflows as public chats.</summary>
public sealed class PublicChatTests(App app)
{
    static Task<Guid> Make(App app, string slug, object chat, params string[] nodes)
    {
        string[] ids = ["chat", .. nodes.Select(node => Data(node))];
        return app.Make($"Chat {slug}", [App.Node("chat", "chat", chat), .. nodes], [.. ids.Zip(ids.Skip(1)).Select(pair => $"{pair.First}→{pair.Second}")]);
    }

    static string Data(string node) => HtmxFlows.Data.Json.Parse(node).Text("id");

    static Dictionary<string, string> Message(string text) => new() { ["message"] = text };

    static Task<Page> Write(Visitor visitor, Page page, string text) => visitor.Submit(page.One("form.prompt"), Message(text));

    [Fact]
    public async Task A_message_starts_a_run_whose_result_is_the_answer_and_the_next_one_continues_the_conversation()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug, title = "Ask us", text = "How can we *help*?", placeholder = "Where is my order?" }, App.Template("say", "You said **{{prompt}}**: {{trigger.message}}", markdown: true));
        using var visitor = app.Visit();

        var page = await visitor.Open($"/chat/{slug}");
        Assert.Equal("Ask us", page.One("h1").Words());
        Assert.Equal("help", page.One(".turns .markdown em").Words());
        Assert.Equal("Where is my order?", page.One("#message").GetAttribute("placeholder"));
        Assert.Empty(page.All("header nav"));
        Assert.Equal(("no-store, no-cache", "noindex", "same-origin"), (page.Header("Cache-Control"), page.Header("X-Robots-Tag"), page.Header("Referrer-Policy")));
        var first = await Write(visitor, page, "  Hello\n");
        Assert.Equal(HttpStatusCode.SeeOther, first.Redirect);
        await Answered(visitor, first, "You said Hello: Hello");
        await Answered(visitor, await Write(visitor, await visitor.Open(first.Address), "Again"), "You said Hello: Hello", "You said Again: Again");

        var runs = app.Get<RunStore>().List(workflow, null, 0, 9);
        Assert.Equal(["Again", "Hello"], runs.Select(run => run.Prompt));
        Assert.All(runs, run => Assert.Equal(("chat", first.Id), (run.Trigger, run.ThreadId)));
        // The address of the chat leads to the conversation that the browser had open, until a new one is asked for.
        Assert.Equal(first.Address, (await visitor.Open($"/chat/{slug}")).Address);
        var fresh = await visitor.Open((await visitor.Open($"/chat/{slug}")).One(".chat-head a").GetAttribute("href")!);
        Assert.Empty(fresh.All(".turn"));
        Assert.NotEqual(first.Id, (await Write(visitor, fresh, "Anew")).Id);
    }

    [Fact]
    public async Task A_model_knows_what_was_said_before_in_the_conversation_and_nothing_of_others()
    {
        await using var peer = await ModelPeer.Saying(["Ada."], ["You did."], ["Nobody."]);
        await using var own = new App("Production", ("HtmxFlows:Model:Address", peer.Address), ("HtmxFlows:Model:Name", "tiny"));
        await Make(own, "memory", new { slug = "memory" }, App.Node("say", "model", new { prompt = "{{prompt}}", earlierTurns = true }));
        using var visitor = own.Visit();
        var page = await Answered(visitor, await Write(visitor, await visitor.Open("/chat/memory"), "My name is Ada"), "Ada.");
        await Answered(visitor, await Write(visitor, page, "Who said so?"), "Ada.", "You did.");
        using var other = own.Visit();
        await Answered(other, await Write(other, await other.Open("/chat/memory"), "Who am I?"), "Nobody.");

        Assert.Equal(["My name is Ada", "Ada.", "Who said so?"], peer.Asked[1].GetProperty("messages").EnumerateArray().Select(message => message.Text("content")));
        Assert.Equal(["Who am I?"], peer.Asked[2].GetProperty("messages").EnumerateArray().Select(message => message.Text("content")));
    }

    [Fact]
    public async Task A_message_that_is_sent_twice_starts_one_run()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Template("say", "x"));
        using var visitor = app.Visit();
        var form = (await visitor.Open($"/chat/{slug}")).One("form.prompt");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => visitor.Submit(form, Message("Hello"))));

        Assert.Single(answers.Select(answer => answer.Address).Distinct());
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Fact]
    public async Task A_failure_is_a_plain_sentence_and_says_nothing_of_the_workflow()
    {
        var slug = Hooks.Slug();
        await Make(app, slug, new { slug, title = "Ask us" }, App.Node("secret-node", "fail", new { label = "Secret label", message = "The inner text." }));
        using var visitor = app.Visit();

        var sent = await Write(visitor, await visitor.Open($"/chat/{slug}"), "Hello");

        await Eventually.Equal("Something went wrong, and there is no answer. Try again later.", async () => (await visitor.Open(sent.Address)).One(".answer").Words());
        var source = (await visitor.Open(sent.Address)).Source;
        Assert.All(["secret-node", "Secret label", "inner text", $"Chat {slug}", "/runs/", "/workflows/"], text => Assert.DoesNotContain(text, source, StringComparison.Ordinal));
        // The next message is welcome.
        Assert.Equal(HttpStatusCode.SeeOther, (await Write(visitor, await visitor.Open(sent.Address), "Once more")).Redirect);
    }

    [Theory]
    [InlineData("")]
    [InlineData("return null;")]
    public async Task A_result_that_is_no_answer_is_a_sentence(string script)
    {
        var slug = Hooks.Slug();
        await Make(app, slug, new { slug }, script.Length == 0 ? [] : [App.Node("none", "code", new { script })]);
        using var visitor = app.Visit();

        await Answered(visitor, await Write(visitor, await visitor.Open($"/chat/{slug}"), "Hello"), "There is no answer that this page can show.");
    }

    [Fact]
    public async Task Messages_that_cannot_be_taken_are_refused_with_a_sentence_and_start_nothing()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Template("say", "x"));
        using var visitor = app.Visit();
        var page = await visitor.Open($"/chat/{slug}");

        var empty = await Write(visitor, page, " \n ");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Write a message."), (empty.Status, empty.One("[role=alert]").Words()));
        var longest = await Write(visitor, empty, new string('a', PublicChats.LongestMessage + 1));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "The message is longer than 8,000 characters. Shorten it."), (longest.Status, longest.One("[role=alert]").Words()));
        Assert.Equal(PublicChats.LongestMessage + 1, longest.One("#message").GetAttribute("value")!.Length);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 9));
        Assert.Equal(HttpStatusCode.SeeOther, (await Write(visitor, longest, new string('a', PublicChats.LongestMessage))).Redirect);
    }

    [Fact]
    public async Task A_message_waits_for_the_answer_to_the_one_before_and_that_can_be_stopped()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Endless());
        using var visitor = app.Visit();
        var page = await Write(visitor, await visitor.Open($"/chat/{slug}"), "Hello");

        Assert.Equal("Working on an answer…", page.One(".answer").Words());
        Assert.Equal("3", page.One("noscript meta[http-equiv=refresh]").GetAttribute("content"));
        var early = await Write(visitor, page, "And this");
        Assert.Equal(HttpStatusCode.TooManyRequests, early.Status);
        Assert.StartsWith("Wait for the answer", early.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("And this", early.One("#message").GetAttribute("value"));
        var stopped = await visitor.Submit(page.One("form.stop"));

        await Eventually.Equal("Stopped.", async () => (await visitor.Open(stopped.Address)).One(".answer").Words());
        Assert.Equal("cancelled", Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9)).Status);
        Assert.Empty((await visitor.Open(stopped.Address)).All("form.stop, [sse-connect], noscript"));
        Assert.Equal(HttpStatusCode.SeeOther, (await Write(visitor, early, "And this")).Redirect);
    }

    [Fact]
    public async Task A_question_for_everyone_is_answered_in_the_chat_and_one_for_some_people_is_not_shown()
    {
        var slug = Hooks.Slug();
        await app.Make($"Chat {slug}", [
            App.Node("chat", "chat", new { slug }),
            App.Node("ask", "approve", new { label = "Inner label", text = "Shall we *order* it?", fields = new[] { new { name = "size", type = "number" } } }),
            App.Node("boss", "approve", new { label = "The boss", text = "Is the customer worth it?", who = "signed-in" }),
            App.Template("say", "Size {{ask.fields.size}}")], "chat→ask", "ask.approve→boss", "boss.approve→say");
        using var visitor = app.Visit();
        var page = await Write(visitor, await visitor.Open($"/chat/{slug}"), "Shoes, please");
        await Eventually.True(async () => (page = await visitor.Open(page.Address)).All("form.question").Count == 1);

        Assert.Equal("Your answer is needed.", page.One(".answer").Words());
        Assert.Equal("order", page.One("form.question em").Words());
        Assert.DoesNotContain("Inner label", page.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("/questions/ask", page.Source, StringComparison.Ordinal);
        // Without scripts the page must not reload under the hands of a person who fills in the form.
        Assert.DoesNotContain("http-equiv", page.Source, StringComparison.Ordinal);
        var wrong = await visitor.Submit(page.One("form.question"), new Dictionary<string, string> { ["input.size"] = "big" }, button: "decision=approve");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Not sent. Check the marked fields."), (wrong.Status, wrong.One("[role=alert]").Words()));
        var right = await visitor.Submit(wrong.One("form.question"), new Dictionary<string, string> { ["input.size"] = "42" }, button: "decision=approve");

        Assert.Equal(page.Address, right.Address);
        await Eventually.True(() => app.Get<OpenQuestions>().List(QuestionReader.All, 0, 99).Any(question => question.Run == page.Id && question.Node == "boss"));
        var waiting = await visitor.Open(page.Address);
        Assert.Equal("Working on an answer…", waiting.One(".answer").Words());
        Assert.DoesNotContain("worth it", waiting.Source, StringComparison.Ordinal);
        Assert.Empty(waiting.All("form.question"));
        // A second press on the old form changes nothing.
        Assert.Equal(page.Address, (await visitor.Submit(wrong.One("form.question"), button: "decision=reject")).Address);
        await app.Get<RunSupervisor>().Cancel(page.Id, Actor.System);
    }

    [Fact]
    public async Task A_flood_of_one_conversation_is_slowed_down_and_then_one_of_an_address()
    {
        var slug = Hooks.Slug();
        await Make(app, slug, new { slug }, App.Template("say", "x"));
        using var visitor = app.Visit();
        var page = await Write(visitor, await visitor.Open($"/chat/{slug}"), "1");
        for (var sent = 0; sent < PublicChats.MostOfConversation; sent++)
            page = await Write(visitor, await Finished(visitor, page), $"{sent}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        var refused = await Write(visitor, await Finished(visitor, page), "Too much");
        Assert.Equal((HttpStatusCode.TooManyRequests, "You have sent many messages. Try again in a minute.", "Too much"), (refused.Status, refused.One("[role=alert]").Words(), refused.One("#message").GetAttribute("value")));
        Assert.NotNull(refused.Header("Retry-After"));
        // Others, at the same address, have their own conversations, and share what the address may send.
        using var other = app.Visit();
        for (var sent = PublicChats.MostOfConversation + 2; sent < PublicChats.MostOfAddress; sent++)
            Assert.Equal(HttpStatusCode.OK, (await Write(other, await other.Open($"/chat/{slug}?fresh=true"), "x")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Write(other, await other.Open($"/chat/{slug}?fresh=true"), "x")).Status);
    }

    [Fact]
    public async Task A_conversation_shows_its_newest_turns_and_the_others_behind_a_link()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Template("say", "x"));
        using var visitor = app.Visit();
        var first = await Write(visitor, await visitor.Open($"/chat/{slug}"), "0");
        await app.End(first.Id);
        for (var turn = 1; turn <= 20; turn++)
            await app.End((await app.Get<RunSupervisor>().Start(new(workflow, $"{turn}", RunTrigger.Chat, first.Id) { Fired = new("chat", default) }, Actor.System)).Run());

        var page = await visitor.Open(first.Address);
        Assert.Equal(Enumerable.Range(1, 20).Select(turn => $"{turn}"), page.Texts(".person .text"));
        Assert.Equal(["0"], (await visitor.Open(page.One(".more a").GetAttribute("href")!)).Texts(".person .text"));
    }

    [Fact]
    public async Task What_operators_run_in_a_conversation_is_not_shown_to_the_visitor()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Template("say", "Answer to {{prompt}}"));
        using var visitor = app.Visit();
        var page = await Write(visitor, await visitor.Open($"/chat/{slug}"), "Hello");
        await app.End(page.Id);

        await app.End((await app.Get<RunSupervisor>().Start(new(workflow, "An operator's trial", RunTrigger.Form, page.Id) { Fired = new("chat", default) }, Actor.System)).Run());

        Assert.Equal(["Hello"], (await visitor.Open(page.Address)).Texts(".person .text"));
    }

    [Fact]
    public async Task A_chat_that_is_not_active_does_not_exist()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Template("say", "x"));
        using var visitor = app.Visit();
        var page = await Write(visitor, await visitor.Open($"/chat/{slug}"), "Hello");

        await app.Get<WorkflowArchive>().Add(workflow, Actor.Anonymous);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/chat/{slug}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(page.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open("/chat/nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/chat/{slug}/no-id")).Status);
    }

    [Fact]
    public async Task A_chat_for_users_asks_to_sign_in_knows_who_writes_and_shows_each_user_their_own()
    {
        await using var team = new Team();
        await team.InitializeAsync();
        await Make(team.App, "users", new { slug = "users", signedIn = true }, App.Template("say", "Hello {{trigger.by}}"));
        await Make(team.App, "everyone", new { slug = "everyone" }, App.Template("say", "Hello {{default trigger.by \"stranger\"}}"));
        using var nobody = team.App.Visit();
        using var vera = await team.Visit(Role.Viewer);
        using var rosa = await team.Visit(Role.Runner);

        Assert.Equal("/sign-in?return=%2Fchat%2Fusers", (await nobody.Open("/chat/users")).Address);
        await Answered(nobody, await Write(nobody, await nobody.Open("/chat/everyone"), "Hi"), "Hello stranger");
        var page = await Answered(vera, await Write(vera, await vera.Open("/chat/users"), "Hi"), "Hello Vera");
        Assert.StartsWith("/sign-in?return=", (await nobody.Open(page.Address)).Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Open($"{page.Address}/turns/{page.Id}/events")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await rosa.Open(page.Address)).Status);
        // A user has the conversation in every browser.
        using var elsewhere = await team.Visit(Role.Viewer);
        Assert.Equal(["Hi"], (await elsewhere.Open(page.Address)).Texts(".person .text"));
    }

    [Fact]
    public async Task The_address_of_a_chat_is_listed_with_the_triggers_and_taken_once()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(app, slug, new { slug }, App.Template("say", "x"));
        var unnamed = await Make(app, Hooks.Slug(), new { }, App.Template("say", "x"));
        using var visitor = app.Visit();

        Assert.Equal($"{app.Address.ToString().TrimEnd('/')}/chat/{slug}", (await visitor.Call($"GET /api/workflows/{workflow}/triggers")).Json()[0].Text("url"));
        Assert.Matches("/chat/[0-9A-Za-z]{22}$", (await visitor.Call($"GET /api/workflows/{unnamed}/triggers")).Json()[0].Text("url"));
        Assert.EndsWith($"/chat/{slug}", (await visitor.Open($"/workflows/{workflow}/deliveries")).One(".trigger pre").Words(), StringComparison.Ordinal);
        Assert.EndsWith($"/chat/{slug}", (await visitor.Open($"/workflows/{workflow}/edit?node=chat")).One("#trigger-panel pre").Words(), StringComparison.Ordinal);
        // A page is not called by programs.
        Assert.Empty((await visitor.Open($"/workflows/{workflow}/deliveries")).All("#deliveries"));
        Assert.Empty((await visitor.Open($"/workflows/{workflow}/edit?node=chat")).All("#last-call"));
        var taken = await visitor.Call("POST /api/workflows", new { name = $"Second {slug}", flow = HtmxFlows.Data.Json.Parse(App.Flow([App.Node("chat", "chat", new { slug })])) });
        Assert.Contains("belongs to the workflow", taken.Source, StringComparison.Ordinal);
        Assert.Equal(["slug: The address is a word of 1 to 64 letters, digits, - and _."], NodeTypes.Problems("chat", """{"slug": "a/b"}"""));
    }

    static async Task<Page> Finished(Visitor visitor, Page page)
    {
        await Eventually.True(async () => (page = await visitor.Open(page.Address)).All("[aria-busy=true]").Count == 0);
        return page;
    }

    static async Task<Page> Answered(Visitor visitor, Page page, params string[] answers)
    {
        var now = await Finished(visitor, page);
        Assert.Equal(answers, now.Texts(".answer"));
        return now;
    }
}
