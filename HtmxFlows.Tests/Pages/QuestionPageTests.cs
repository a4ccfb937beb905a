using System.Net;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

/// <summary>A question within its run: on the run's page, and at the address from which a live page loads it.</summary>
public sealed class QuestionPageTests(App app)
{
    static readonly object Question = new
    {
        label = "The editor",
        text = "Publish **{{prompt}}**? <script>alert(1)</script>",
        fields = new[] { new { name = "why", type = "text", label = "Reason", required = true } },
    };

    [Fact]
    public async Task The_form_is_on_the_run_page_and_answers_it()
    {
        using var visitor = app.Visit();
        var run = await Asked(app);
        var page = await visitor.Open($"/runs/{run}");
        Assert.Equal("Publish it? <script>alert(1)</script>", page.One("form.question .markdown").TextContent.Trim());
        Assert.Empty(page.All("form.question script"));
        Assert.Equal(["Approve", "Reject"], page.Texts("form.question button"));

        var after = await visitor.Submit(page.One("form.question"), Filled("good", "Ada"), "decision=approve");
        Assert.Equal(run, after.Id);
        await app.End(run);
        var end = await visitor.Open($"/runs/{run}");
        Assert.Contains("good", end.One("#log").TextContent, StringComparison.Ordinal);
        Assert.Equal("Approve, by Ada", end.One("#log li[data-node=ask] .gist").Words());
        Assert.Empty(end.All("form.question"));
    }

    [Fact]
    public async Task The_run_page_does_not_hold_the_key_of_the_mailed_address()
    {
        using var visitor = app.Visit();
        var run = await Asked(app);

        foreach (var address in new[] { $"/runs/{run}", $"/runs/{run}/entries", $"/runs/{run}/questions/ask" })
            Assert.DoesNotContain(app.Get<ApprovalAddresses>().KeyOf(run, "ask"), (await visitor.Open(address)).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answering_twice_shows_the_first_answer()
    {
        using var visitor = app.Visit();
        var run = await Asked(app);
        var address = Address(await visitor.Open($"/runs/{run}"));
        var form = await visitor.Open(address);
        await visitor.Submit(form.One("form.question"), Filled("no time", "Bob"), "decision=reject");
        var second = await visitor.Submit(form.One("form.question"), Filled("again", ""), "decision=approve");
        Assert.Contains("by Bob: reject. Thank you.", second.One("main").TextContent, StringComparison.Ordinal);
        Assert.Contains("by Bob: reject. Thank you.", (await visitor.Open(address)).One("main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_answer_is_explained_at_its_field_and_keeps_what_was_written()
    {
        using var visitor = app.Visit();
        var run = await Asked(app);
        var form = await visitor.Open(Address(await visitor.Open($"/runs/{run}")));
        var again = await visitor.Submit(form.One("form.question"), Filled("", "Cleo"), "decision=approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("Reason is required.", again.One(".input .problem").TextContent);
        Assert.Equal("Cleo", again.One("input[name=by]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_live_page_gets_the_form_alone_with_a_token_of_its_viewer()
    {
        using var visitor = app.Visit();
        var run = await Asked(app);

        var fragment = await Load(visitor, $"/runs/{run}/questions/ask");

        Assert.Equal("question-ask", fragment.One("form.question").Id);
        Assert.NotEmpty(fragment.One("form.question input[name=__RequestVerificationToken]").GetAttribute("value")!);
        Assert.Contains("no-store", fragment.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Empty(fragment.All("header"));
    }

    [Fact]
    public async Task A_question_that_was_closed_meanwhile_is_replaced_by_nothing_on_a_live_page()
    {
        using var visitor = app.Visit();
        var run = await Asked(app);
        await app.Get<RunSupervisor>().Cancel(run, HtmxFlows.Accounts.Actor.Anonymous).Soon();

        var fragment = await Load(visitor, $"/runs/{run}/questions/ask");

        Assert.Equal((HttpStatusCode.OK, ""), (fragment.Status, fragment.Source));
        Assert.Contains("The run ended without an answer.", (await visitor.Open($"/runs/{run}/questions/ask")).Main.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("choose")]
    [InlineData("nothing")]
    public async Task A_node_that_does_not_ask_has_no_question(string node)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/runs/{await Asked(app)}/questions/{node}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/runs/{Guid.NewGuid()}/questions/ask")).Status);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("50 % ?#")]
    [InlineData("Größe")]
    public async Task A_node_of_any_id_can_be_answered(string id)
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Odd id", [App.Node(id, "approve", new { text = "Well?" })]));
        await Eventually.Equal(RunStatus.Waiting, () => Task.FromResult(app.Get<RunReader>().Status(run)!.Value));
        var page = await visitor.Open(Address(await visitor.Open($"/runs/{run}")));

        await visitor.Submit(page.One("form.question"), button: "decision=approve");

        await app.End(run);
        Assert.Equal(RunStatus.Completed, app.Get<RunReader>().Status(run));
    }

    /// <summary>A run that waits for an answer of the node <c>ask</c>.</summary>
    internal static async Task<Guid> Asked(App app)
    {
        var always = new[] { new { left = "1", @operator = "is-not-empty", right = "" } };
        var run = await app.Start(await app.Make("Ask",
            [App.Node("choose", "branch", new { conditions = always }), App.Node("ask", "approve", Question), App.Template("yes", "{{ask.fields.why}}")], "choose.true→ask", "ask.approve→yes"), "it");
        await Eventually.Equal(RunStatus.Waiting, () => Task.FromResult(app.Get<RunReader>().Status(run)!.Value));
        return run;
    }

    internal static Dictionary<string, string> Filled(string why, string by) => new() { ["input.why"] = why, ["by"] = by };

    /// <summary>Loads an address as a live page does.</summary>
    static Task<Page> Load(Visitor visitor, string address) => visitor.Send(new(HttpMethod.Get, address) { Headers = { { "HX-Request", "true" } } });

    static string Address(Page page) => page.One(".asks a").GetAttribute("href")!;
}
