using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>Where the number, offset or cursor of a page is sent: as a parameter of the query, as a header, or in the body.</summary>
sealed record HttpPageParameter(HttpPagePlace Place, string Name, OutboundRequest First)
{
    public static HttpPageParameter Of(HttpConfiguration configuration, OutboundRequest first) =>
        new(configuration.PageIn != HttpPagePlace.Auto ? configuration.PageIn : IsSearch(configuration, first) ? HttpPagePlace.Body : HttpPagePlace.Query, configuration.PageParameter, first);

    /// <summary>The request for the page with this value.</summary>
    /// <exception cref="NodeException">The body has no place for it.</exception>
    public OutboundRequest Set(JsonElement value) => Place switch
    {
        HttpPagePlace.Header => First with { Headers = [.. First.Headers.Where(header => !IsPage(header)), new(Name, Json.AsText(value))] },
        HttpPagePlace.Body => First with { Body = Encoding.UTF8.GetBytes(SetInBody(value)) },
        _ => First.At(new UriBuilder(First.Url) { Query = FormPairs.Replace(First.Url.Query, Name, Json.AsText(value)) }.Uri),
    };

    /// <summary>What tells the request for one page from the others.</summary>
    public string Identify(OutboundRequest request) => Place switch
    {
        HttpPagePlace.Header => $"{request.Url} {string.Join(' ', request.Headers.Where(IsPage).Select(header => header.Value))}",
        HttpPagePlace.Body => $"{request.Url} {Convert.ToHexStringLower(SHA256.HashData(request.Body ?? []))}",
        _ => request.Url.ToString(),
    };

    static bool IsSearch(HttpConfiguration configuration, OutboundRequest first) =>
        configuration is { Paging: HttpPaging.Cursor, Method: HttpVerb.Post } && ObjectIn(first) is not null;

    static JsonElement? ObjectIn(OutboundRequest request) =>
        request.Body is { } body && Json.TryParse(Encoding.UTF8.GetString(body)) is { ValueKind: JsonValueKind.Object } found ? found : null;

    bool IsPage(OutboundHeader header) => header.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);

    string SetInBody(JsonElement value)
    {
        if (First is { ContentType: HttpBody.FormType, Body: { } form })
            return FormPairs.Replace(Encoding.UTF8.GetString(form), Name, Json.AsText(value));
        if (ObjectIn(First) is not { } json)
            throw new NodeException("The page must be sent in the body, but the body is neither a JSON object nor a form. Correct Body, or change Send page in.");
        var root = JsonObject.Create(json)!;
        var (target, path) = (root, Name.Split('.'));
        foreach (var name in path[..^1])
        {
            if (target[name] is not JsonObject inner)
                target[name] = inner = [];
            target = inner;
        }
        target[path[^1]] = JsonNode.Parse(value.GetRawText());
        return root.ToJsonString(Json.Options);
    }
}
