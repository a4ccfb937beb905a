using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Api;

/// <summary>A request's JSON, read as strictly as all JSON here: no duplicate keys, at most 64 levels.</summary>
static class ApiBody
{
    public static bool IsEmpty(HttpRequest request) => request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding");

    /// <returns>The body, or what to answer if it cannot be read.</returns>
    public static async Task<(T? Value, IResult? Problem)> Read<T>(HttpRequest request)
        where T : class
    {
        if (IsEmpty(request))
            return (null, ApiProblems.Unreadable("The request has no body; send JSON."));
        if (!request.HasJsonContentType())
            return (null, Results.Problem("Send JSON, with Content-Type: application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        try
        {
            using var reader = new StreamReader(request.Body);
            var json = Json.Parse(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
            return json.ValueKind == JsonValueKind.Object ? (json.Deserialize<T>(Json.Options), null) : (null, ApiProblems.Unreadable("The body is not a JSON object."));
        }
        catch (JsonException error) when (error.Path is { } path)
        {
            return (null, ApiProblems.Unreadable($"The value at {path} is not of the kind that is expected there."));
        }
        catch (JsonException error)
        {
            return (null, ApiProblems.Unreadable($"The body cannot be read: {error.Message}"));
        }
    }
}
