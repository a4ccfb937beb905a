using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Api;

/// <summary>A request's JSON, read as strictly as all JSON here: UTF-8, no duplicate keys, at most 64 levels.</summary>
static class ApiBody
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="request">The request.</param>
    /// <param name="ifEmpty">What an empty body means; null if it is a mistake.</param>
    /// <returns>The body, or what to answer if it cannot be read.</returns>
    public static async Task<(T? Value, IResult? Problem)> Read<T>(HttpRequest request, T? ifEmpty = null)
        where T : class
    {
        // Asked of the server and not of the headers: over HTTP/2 a body needs none that tells of it.
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return Empty(ifEmpty);
        if (!request.HasJsonContentType())
            return (null, ApiProblems.Of(StatusCodes.Status415UnsupportedMediaType));
        try
        {
            using var reader = new StreamReader(request.Body, Utf8, detectEncodingFromByteOrderMarks: false);
            var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
            return text.Length == 0 ? Empty(ifEmpty) : Parse<T>(text);
        }
        catch (DecoderFallbackException)
        {
            return (null, ApiProblems.Unreadable("The body is not UTF-8, as JSON is."));
        }
        catch (BadHttpRequestException error)
        {
            return (null, ApiProblems.Of(error.StatusCode));
        }
        catch (IOException)
        {
            return (null, ApiProblems.Unreadable("The body broke off, or its parts are not as long as they say."));
        }
    }

    static (T?, IResult?) Empty<T>(T? meaning) where T : class =>
        meaning is null ? (null, ApiProblems.Unreadable("The request has no body; send JSON.")) : (meaning, null);

    static (T?, IResult?) Parse<T>(string text) where T : class
    {
        try
        {
            var json = Json.Parse(text);
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
