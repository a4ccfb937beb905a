using System.Globalization;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>The error page, for every status and request method.</summary>
[ResponseCache(NoStore = true)]
[IgnoreAntiforgeryToken]
public sealed class ProblemModel : PageModel
{
    public string Title => Words.Title;

    public string Sentence => Words.Sentence;

    /// <summary>Shows the page for OPTIONS, which Razor would otherwise answer with 200.</summary>
    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpMethods.IsOptions(Request.Method))
            context.Result = Page();
    }

    // Read from the route, not bound: binding reads the form again, which may be what failed. An exception has its status only in the response.
    int Code => HttpContext.Features.Get<IExceptionHandlerFeature>() is null ? int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture) : Response.StatusCode;

    (string Title, string Sentence) Words => Unavailable.Reason(HttpContext) is { } unavailable ? ("Temporarily unavailable", unavailable.Message) : Code switch
    {
        400 => ("Bad request", "The form was incomplete, outdated or unreadable. Go back, reload the page, and send it again."),
        401 => ("Sign in", AccessRefusal.Of(HttpContext)?.Sentence ?? "Sign in first."),
        403 => ("Not allowed", AccessRefusal.Of(HttpContext)?.Sentence ?? "Your role does not allow this."),
        404 => ("Page not found", "It may have been deleted."),
        405 => ("Method not allowed", "This address does not accept this kind of request."),
        413 => ("Request too large", "The request is larger than this server accepts. Send less at once."),
        421 => ("Unknown host name", AllowedHosts.Refusal(Request)),
        503 => ("Temporarily unavailable", "The server is stopping or cannot write to its disk. Try again in a moment."),
        >= 500 => ("Something went wrong", "The server failed, and nothing was changed. Its log has the details."),
        _ => ("Bad request", "The server did not understand the request."),
    };
}
