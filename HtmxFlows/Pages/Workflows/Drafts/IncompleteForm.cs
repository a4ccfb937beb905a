using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Refuses a form of the editor whose values cannot be read, such as a revision that is not a number; the pages of this folder rely on it.</summary>
sealed class IncompleteForm(EditorAnswer answer) : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context) { }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!context.ModelState.IsValid && context.HandlerInstance is PageModel page && Guid.TryParse(context.RouteData.Values["id"] as string, out var id))
            context.Result = answer.Show(page, id, new(), new() { Refusal = "The form is incomplete. Open the editor again." }, StatusCodes.Status400BadRequest);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context) { }
}
