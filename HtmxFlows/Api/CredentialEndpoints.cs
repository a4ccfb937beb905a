using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary><c>/api/credentials</c>: the credentials of the server. Secrets go in and never come out.</summary>
static class CredentialEndpoints
{
    public static void MapCredentials(this IEndpointRouteBuilder api)
    {
        api.MapGet("/credentials", List).WithName("listCredentials").Produces<IReadOnlyList<CredentialDocument>>().WithSummary("Lists the credentials, without their secrets");
        api.MapPost("/credentials", Add).WithName("createCredential").Accepts<CredentialRequestDocument>("application/json").Produces<CredentialDocument>(201).Refuses(400, 403, 413, 415)
            .Produces<InvalidRequest>(422, "application/problem+json").Gives(201, "Location", "The credential").WithSummary("Adds a credential");
        api.MapGet("/credentials/{id:guid}", Get).WithName("getCredential").Produces<CredentialDocument>().Refuses(404).WithSummary("Returns a credential, without its secrets");
        api.MapDelete("/credentials/{id:guid}", Delete).WithName("deleteCredential").Produces(204).Refuses(403, 404).WithSummary("Deletes a credential; nodes that use it fail from then on");
    }

    static IEnumerable<CredentialDocument> List(CredentialStore credentials) => credentials.List().Select(CredentialDocument.Of);

    static async Task<IResult> Add(HttpContext http, CredentialStore credentials)
    {
        var (request, unreadable) = await ApiBody.Read<CredentialRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        if (CredentialKind.Find(request.Kind) is not { } kind)
            return Invalid(new FieldProblem("kind", $"`kind` must be one of {string.Join(", ", CredentialKind.All.Select(known => known.Name))}."));
        var fields = request.Fields ?? new Dictionary<string, string>();
        if (fields.Keys.FirstOrDefault(name => !kind.Fields.Any(field => field.Name == name)) is { } unknown)
            return Invalid(new FieldProblem($"fields.{Excerpt.Of(unknown)}", $"`{Excerpt.Of(unknown)}` is no field of the kind {kind.Name}. The fields are {string.Join(", ", kind.Fields.Select(field => field.Name))}."));
        var all = kind.Fields.ToDictionary(field => field.Name, field => fields.GetValueOrDefault(field.Name) ?? field.Default);
        return await credentials.Add(new(request.Name ?? "", kind, string.Join(' ', request.Hosts ?? []), request.Workflows, all), http.Actor()) switch
        {
            CredentialOutcome.Saved(var made) => Results.Created($"{http.Request.PathBase}/api/credentials/{made.Id}", CredentialDocument.Of(made)),
            CredentialOutcome.Invalid(var problems) => Invalid([.. problems.Select(problem => new FieldProblem(problem.Field is "name" or "hosts" or "workflows" ? problem.Field : $"fields.{problem.Field}", problem.Message))]),
            var other => Results.StatusCode(other.StatusCode()),
        };
    }

    static IResult Get(Guid id, CredentialStore credentials) => credentials.Find(id) is { } found ? Results.Ok(CredentialDocument.Of(found)) : ApiProblems.Missing("credential");

    static async Task<IResult> Delete(Guid id, HttpContext http, CredentialStore credentials) => await credentials.Delete(id, http.Actor()) ? Results.NoContent() : ApiProblems.Missing("credential");

    static IResult Invalid(params IReadOnlyList<FieldProblem> problems) => ApiProblems.Invalid(StatusCodes.Status422UnprocessableEntity, problems);
}
