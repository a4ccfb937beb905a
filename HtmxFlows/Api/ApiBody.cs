using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Api;

/// <summary>A request's JSON, read as strictly as all JSON here: UTF-8, no duplicate keys, at most 64 levels.</summary>
static class ApiBody
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="request">The request.</param>
    /// <param name="ifEmpty">What an empty body means; null if it is a mistake.</param>
    /// <param name="ignored">A document that clients may send back changed: its members are ignored as far as they are none of the request's.</param>
    /// <param name="hint">What to do instead of sending a member that is none of the request's, in a sentence; null if nothing is known.</param>
    /// <returns>The body, or the problem details if it cannot be read or has unknown members.</returns>
    public static async Task<(T? Value, IResult? Problem)> Read<T>(HttpRequest request, T? ifEmpty = null, Type? ignored = null, Func<string, string?>? hint = null)
        where T : class
    {
        // Asks the server instead of the headers: over HTTP/2 a body needs no header.
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return Empty(ifEmpty);
        if (!request.HasJsonContentType())
            return (null, ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType));
        try
        {
            using var reader = new StreamReader(request.Body, Utf8, detectEncodingFromByteOrderMarks: false);
            var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            return text.Length == 0 ? Empty(ifEmpty) : Parse<T>(text, ignored, hint);
        }
        catch (DecoderFallbackException)
        {
            return (null, ApiProblems.Unreadable("The body is not UTF-8. Send JSON in UTF-8."));
        }
        catch (BadHttpRequestException error)
        {
            return (null, ApiProblems.Of(error.StatusCode));
        }
        catch (IOException)
        {
            return (null, ApiProblems.Unreadable("The body ended early, or its length is wrong."));
        }
    }

    static (T?, IResult?) Empty<T>(T? meaning) where T : class =>
        meaning is null ? (null, ApiProblems.Unreadable("The request has no body. Send JSON.")) : (meaning, null);

    static (T?, IResult?) Parse<T>(string text, Type? ignored, Func<string, string?>? hint) where T : class
    {
        try
        {
            var json = Json.Parse(text);
            if (json.ValueKind != JsonValueKind.Object)
                return (null, ApiProblems.Unreadable("The body is not a JSON object."));
            var value = json.Deserialize<T>(Json.Options);
            FieldProblem[] unknown = [.. FindUnknown(json, typeof(T), ignored is null ? [] : Members(ignored), hint)];
            return unknown.Length == 0 ? (value, null) : (null, ApiProblems.Unknown(unknown));
        }
        catch (JsonException error) when (error.Path is { } path)
        {
            return (null, ApiProblems.Unreadable($"The value at {path} has the wrong type."));
        }
        catch (JsonException error)
        {
            return (null, ApiProblems.Unreadable($"The body is not valid JSON: {JsonFault.Reason(error)}."));
        }
    }

    static IEnumerable<FieldProblem> FindUnknown(JsonElement body, Type type, string[] ignored, Func<string, string?>? hint, string path = "")
    {
        const int MostListed = 20;
        var members = Members(type);
        return body.EnumerateObject().Select(member => member.Name).Where(name => !members.Concat(ignored).Contains(name, StringComparer.OrdinalIgnoreCase)).Take(MostListed)
            .Select(name => new FieldProblem(path + Excerpt.Of(name), $"`{path}{Excerpt.Of(name)}` is not a member of this request. "
                + (hint?.Invoke(name) ?? (SimilarName.Find(name, members) is { } similar ? $"The closest one is `{path}{similar}`." : $"The members are {string.Join(", ", members.Select(known => $"`{path}{known}`"))}."))))
            .Concat(from inner in Documents(type)
                    from member in body.EnumerateObject()
                    where member.Name.Equals(inner.Name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.Object
                    from problem in FindUnknown(member.Value, inner.Type, [], null, $"{inner.Name}.")
                    select problem);
    }

    /// <summary>The members that are documents of this API, and not values of any shape.</summary>
    static IEnumerable<(string Name, Type Type)> Documents(Type type) => Json.Options.GetTypeInfo(type).Properties
        .Where(property => property.PropertyType.Namespace == typeof(ApiBody).Namespace).Select(property => (property.Name, property.PropertyType));

    static string[] Members(Type type) => [.. Json.Options.GetTypeInfo(type).Properties.Select(property => property.Name)];
}
