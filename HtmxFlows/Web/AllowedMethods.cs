using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace HtmxFlows.Web;

/// <summary>
/// Answers 405 for a method that a page has no handler for, and 400 for a form that none of its handlers takes. Razor would show the page
/// all the same, though nothing was loaded for it. Comes before the check of the token, which would call such a request an incomplete form. (OPTIONS is answered by Razor, without the page.)
/// </summary>
sealed class AllowedMethods : IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.ActionDescriptor is not CompiledPageActionDescriptor { HandlerMethods: { Count: > 0 } handlers } || HttpMethods.IsOptions(context.HttpContext.Request.Method))
            return;
        string[] allowed = [.. Of(handlers)];
        if (!allowed.Contains(context.HttpContext.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            context.HttpContext.Response.Headers.Allow = string.Join(", ", allowed);
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }
        else if (!handlers.Any(handler => Takes(handler, context.HttpContext.Request)))
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
    }

    /// <summary>Whether Razor calls a handler for a request; one without a name takes any.</summary>
    static bool Takes(HandlerMethodDescriptor handler, HttpRequest request) =>
        (handler.HttpMethod.Equals(request.Method, StringComparison.OrdinalIgnoreCase) || handler.HttpMethod.Equals("GET", StringComparison.OrdinalIgnoreCase) && HttpMethods.IsHead(request.Method))
        && (handler.Name is null || handler.Name.Equals(request.Query["handler"], StringComparison.OrdinalIgnoreCase));

    /// <summary>The methods of a page; Razor answers HEAD by the handler of GET.</summary>
    internal static IEnumerable<string> Of(IEnumerable<HandlerMethodDescriptor> handlers) =>
        handlers.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct().SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method });
}
