using System.Net;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

/// <summary>Each test has an app for itself: the inbox has the questions of all runs.</summary>
public sealed class InboxPageTests
{
    [Fact]
    public async Task A_question_is_answered_in_the_inbox_and_leads_back_to_it()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        var (first, second) = (await QuestionPageTests.Asked(app), await QuestionPageTests.Asked(app));

        var inbox = await visitor.Open("/inbox");
        var after = await visitor.Submit(inbox.All("form.question")[0], QuestionPageTests.Filled("good", "Ada"), "decision=approve");
        await app.End(first);

        Assert.Equal([$"/runs/{first}", $"/runs/{second}"], inbox.All(".asked h2 a").Select(link => link.GetAttribute("href")));
        Assert.Equal(", 2 waiting", inbox.One("#inbox-count").Words());
        Assert.Equal("/inbox", after.Address);
        Assert.Equal([$"/runs/{second}"], after.All(".asked h2 a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_refused_answer_is_explained_and_its_form_still_leads_back_to_the_inbox()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        await QuestionPageTests.Asked(app);

        var refused = await visitor.Submit((await visitor.Open("/inbox")).One("form.question"), QuestionPageTests.Filled("", "Ada"), "decision=approve");
        var after = await visitor.Submit(refused.One("form.question"), QuestionPageTests.Filled("good", "Ada"), "decision=approve");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("/inbox", after.Address);
        Assert.Equal("No decisions are waiting. View runs", after.One("#questions").Words());
    }

    [Fact]
    public async Task Two_runs_that_ask_the_same_have_forms_with_different_ids()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        await QuestionPageTests.Asked(app);
        await QuestionPageTests.Asked(app);

        var ids = (await visitor.Open("/inbox")).All("[id]").Select(element => element.Id).ToArray();

        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task The_count_is_loaded_alone_and_is_empty_if_nothing_waits()
    {
        await using var app = new App();
        using var visitor = app.Visit();

        var none = await Count(visitor);
        await QuestionPageTests.Asked(app);
        var one = await Count(visitor);

        Assert.Equal("", none.One("#inbox-count").Words());
        Assert.Equal(", 1 waiting", one.One("#inbox-count").Words());
        Assert.Empty(one.All("nav"));
        Assert.Equal("/inbox", (await visitor.Open("/inbox/count")).Address);
    }

    static Task<Page> Count(Visitor visitor) => visitor.Send(new(HttpMethod.Get, "/inbox/count") { Headers = { { "HX-Request", "true" } } });
}
