using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Inbox;

/// <summary>The decisions that wait, of all runs, oldest first, each with its form.</summary>
public sealed class IndexModel(OpenQuestions questions, QuestionAccess access, WorkflowPlans plans) : PageModel
{
    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<InboxItem> Items { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        (var asked, Pager) = Pager.Read(Request, Number, (skip, take) => questions.List(access.ReaderOf(HttpContext.Actor()), skip, take));
        Items = [.. asked.Select(Item)];
    }

    InboxItem Item(OpenQuestion asked)
    {
        var form = new QuestionForm(asked.Workflow, asked.Node, $"{QuestionAddress.Of(asked.Run, asked.Node)}?{QuestionAddress.FromInbox}", asked.Question, InputField.Of(asked.Question.Fields)) { Scope = $"{asked.Run}/{asked.Node}" };
        var node = plans.FindFlow(asked.Workflow, asked.Version)?.Nodes.FirstOrDefault(node => node.Id == asked.Node);
        return new(asked, node?.Label ?? asked.Node, form);
    }
}
