using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>A question that is asked while its run is watched: the page loads the form.</summary>
public sealed class QuestionTests(BrowserSession session) : BrowserTest(session)
{
    const int BurstNodes = 40;

    const string Flow =
        """
        {
          "name": "Asks later",
          "nodes": [
            { "id": "first", "type": "wait", "data": { "label": "First", "seconds": "1.5" } },
            { "id": "ask", "type": "approve", "data": { "label": "The editor", "text": "Publish **{{prompt}}**?", "fields": [ { "name": "reason", "type": "text", "label": "Reason" } ] } },
            { "id": "second", "type": "wait", "data": { "label": "Second", "seconds": "1.5" } },
            { "id": "again", "type": "approve", "data": { "label": "The printer", "text": "Print it?" } },
            { "id": "publish", "type": "template", "data": { "label": "Publish", "template": "Published: {{ask.fields.reason}}" } }
          ],
          "edges": [
            { "id": "e1", "source": "first", "target": "ask" }, { "id": "e2", "source": "first", "target": "second" }, { "id": "e3", "source": "second", "target": "again" },
            { "id": "e4", "source": "ask", "sourceHandle": "approve", "target": "publish" }
          ]
        }
        """;

    /// <summary>A question, and soon after it more events at once than a page takes one by one.</summary>
    static string Burst => $$"""
        {
          "name": "Asks in a burst",
          "nodes": [
            { "id": "ask", "type": "approve", "data": { "label": "The editor", "text": "Publish?", "fields": [ { "name": "reason", "type": "text", "label": "Reason" } ] } },
            { "id": "rest", "type": "wait", "data": { "label": "Rest", "seconds": "3" } },
            {{string.Concat(Enumerable.Range(1, BurstNodes).Select(number => $$"""{ "id": "n{{number}}", "type": "template", "data": { "label": "{{(number == BurstNodes ? "Last" : $"Node {number}")}}", "template": "x" } },"""))}}
            { "id": "end", "type": "template", "data": { "label": "End", "template": "x" } }
          ],
          "edges": [
            {{string.Concat(Enumerable.Range(1, BurstNodes).Select(number => $$"""{ "id": "e{{number}}", "source": "{{(number == 1 ? "rest" : $"n{number - 1}")}}", "target": "n{{number}}" },"""))}}
            { "id": "e", "source": "ask", "sourceHandle": "approve", "target": "end" }
          ]
        }
        """;

    [Fact]
    public async Task A_viewer_answers_on_the_live_page_and_keeps_what_was_written_when_another_question_comes()
    {
        var visitor = await Visit();
        await visitor.Import(Flow);
        await visitor.Run("the news");
        var (asked, printer) = (visitor.Page.Locator("form#question-ask"), visitor.Page.Locator("form#question-again"));
        await Expect(asked).ToBeVisibleAsync();

        await asked.GetByLabel("Reason").FillAsync("timely");
        await Expect(printer).ToBeVisibleAsync();
        await Expect(asked.GetByLabel("Reason")).ToHaveValueAsync("timely");
        await Expect(asked.GetByLabel("Reason")).ToBeFocusedAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Questions for you" }).Locator("form")).ToHaveCountAsync(2);
        await asked.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await visitor.SeeNode("The editor", "completed");
        await Expect(asked).ToHaveCountAsync(0);

        await printer.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await visitor.SeeEnd("completed");
        await Expect(visitor.Page.Locator("#log > .node-completed").Filter(new() { HasText = "Published: timely" })).ToHaveCountAsync(1);
        await Expect(visitor.Page.Locator("#questions form")).ToHaveCountAsync(0);
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Fact]
    public async Task What_was_written_stays_when_a_burst_replaces_the_log_and_the_questions()
    {
        var visitor = await Visit();
        await visitor.Import(Burst);
        await visitor.Run("the news");
        var reason = visitor.Page.Locator("form#question-ask").GetByLabel("Reason");
        await reason.FillAsync("timely");

        await visitor.SeeNode("Last", "completed");

        await Expect(reason).ToHaveValueAsync("timely");
        await Expect(reason).ToBeFocusedAsync();
        await visitor.Press("Approve");
        await visitor.SeeEnd("completed");
    }

    [Fact]
    public async Task Two_viewers_get_the_form_each_and_the_answer_of_one_closes_it_for_both()
    {
        var (one, other) = (await Visit(), await Visit());
        await one.Import(Flow);
        await other.Go(await one.Run("the news"));
        await Expect(one.Page.Locator("form#question-ask")).ToBeVisibleAsync();
        await Expect(other.Page.Locator("form#question-ask")).ToBeVisibleAsync();

        await other.Page.Locator("form#question-ask").GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();

        await one.SeeNode("The editor", "completed");
        await Expect(one.Page.Locator("#question-ask")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_scripts_the_live_log_leads_to_the_question()
    {
        var visitor = await Visit(new() { JavaScriptEnabled = false });
        await visitor.Import(Flow);
        var run = await visitor.Run("the news");
        var log = visitor.Page.FrameLocator("iframe.live-log");

        await log.Locator(".asks").Filter(new() { HasText = "The editor asks" }).GetByRole(AriaRole.Link, new() { Name = "Open the question" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Your decision is needed" })).ToBeVisibleAsync();
        await visitor.Press("Approve");

        await Expect(visitor.Page).ToHaveURLAsync(run);
        // What is asked when the page is loaded is on it.
        await Expect(log.Locator(".asks").Filter(new() { HasText = "The printer asks" })).ToBeVisibleAsync();
        await visitor.Go(run);
        await visitor.Page.Locator("form#question-again").GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(run);
        await new Backstage(Session.App).SeeEnd(run, "completed");
    }
}
