using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>Leads a browser on after a form (303).</summary>
static class SeeOther
{
    /// <param name="address">An address of the app with its path base.</param>
    public static IActionResult To(PageModel page, string address)
    {
        page.Response.Headers.Location = address;
        return page.StatusCode(StatusCodes.Status303SeeOther);
    }
}
