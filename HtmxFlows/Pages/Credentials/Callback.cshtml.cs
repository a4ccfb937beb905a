using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Outbound;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>Takes the answer of the provider of an account: a code, for which its tokens are got.</summary>
public sealed class CallbackModel(CredentialStore credentials, CredentialSource source, AccountRequests requests, OAuthTokens tokens, AccountCookie cookie) : PageModel
{
    /// <summary>Why the account was not connected, in a sentence.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The credential; null if it is not known.</summary>
    public Guid? Credential { get; private set; }

    public async Task<IActionResult> OnGet(string? state, string? code, string? error)
    {
        Response.Headers.CacheControl = "no-store";
        if (requests.Take(state, cookie.Read(Request), HttpContext.Actor()) is not { } request)
            return Refuse("This answer belongs to no request of this browser, or came too late. Connect the account again.", StatusCodes.Status400BadRequest);
        cookie.Delete(HttpContext);
        Credential = request.Credential;
        if (string.IsNullOrEmpty(code))
            return Refuse($"The provider gave no code: {Excerpt.Of(error ?? "without a reason")}.");
        if (source.Current.Credentials.FirstOrDefault(one => one.Credential.Id == request.Credential) is not { } credential || credential.Credential.Version != request.Version)
            return Refuse("Someone has changed the credential since. Connect the account again.", StatusCodes.Status409Conflict);
        try
        {
            var issued = await tokens.Exchange(credential, code, request.Verifier, request.Callback, HttpContext.RequestAborted);
            await credentials.Keep(request.Credential, request.Version, issued, HttpContext.Actor());
            return Redirect($"~/credentials/{request.Credential}");
        }
        catch (OutboundException failure)
        {
            return Refuse(source.Current.Mask.Mask(failure.Message));
        }
    }

    PageResult Refuse(string problem, int status = StatusCodes.Status422UnprocessableEntity)
    {
        (Problem, Response.StatusCode) = (problem, status);
        return Page();
    }
}
