using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Credentials;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Outbound;

/// <summary>
/// A provider of OAuth 2 on loopback, and the server that takes its tokens: it agrees at once, checks the client, the code and its verifier, takes each code
/// and each refresh token once, and knows which access tokens work.
/// </summary>
sealed class OAuthPeer : IAsyncDisposable
{
    /// <summary>With characters that the encodings of requests change.</summary>
    public const string ClientId = "the client", ClientSecret = "client:secret/+&ü";

    readonly ConcurrentDictionary<string, (string Challenge, string Callback)> codes = [];
    readonly ConcurrentDictionary<string, bool> access = [], refresh = [];
    HttpPeer peer = null!;
    int issued;

    public Uri Url => peer.Url;

    /// <summary>The requests to the token URL, as forms.</summary>
    public IReadOnlyList<string> Grants => [.. peer.Requests.Where(request => request.Target == "/token").Select(request => request.Body)];

    public IReadOnlyList<PeerRequest> Requests => peer.Requests;

    /// <summary>How long a token works, in seconds; null does not say.</summary>
    public int? ExpiresIn { get; set; } = 3600;

    /// <summary>Whether a refresh token is replaced each time.</summary>
    public bool Rotates { get; set; } = true;

    /// <summary>Answers a request at the token URL in its own way; null lets the provider answer.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>What the server of the tokens answers.</summary>
    public Func<HttpContext, string> Says { get; set; } = _ => "hello";

    public static async Task<OAuthPeer> Start()
    {
        var made = new OAuthPeer();
        made.peer = await HttpPeer.Start(made.Answer);
        return made;
    }

    /// <summary>A credential of this provider, for this host.</summary>
    /// <param name="more">Further fields, names and values in turns.</param>
    public CredentialDetails Details(string name, string kind, params string[] more) => Samples.Details(name, kind, "127.0.0.1",
        ["tokenUrl", $"{Url}token", "clientId", ClientId, "clientSecret", ClientSecret, "send", "header", .. kind == "oauth2-code" ? ["authorizationUrl", $"{Url}authorize?tenant=1"] : Array.Empty<string>(), .. more]);

    /// <inheritdoc cref="Details"/>
    public OpenCredential Open(string name, string kind, params string[] more)
    {
        var details = Details(name, kind, more);
        return Samples.Open(name, kind, details.Hosts, [.. details.Fields.SelectMany(field => new[] { field.Key, field.Value })]);
    }

    /// <summary>Has every token that was issued so far be rejected.</summary>
    public void Reject() => access.Clear();

    public ValueTask DisposeAsync() => peer.DisposeAsync();

    async Task Answer(HttpContext http)
    {
        switch (http.Request.Path.Value)
        {
            case "/authorize":
                Agree(http);
                break;
            case "/token" when Instead is { } other:
                await other(http);
                break;
            case "/token":
                await Issue(http);
                break;
            default:
                http.Response.StatusCode = http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal) && access.ContainsKey(header[7..]) ? 200 : 401;
                http.Response.ContentType = "text/plain";
                await http.Response.WriteAsync(Says(http));
                break;
        }
    }

    void Agree(HttpContext http)
    {
        var query = http.Request.Query;
        Assert.Equal(("code", "S256", ClientId, "1"), (query["response_type"].ToString(), query["code_challenge_method"].ToString(), query["client_id"].ToString(), query["tenant"].ToString()));
        var code = $"code-{Guid.NewGuid():N}";
        codes[code] = (query["code_challenge"]!, query["redirect_uri"]!);
        http.Response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
    }

    async Task Issue(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (!KnowsClient(http.Request, form))
        {
            await Refuse(http, 401, "invalid_client", $"{ClientSecret} would have been right");
            return;
        }
        var isGranted = form["grant_type"].ToString() switch
        {
            "client_credentials" => true,
            "refresh_token" => refresh.TryRemove(form["refresh_token"]!, out _),
            "authorization_code" => codes.TryRemove(form["code"]!, out var asked) && asked.Callback == form["redirect_uri"] && asked.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!))),
            _ => false,
        };
        if (!isGranted)
        {
            await Refuse(http, 400, "invalid_grant", "no");
            return;
        }
        var number = Interlocked.Increment(ref issued).ToString(CultureInfo.InvariantCulture);
        var (token, renewal) = ($"access-{Guid.NewGuid():N}-{number}", form["grant_type"] == "client_credentials" ? null : $"refresh-{Guid.NewGuid():N}-{number}");
        access[token] = true;
        if (!Rotates && form["grant_type"] == "refresh_token")
            (renewal, refresh[form["refresh_token"]!]) = (null, true);
        if (renewal is not null)
            refresh[renewal] = true;
        await http.Response.WriteAsJsonAsync(new { access_token = token, token_type = "Bearer", expires_in = ExpiresIn, refresh_token = renewal });
    }

    static bool KnowsClient(HttpRequest request, IFormCollection form)
    {
        if (request.Headers.Authorization.ToString() is not ['B', 'a', 's', 'i', 'c', ' ', ..] header)
            return (form["client_id"], form["client_secret"]) == (ClientId, ClientSecret);
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..])).Split(':');
        return (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) == (ClientId, ClientSecret);
    }

    static Task Refuse(HttpContext http, int status, string error, string description)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error, error_description = description });
    }
}
