using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Web;

/// <summary>
/// Reads the form that is sent to a page, and refuses what is none. Comes before the check of the token, which would call each such
/// request an incomplete form, and before the handlers, which rely on it.
/// </summary>
sealed class ReadableForm : IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>After <see cref="AllowedMethods"/>, before the check of the token, which has 1,000.</summary>
    public int Order => 500;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (context.ActionDescriptor is CompiledPageActionDescriptor { HandlerMethods.Count: > 0 } && HttpMethods.IsPost(request.Method) && await Refusal(request) is { } status)
            context.Result = new StatusCodeResult(status);
    }

    /// <returns>Null if the form can be read.</returns>
    static async Task<int?> Refusal(HttpRequest request)
    {
        if (!request.HasFormContentType)
            return StatusCodes.Status400BadRequest;
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException error)
        {
            return error.StatusCode;
        }
        // UTF-7, which the runtime refuses to read.
        catch (NotSupportedException)
        {
            return StatusCodes.Status415UnsupportedMediaType;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }
}
