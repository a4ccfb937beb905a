using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>Where a second factor is required, those who signed in with a password alone can only add one, or sign out.</summary>
sealed class SecondFactorCheck(AccountOptions options)
{
    const string Page = "/account/authenticator";

    public Task Check(HttpContext http, RequestDelegate next)
    {
        if (!options.RequireSecondFactor || http.Person() is not { IsToken: false, Way: SignInWay.Password, SignedIn.HasSecondFactor: false } || IsAllowed(http))
            return next(http);
        var (request, response) = (http.Request, http.Response);
        http.Features.Set(new AccessRefusal("This server requires a second factor. Add an authenticator app under Account first."));
        if (request.Headers.ContainsKey("HX-Request"))
            response.Headers["HX-Redirect"] = request.PathBase + Page;
        if (!HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/api") || request.Headers.ContainsKey("HX-Request"))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = request.PathBase + Page;
        return Task.CompletedTask;
    }

    static bool IsAllowed(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Page) || http.Request.Path == "/sign-out" || AccessTable.Of(http.GetEndpoint()).For(http.Request.Method) is null;
}
