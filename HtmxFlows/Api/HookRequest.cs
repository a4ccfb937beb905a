using HtmxFlows.Triggers;
using HtmxFlows.Web;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Api;

/// <summary>Reads an HTTP request as the call of a webhook.</summary>
static class HookRequest
{
    const int MostParts = 1000, Piece = 16 * 1024;

    /// <returns>The bytes of the body, whatever they are; null if there are more than the limit.</returns>
    public static async Task<byte[]?> ReadBody(HttpRequest request, int most)
    {
        if (request.ContentLength > most)
            return null;
        if (request.ContentLength is { } length)
        {
            var whole = new byte[length];
            await request.Body.ReadExactlyAsync(whole, request.HttpContext.RequestAborted);
            return whole;
        }
        using var bytes = new MemoryStream();
        var piece = new byte[Piece];
        for (int read; (read = await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted)) > 0;)
        {
            if (bytes.Length + read > most)
                return null;
            bytes.Write(piece, 0, read);
        }
        return bytes.ToArray();
    }

    /// <param name="path">The path behind the key of the address.</param>
    public static HookCall Read(HttpContext http, string path, byte[] body) => new(
        http.Request.Method.ToUpperInvariant(), path, http.Request.QueryString.Value is { Length: > 0 } query ? query[1..] : "",
        http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body, ClientAddress.Of(http))
    {
        ReadParts = () => ReadParts(http.Request.ContentType, body),
    };

    static async Task<IReadOnlyList<HookPart>?> ReadParts(string? contentType, byte[] body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            return null;
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body));
            List<HookPart> parts = [];
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                if (parts.Count == MostParts || !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var place) || HeaderUtilities.RemoveQuotes(place.Name).Value is not { Length: > 0 } name)
                    return null;
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes);
                parts.Add(new(name, place.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(place.FileName).Value, section.ContentType, bytes.ToArray()));
            }
            return parts;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
