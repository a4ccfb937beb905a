using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Inbox;

/// <summary>The number of decisions that wait, for pages that are open. A browser that opens this address gets the inbox.</summary>
public sealed class CountModel : PageModel
{
    public IActionResult OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        return Request.Headers.ContainsKey("HX-Request") ? ViewComponent("InboxCount") : Redirect("~/inbox");
    }
}
