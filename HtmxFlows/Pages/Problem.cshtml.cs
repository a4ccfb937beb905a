using System.Globalization;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>What a person sees when an address or a request leads nowhere, whatever the method of the request was.</summary>
[ResponseCache(NoStore = true)]
[IgnoreAntiforgeryToken]
public sealed class ProblemModel : PageModel
{
    public string Title => Words.Title;

    public string Sentence => Words.Sentence;

    /// <summary>Shows the page for OPTIONS too, which Razor would answer with 200.</summary>
    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpMethods.IsOptions(Request.Method))
            context.Result = Page();
    }

    // Read from the route and not bound: binding would read the form again, and that may be what failed. What was thrown has its status in the answer alone.
    int Code => HttpContext.Features.Get<IExceptionHandlerFeature>() is null ? int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture) : Response.StatusCode;

    (string Title, string Sentence) Words => Unavailable.Reason(HttpContext) is { } unavailable ? ("Not now", unavailable.Message) : Code switch
    {
        400 => ("That did not work", "The form was incomplete or too old, or could not be read. Go back, reload the page, and send it again."),
        404 => ("There is nothing here", "The address is mistyped, or what was here has been deleted."),
        405 => ("That cannot be done here", "The address does not take this kind of request."),
        413 => ("That is too large", "The request is larger than this server takes. Send less at once."),
        421 => ("Not the name of this server", AllowedHosts.Refusal(Request)),
        503 => ("Not now", "The server is stopping or cannot write to its disk. Try again in a moment."),
        >= 500 => ("Something went wrong", "The mistake is ours, nothing was changed, and the server's log has the details."),
        _ => ("That did not work", "The server could not make sense of the request."),
    };
}
