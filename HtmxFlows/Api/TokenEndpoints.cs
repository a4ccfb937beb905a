using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary><c>/api/tokens</c>: the API tokens of the user who is signed in. A token makes no tokens.</summary>
static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", List).WithName("listTokens").Produces<IReadOnlyList<TokenDocument>>()
            .WithSummary("Lists your API tokens, without their secrets; needs the session of a browser");
        api.MapPost("/tokens", Make).WithName("createToken").Accepts<TokenRequestDocument>("application/json").Produces<NewTokenDocument>(201).Refuses(400, 403, 413, 415)
            .Produces<InvalidRequest>(422, "application/problem+json").Gives(201, "Location", "The token")
            .WithSummary("Makes an API token and returns it once; needs the session of a browser");
        api.MapDelete("/tokens/{id:guid}", Revoke).WithName("revokeToken").Produces(204).Refuses(403, 404)
            .WithSummary("Revokes an API token; needs the session of a browser");
    }

    static IResult List(HttpContext http, ApiTokens tokens) =>
        Results.Ok(http.Person() is { } person ? tokens.Of(person.SignedIn.Id).Select(TokenDocument.Of) : []);

    static async Task<IResult> Make(HttpContext http, ApiTokens tokens)
    {
        if (http.Person() is not { } person)
            return Results.Problem("Tokens belong to users, and this server has none.", statusCode: StatusCodes.Status403Forbidden);
        var (request, unreadable) = await ApiBody.Read<TokenRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        return await tokens.Make(person.SignedIn, request.Name ?? "", request.Scopes ?? [], request.Days ?? 0, person) switch
        {
            TokenOutcome.Made(var token, var secret) => Results.Created($"{http.Request.PathBase}/api/tokens/{token.Id}", new NewTokenDocument(token.Id, token.Name, token.Scopes.Split(' '), token.ExpiresAt, secret)),
            TokenOutcome.Refused refused => ApiProblems.Invalid(StatusCodes.Status422UnprocessableEntity, [.. refused.Problems.Select(problem => new FieldProblem(problem.Field, problem.Message))]),
            var other => throw new InvalidOperationException($"{other} is no outcome."),
        };
    }

    static async Task<IResult> Revoke(Guid id, HttpContext http, ApiTokens tokens) =>
        http.Person() is { } person && await tokens.Revoke(person.SignedIn.Id, id, person) ? Results.NoContent() : ApiProblems.Missing("token");
}
