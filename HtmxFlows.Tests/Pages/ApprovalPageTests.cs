using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

/// <summary>A question at the address that is mailed.</summary>
public sealed class ApprovalPageTests(App app)
{
    [Fact]
    public async Task The_address_leads_to_the_form_and_the_form_back_to_it()
    {
        using var visitor = app.Visit();
        var run = await QuestionPageTests.Asked(app);

        var page = await visitor.Open(Address(run));

        Assert.Equal("Your decision is needed", page.One("h1").Words());
        Assert.Equal(Address(run), page.One("form.question").GetAttribute("action"));
        var answered = await visitor.Submit(page.One("form.question"), QuestionPageTests.Filled("good", "Ada"), "decision=approve");
        Assert.Equal(Address(run), answered.Address);
        Assert.Contains("by Ada: approve. Thank you.", answered.Main.Words(), StringComparison.Ordinal);
        await app.End(run);
    }

    [Fact]
    public async Task The_address_leads_to_nothing_else()
    {
        using var visitor = app.Visit();

        var page = await visitor.Open(Address(await QuestionPageTests.Asked(app)));

        Assert.Empty(page.All("nav, header a, main a, form[role=search]"));
    }

    [Fact]
    public async Task A_refused_answer_keeps_the_form_at_the_address()
    {
        using var visitor = app.Visit();
        var run = await QuestionPageTests.Asked(app);

        var refused = await visitor.Submit((await visitor.Open(Address(run))).One("form.question"), QuestionPageTests.Filled("", "Cleo"), "decision=approve");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(Address(run), refused.One("form.question").GetAttribute("action"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?key=00000000000000000000000000000000")]
    public async Task A_visitor_without_the_key_finds_nothing(string key)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/approvals/{await QuestionPageTests.Asked(app)}/ask{key}")).Status);
    }

    string Address(Guid run) => app.Get<ApprovalAddresses>().AddressOf(run, "ask");
}
