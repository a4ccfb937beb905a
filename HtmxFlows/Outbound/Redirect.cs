using System.Net;

namespace HtmxFlows.Outbound;

/// <summary>
/// What a browser would ask next after a redirect (RFC 9110, 15.4; the Fetch standard), less whatever another host must not see.
/// </summary>
static class Redirect
{
    // A list of what may go along, since secrets have too many names: Authorization, Cookie, X-Api-Key, api-key, PRIVATE-TOKEN …
    static readonly HashSet<string> FitForAnyHost = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding", "Content-Language", "Content-Type", "Idempotency-Key",
        "Prefer", "Range", "User-Agent",
    };

    /// <summary>The next request; null when <paramref name="answer"/> is no redirect, or one that does not say where to.</summary>
    internal static OutboundRequest? Next(OutboundRequest request, HttpResponseMessage answer)
    {
        if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308)) return null;
        if (!answer.Headers.NonValidated.TryGetValues("Location", out var locations)) return null;
        if (!Uri.TryCreate(request.Url, locations.First(), out var target))
            throw new OutboundException("The redirect target is not a URL. Call the final address directly.");

        var next = TurnsIntoGet(answer.StatusCode, request.Method) ? AsGet(request) : request;
        if (!StaysWithHost(request.Url, target) && next.Bodies.Any(body => next.HoldsSecret?.Invoke(body) == true))
            throw new OutboundException($"The redirect leads to another host, {OutboundUrl.Show(target)}, and the body contains a secret, which is not sent there. If the secret is meant for that host, call it directly.");
        return next.At(target);
    }

    /// <summary>The headers that a request keeps when it goes to another address.</summary>
    internal static IReadOnlyList<OutboundHeader> HeadersFor(OutboundRequest request, Uri target) =>
        StaysWithHost(request.Url, target) ? request.Headers : [.. request.Headers.Where(header => IsFitForAnyHost(header) && request.HoldsSecret?.Invoke(header.Value) != true)];

    static bool TurnsIntoGet(HttpStatusCode status, HttpMethod method) => status switch
    {
        HttpStatusCode.SeeOther => method != HttpMethod.Get && method != HttpMethod.Head,
        HttpStatusCode.Moved or HttpStatusCode.Found => method == HttpMethod.Post,
        _ => false,
    };

    static OutboundRequest AsGet(OutboundRequest request) => WithoutBody(request) with { Method = HttpMethod.Get };

    internal static OutboundRequest WithoutBody(OutboundRequest request) => request with
    {
        Body = null,
        Upload = null,
        Headers = [.. request.Headers.Where(header => !header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))],
    };

    // Another port is another server. Going from http to https on the usual ports is the one change that keeps the server.
    internal static bool StaysWithHost(Uri from, Uri to) =>
        from.IdnHost.Equals(to.IdnHost, StringComparison.OrdinalIgnoreCase)
        && ((from.Scheme == to.Scheme && from.Port == to.Port)
            || (from is { Scheme: "http", IsDefaultPort: true } && to is { Scheme: "https", IsDefaultPort: true }));

    static bool IsFitForAnyHost(OutboundHeader header) => !header.Secret && FitForAnyHost.Contains(header.Name);
}
