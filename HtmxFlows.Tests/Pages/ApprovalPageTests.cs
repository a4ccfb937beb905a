using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class ApprovalPageTests(App app)
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
        var run = await Asked();
        var page = await visitor.Open($"/runs/{run}");
        Assert.Equal("Publish it? <script>alert(1)</script>", page.One("form.question .markdown").TextContent.Trim());
        Assert.Empty(page.All("form.question script"));
        Assert.Equal(["Approve", "Reject"], page.Texts("form.question button"));

        var after = await visitor.Submit(page.One("form.question"), Filled("good", "Ada"), "decision=approve");
        Assert.Equal(run, after.Id);
        await app.End(run);
        var end = await visitor.Open($"/runs/{run}");
        Assert.Contains("good", end.One("#log").TextContent, StringComparison.Ordinal);
        Assert.Empty(end.All("form.question"));
    }

    [Fact]
    public async Task Answering_twice_is_told_kindly()
    {
        using var visitor = app.Visit();
        var run = await Asked();
        var address = Address(await visitor.Open($"/runs/{run}"));
        var form = await visitor.Open(address);
        await visitor.Submit(form.One("form.question"), Filled("no time", "Bob"), "decision=reject");
        var second = await visitor.Submit(form.One("form.question"), Filled("again", ""), "decision=approve");
        Assert.Contains("by Bob: reject. Thank you.", second.One("main").TextContent, StringComparison.Ordinal);
        Assert.Contains("by Bob: reject. Thank you.", (await visitor.Open(address)).One("main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_told_at_its_field_and_what_was_written_stays()
    {
        using var visitor = app.Visit();
        var run = await Asked();
        var form = await visitor.Open(Address(await visitor.Open($"/runs/{run}")));
        var again = await visitor.Submit(form.One("form.question"), Filled("", "Cleo"), "decision=approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("Reason is required.", again.One(".input .problem").TextContent);
        Assert.Equal("Cleo", again.One("input[name=by]").GetAttribute("value"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?key=00000000000000000000000000000000")]
    public async Task Whoever_has_not_the_address_finds_nothing(string key)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/approvals/{await Asked()}/ask{key}")).Status);
    }

    [Fact]
    public async Task A_run_page_that_asks_by_htmx_gets_the_form_alone()
    {
        using var visitor = app.Visit();
        var run = await Asked();
        var page = await visitor.Open($"/runs/{run}");
        var fragment = await visitor.Send(new(HttpMethod.Get, Address(page)) { Headers = { { "HX-Request", "true" } } });
        Assert.Equal("question-ask", fragment.One("form.question").Id);
        Assert.Empty(fragment.All("header"));
    }

    async Task<Guid> Asked()
    {
        var run = await app.Start(await app.Make("Ask", [App.Node("ask", "approve", Question), App.Template("yes", "{{ask.fields.why}}")], "ask.approve→yes"), "it");
        await Eventually.Equal(RunStatus.Waiting, () => Task.FromResult(app.Get<HtmxFlows.Live.RunReader>().Find(run)!.View.Run.Status));
        return run;
    }

    static Dictionary<string, string> Filled(string why, string by) => new() { ["input.why"] = why, ["by"] = by };

    static string Address(Page page) => page.One(".asks a").GetAttribute("href")!;
}
