using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;

namespace HtmxFlows.Web;

/// <summary>
/// Answers 405 for a method without a handler. Razor would render the page anyway, without its data. Runs before the antiforgery check,
/// which would report such a request as an incomplete form. (Razor answers OPTIONS itself.)
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

    /// <summary>The methods of a page; Razor answers HEAD with the handler of GET.</summary>
    internal static IEnumerable<string> Of(IEnumerable<HandlerMethodDescriptor> handlers) =>
        handlers.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct().SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method });
}
