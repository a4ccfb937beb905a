using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;

namespace HtmxFlows.Outbound;

/// <summary>
/// Requests for accounts that people are about to agree to at a provider (RFC 6749, section 4.1, with RFC 7636). Each works once, for ten minutes, and
/// only in the browser that began it.
/// </summary>
public sealed class AccountRequests(Pending<AccountRequest> pending)
{
    /// <summary>Begins a request.</summary>
    /// <param name="callback">The address to which the provider sends its answer.</param>
    /// <param name="actor">The person who connects the account.</param>
    /// <returns>The address at the provider, and the secret of the browser, for a cookie.</returns>
    public (Uri Address, string Browser) Begin(OpenCredential credential, string callback, Actor actor)
    {
        var (state, verifier) = (Secret.New(), Secret.New());
        var browser = pending.Begin(new(credential.Credential.Id, credential.Credential.Version, Secret.Hash(state), verifier, callback, actor.Session));
        var url = new UriBuilder(credential["authorizationUrl"]);
        url.Query = string.Join('&', new[] { url.Query.TrimStart('?') }.Where(own => own.Length > 0).Concat(Query(credential, callback, state, verifier)));
        return (url.Uri, browser);
    }

    /// <summary>Ends a request.</summary>
    /// <param name="state">The word by which the provider refers to it.</param>
    /// <param name="browser">The secret of the browser.</param>
    /// <returns>Null if there is none, it is too old, or another browser or session began it.</returns>
    public AccountRequest? Take(string? state, string browser, Actor actor) =>
        pending.Find(browser) is { } request && Secret.Fits(state ?? "", request.State) && request.Session == actor.Session && pending.End(browser) ? request : null;

    static IEnumerable<string> Query(OpenCredential credential, string callback, string state, string verifier) =>
        from pair in new (string Name, string Value)[]
        {
            ("response_type", "code"), ("client_id", credential["clientId"]), ("redirect_uri", callback), ("scope", credential["scope"]), ("state", state),
            ("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256"),
        }
        where pair.Value.Length > 0
        select $"{pair.Name}={Uri.EscapeDataString(pair.Value)}";
}
