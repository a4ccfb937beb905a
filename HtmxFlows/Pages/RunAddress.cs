using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>The address of a run's page.</summary>
static class RunAddress
{
    /// <summary>Redirects the browser to a run after a form. The page shows that turn, not the top of the conversation.</summary>
    public static IActionResult SeeOther(PageModel page, Guid run) => Pages.SeeOther.To(page, $"{page.Request.PathBase}/runs/{run}");
}
