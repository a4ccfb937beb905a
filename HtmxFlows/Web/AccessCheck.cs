using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Diagnostics;

namespace HtmxFlows.Web;

/// <summary>Recognises who sends a request, and refuses what the actor may not do, by <see cref="AccessTable"/> and before any endpoint runs.</summary>
sealed class AccessCheck(Openness openness, Sessions sessions, SessionCookie cookie, ApiTokens tokens, WorkflowGuard guard, AllowedHosts hosts, Refusals refusals)
{
    const string Bearer = "Bearer ";

    public Task Check(HttpContext http, RequestDelegate next)
    {
        // The page of an error is for everyone who gets it. It must read nothing of the database, which may be the error.
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            if (http.Features.Get<Actor>() is null && !openness.IsOpen)
                RequestActor.Set(http, new Actor.Unknown(null));
            return next(http);
        }
        if (openness.IsOpen)
            return next(http);
        var proof = Prove(http);
        var access = AccessTable.Of(http.GetEndpoint());
        if (access.For(http.Request.Method) is not { } role)
            return next(http);
        if (proof is null)
            return Refuse(http);
        if (guard.RoleFor(http, proof.User) is not { } own)
        {
            Note(http, "The workflow is for others.");
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        // What a user may do in a workflow may be less than elsewhere.
        if (own != proof.User.Role)
            RequestActor.Set(http, ActorOf(proof, proof.User with { Role = own }, http));
        if (own < role)
            return Forbid(http, $"Your role, {own.Word()}, does not allow this. {(own == proof.User.Role ? "An owner" : "An editor of the workflow")} can give you the role {role.Word()}.");
        if (proof is ProvenToken { Token: var token } && !Allows(token, access.ScopeFor(http.Request.Method), http, out var missing))
            return Forbid(http, missing);
        if (proof is SignedIn && IsApi(http) && ChangesSomething(http.Request) && hosts.SiteOf(http.Request) != SendingSite.Own)
            return Forbid(http, "A browser’s session changes things only from the app’s own pages. Send the header Origin or Sec-Fetch-Site as browsers do.");
        // What only those who have signed in may see is kept by no browser, if the endpoint does not say otherwise.
        http.Response.Headers.CacheControl = "no-store";
        // A form may end the session that sends it.
        return HttpMethods.IsGet(http.Request.Method) || IsApi(http) ? Follow(http, next, proof.Ended) : next(http);
    }

    /// <summary>Recognises the user, by the token in the header of a program or the session in the cookie of a browser.</summary>
    Proof? Prove(HttpContext http)
    {
        Proof? proof = null;
        // A token is for the API alone, and a request that has one is not a browser's.
        if (http.Request.Headers.Authorization.ToString() is { Length: > 0 } header && IsApi(http))
            proof = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? tokens.Find(header[Bearer.Length..].Trim()) : null;
        else
            proof = sessions.Find(cookie.Read(http.Request), ClientAddress.Of(http));
        RequestActor.Set(http, proof is null ? new Actor.Unknown(null) { Address = ClientAddress.Of(http) } : ActorOf(proof, proof.User, http));
        // The framework binds forms to it, and the sessions of the Model Context Protocol.
        if (proof is not null)
            http.User = proof.Principal;
        return proof;
    }

    static Actor.Person ActorOf(Proof proof, User user, HttpContext http) =>
        new(user, proof is SignedIn session ? session.Session.Id : ((ProvenToken)proof).Token.Id) { IsToken = proof is ProvenToken, Way = (proof as SignedIn)?.Session.Way, Address = ClientAddress.Of(http) };

    bool Allows(ApiToken token, TokenScope? scope, HttpContext http, out string missing)
    {
        missing = scope is null ? "API tokens cannot do this. Sign in with a browser." : $"The token does not have the scope {scope}. Make one that has it.";
        return scope is { } needed && (token.Allows(needed, part: null) || token.Allows(needed, needed == TokenScope.Mcp ? http.GetRouteValue("server") as string : guard.WorkflowOf(http)?.ToString()));
    }

    /// <summary>Serves a request that may last: it ends with the session.</summary>
    static async Task Follow(HttpContext http, RequestDelegate next, CancellationToken ended)
    {
        await using var end = ended.UnsafeRegister(static request => ((HttpContext)request!).Abort(), http);
        await next(http);
    }

    /// <summary>Asks to sign in: a page by a redirect, htmx by its header, and everything else by the status.</summary>
    Task Refuse(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        response.Headers.CacheControl = "no-store";
        var sentence = openness.IsUnset ? "This server has no users yet. Its log shows the address of the set-up." : IsApi(http) && http.Request.Headers.Authorization.Count > 0 ? "The API token is unknown, expired or revoked. Send it in the header Authorization, after the word Bearer." : "Sign in first.";
        http.Features.Set(new AccessRefusal(sentence));
        var page = $"{request.PathBase}{(openness.IsUnset ? "/setup" : $"/sign-in?return={Uri.EscapeDataString(ReturnAddress.Of(request))}")}";
        if (request.Headers.ContainsKey("HX-Request"))
            response.Headers["HX-Redirect"] = page;
        if (IsApi(http))
            response.Headers.WWWAuthenticate = "Bearer";
        if (IsApi(http) || request.Headers.ContainsKey("HX-Request") || !TakesPage(request.Headers.Accept.ToString()))
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = page;
        return Task.CompletedTask;
    }

    Task Forbid(HttpContext http, string sentence)
    {
        Note(http, sentence);
        http.Features.Set(new AccessRefusal(sentence));
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    void Note(HttpContext http, string reason) => refusals.Note(http.Person()!, $"{http.Request.Method} {http.Request.Path}", reason);

    static bool IsApi(HttpContext http) => ApiPaths.Include(http.Request.Path);

    static bool TakesPage(string accept) => accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);

    /// <summary>The original protocol starts a run with a GET.</summary>
    static bool ChangesSomething(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) || request.Path.Value!.EndsWith("/run", StringComparison.Ordinal);
}
