using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages.Inbox;

/// <summary>The number of decisions that wait for people, in the navigation.</summary>
public sealed class InboxCountViewComponent(OpenQuestions questions, QuestionAccess access) : ViewComponent
{
    public IViewComponentResult Invoke() => View(Count());

    int Count()
    {
        try
        {
            return questions.Count(access.ReaderOf(HttpContext.Actor()));
        }
        catch (DatabaseUnavailableException)
        {
            // The page may be the one that says so.
            return 0;
        }
    }
}
