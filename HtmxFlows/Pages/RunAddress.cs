using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>Where a run is looked at.</summary>
static class RunAddress
{
    /// <summary>Sends the browser to a run after a form; the turn, not the top of the conversation, is what it should show.</summary>
    public static IActionResult SeeOther(PageModel page, Guid run)
    {
        page.Response.Headers.Location = $"{page.Request.PathBase}/runs/{run}";
        return new StatusCodeResult(StatusCodes.Status303SeeOther);
    }
}
