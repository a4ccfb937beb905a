using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace HtmxFlows.Web;

/// <summary>
/// Answers 405 for a method that a page has no handler for. Razor would show the page all the same, though nothing was loaded for it. Runs
/// before the check of the token, which would answer such a request as an incomplete form. (OPTIONS is answered by Razor, without the page.)
/// </summary>
sealed class AllowedMethods : IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.ActionDescriptor is not CompiledPageActionDescriptor { HandlerMethods: { Count: > 0 } handlers } || HttpMethods.IsOptions(context.HttpContext.Request.Method))
            return;
        string[] allowed = [.. Of(handlers)];
        if (allowed.Contains(context.HttpContext.Request.Method, StringComparer.OrdinalIgnoreCase))
            return;
        context.HttpContext.Response.Headers.Allow = string.Join(", ", allowed);
        context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    /// <summary>The methods of a page; Razor answers HEAD by the handler of GET.</summary>
    internal static IEnumerable<string> Of(IEnumerable<HandlerMethodDescriptor> handlers) =>
        handlers.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct().SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method });
}
