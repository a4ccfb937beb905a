using HtmxFlows.Credentials;

namespace HtmxFlows.Outbound;

/// <summary>Sends requests with credentials, to the hosts that they are bound to and to no other.</summary>
public sealed class OutboundCredentials(OutboundHttp http, OAuthTokens tokens, CredentialSource source)
{
    const int Unauthorized = 401;

    const string Authorization = "Authorization";

    /// <summary>Sends a request with a credential. A token that the server rejects is renewed once.</summary>
    /// <param name="credential">Null sends the request as it is.</param>
    /// <inheritdoc cref="OutboundHttp.Send"/>
    public async Task<OutboundResponse> Send(OutboundRequest request, OpenCredential? credential, CancellationToken stop)
    {
        if (credential is null)
            return await http.Send(request, stop);
        if (!credential.Credential.Hosts.Match(request.Url))
            throw new OutboundException(Secrets.NotBound(credential.Name, credential.Credential.Hosts, request.Url));
        source.Send(credential.Credential);
        if (credential.Credential.Kind.Name is not (CredentialKind.OAuthClient or CredentialKind.OAuthCode))
            return await http.Send(Signed(request, credential), stop);
        var token = await tokens.Get(credential, stop);
        var answer = await http.Send(Bearing(request, token), stop);
        return answer.Status == Unauthorized && await tokens.Renew(credential, token, stop) is { } renewed ? await http.Send(Bearing(request, renewed), stop) : answer;
    }

    /// <summary>A client for a library that sends whole requests. The caller sets the time limit.</summary>
    /// <param name="complete">Adds to each request what belongs to it.</param>
    public HttpClient Client(OpenCredential? credential, Func<OutboundRequest, OutboundRequest> complete) =>
        new(new OutboundHandler((request, stop) => Send(complete(request), credential, stop))) { Timeout = Timeout.InfiniteTimeSpan };

    static OutboundRequest Signed(OutboundRequest request, OpenCredential credential) => credential.Credential.Kind.Name switch
    {
        CredentialKind.Header => With(request, credential["header"], credential["value"]),
        CredentialKind.Bearer => Bearing(request, credential["token"]),
        CredentialKind.ModelKey => Bearing(request, credential["key"]),
        CredentialKind.Basic => With(request, Authorization, $"Basic {credential.BasicHeader}"),
        CredentialKind.Query => request with { Url = WithQuery(request.Url, $"{Uri.EscapeDataString(credential["parameter"])}={Uri.EscapeDataString(credential["value"])}") },
        _ => throw new OutboundException($"The credential “{credential.Name}” cannot be sent with a request."),
    };

    static OutboundRequest Bearing(OutboundRequest request, string token) => With(request, Authorization, $"Bearer {token}");

    static OutboundRequest With(OutboundRequest request, string name, string value) => request.Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ? throw new OutboundException($"The credential already sends the header {name}. Remove it from the headers, or choose no credential.")
        : request with { Headers = [.. request.Headers, new(name, value, Secret: true)] };

    static Uri WithQuery(Uri url, string pair) => new UriBuilder(url) { Query = url.Query.TrimStart('?') is { Length: > 0 } own ? $"{own}&{pair}" : pair }.Uri;
}
