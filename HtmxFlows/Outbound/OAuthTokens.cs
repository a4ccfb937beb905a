using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Outbound;

/// <summary>The access tokens of OAuth 2 (RFC 6749): got when they are first needed, kept until they expire, and renewed by one request at a time.</summary>
public sealed class OAuthTokens(OutboundHttp http, CredentialSource source, TimeProvider time)
{
    /// <summary>How long before its end a token is renewed, so that it does not expire on its way.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    const int LongestExcerpt = 300;

    // A client that was changed begins anew. An account stays as long as its client: its refresh token may work only once.
    readonly ConcurrentDictionary<(Guid, string), Account> accounts = [];

    /// <summary>The access token of a credential.</summary>
    /// <exception cref="OutboundException">None was issued; the message is for people.</exception>
    public async Task<string> Get(OpenCredential credential, CancellationToken stop)
    {
        var account = AccountOf(credential);
        return account is { Tokens: { } ready, IsUnkept: false } && IsFresh(ready) ? ready.Access : (await account.Alone(() => account.Tokens is { } other && IsFresh(other) ? Kept(credential, account) : Issue(credential, account, stop), stop)).Access;
    }

    /// <summary>Another access token in the place of one that was rejected; null if there is no way to get one.</summary>
    /// <inheritdoc cref="Get" path="/exception"/>
    public async Task<string?> Renew(OpenCredential credential, string rejected, CancellationToken stop)
    {
        var account = AccountOf(credential);
        if (credential.Credential.Kind.Name == CredentialKind.OAuthCode && account.Tokens?.Refresh is null)
            return null;
        return (await account.Alone(() => account.Tokens is { } other && other.Access != rejected ? Task.FromResult(other) : Issue(credential, account, stop), stop)).Access;
    }

    /// <summary>Gets the first tokens of an account for the code that its provider gave.</summary>
    /// <param name="verifier">The secret of this request (RFC 7636).</param>
    /// <param name="callback">The address to which the provider sent the code.</param>
    /// <inheritdoc cref="Get" path="/exception"/>
    public async Task<OAuthTokenSet> Exchange(OpenCredential credential, string code, string verifier, string callback, CancellationToken stop)
    {
        var account = AccountOf(credential);
        return await account.Alone(async () => account.Tokens = await Ask(credential, [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", callback), new("code_verifier", verifier)], stop), stop);
    }

    Account AccountOf(OpenCredential credential) => accounts.GetOrAdd(
        (credential.Credential.Id, credential.Credential.Kind.Name == CredentialKind.OAuthCode ? $"{credential["tokenUrl"]} {credential["clientId"]}" : $"{credential.Credential.Version}"), _ => new() { Tokens = credential.Tokens });

    bool IsFresh(OAuthTokenSet tokens) => tokens.ExpiresAt is not { } end || end - Margin > time.GetUtcNow();

    async Task<OAuthTokenSet> Issue(OpenCredential credential, Account account, CancellationToken stop)
    {
        if (credential.Credential.Kind.Name == CredentialKind.OAuthClient)
            return account.Tokens = await Ask(credential, [new("grant_type", "client_credentials"), .. Scope(credential)], stop);
        if (account.Tokens is not { Refresh: { } refresh } old)
            throw new OutboundException(account.Tokens is null ? $"The credential “{credential.Name}” is not connected to an account yet. An owner can connect it under Credentials." : $"The token of the credential “{credential.Name}” has expired, and there is none to renew it. An owner can connect the account again under Credentials.");
        var issued = await Ask(credential, [new("grant_type", "refresh_token"), new("refresh_token", refresh)], stop);
        (account.IsUnkept, account.Tokens) = (true, issued with { Refresh = issued.Refresh ?? old.Refresh });
        return await Kept(credential, account);
    }

    /// <summary>Keeps renewed tokens, also those that could not be kept before: the old refresh token works no longer.</summary>
    async Task<OAuthTokenSet> Kept(OpenCredential credential, Account account)
    {
        if (account.IsUnkept)
            await source.Renew(credential.Credential, account.Tokens!);
        account.IsUnkept = false;
        return account.Tokens!;
    }

    async Task<OAuthTokenSet> Ask(OpenCredential credential, KeyValuePair<string, string>[] grant, CancellationToken stop)
    {
        var (id, secret) = (credential["clientId"], credential["clientSecret"]);
        var isInHeader = secret.Length > 0 && credential["send"] != "body";
        KeyValuePair<string, string>[] client = isInHeader ? [] : secret.Length > 0 ? [new("client_id", id), new("client_secret", secret)] : [new("client_id", id)];
        var answer = await http.Send(new(HttpMethod.Post, OutboundUrl.Parse(credential["tokenUrl"]))
        {
            Headers = [new("Accept", "application/json"), .. isInHeader ? [new("Authorization", $"Basic {Basic(id, secret)}", Secret: true)] : Array.Empty<OutboundHeader>()],
            Body = Encoding.UTF8.GetBytes(string.Join('&', grant.Concat(client).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))),
            ContentType = "application/x-www-form-urlencoded",
            FollowsRedirects = false,
            Timeout = Timeout,
        }, stop);
        var tokens = Read(credential, answer);
        source.Mask(credential.Credential, tokens);
        return tokens;
    }

    OAuthTokenSet Read(OpenCredential credential, OutboundResponse answer)
    {
        var body = Json.TryParse(answer.Text());
        if (!answer.IsSuccess)
            throw Refused(credential, $"answered {answer.Status}: {Reason(body, answer)}{(credential.Credential.Kind.Name == CredentialKind.OAuthCode && Text(body, "error") == "invalid_grant" ? ". Connect the account again under Credentials." : "")}");
        return Text(body, "access_token") is not { Length: > 0 } access ? throw Refused(credential, "gave no access token.")
            : Text(body, "token_type") is { Length: > 0 } type && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase) ? throw Refused(credential, $"gave a token of the type {type}; only bearer tokens can be sent.")
            : new(access, Text(body, "refresh_token"), Seconds(body) is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null);
    }

    /// <summary>What the provider answers may repeat a secret.</summary>
    OutboundException Refused(OpenCredential credential, string what) => new(Excerpt.Of(source.Current.Mask.Mask($"The token URL of the credential “{credential.Name}” {what}"), LongestExcerpt));

    static string Reason(JsonElement? body, OutboundResponse answer) => Text(body, "error") is { Length: > 0 } error ? $"{error} {Text(body, "error_description")}".Trim() : answer.Reason ?? "";

    static double? Seconds(JsonElement? body) => body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("expires_in", out var value)
        ? value.ValueKind == JsonValueKind.Number ? Bounded(value.GetDouble()) : value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), out var written) ? Bounded(written) : null : null;

    static double Bounded(double seconds) => Math.Clamp(seconds, 0, TimeSpan.FromDays(365).TotalSeconds);

    static string? Text(JsonElement? body, string name) => body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Both are encoded as in forms before (RFC 6749, section 2.3.1).</summary>
    static string Basic(string id, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));

    /// <summary>What is known of the tokens of one credential.</summary>
    sealed class Account
    {
        Task last = Task.CompletedTask;

        public volatile OAuthTokenSet? Tokens;

        /// <summary>Whether the tokens are nowhere but here.</summary>
        public volatile bool IsUnkept;

        /// <summary>Runs one request at a time: a refresh token may work only once.</summary>
        public async Task<OAuthTokenSet> Alone(Func<Task<OAuthTokenSet>> work, CancellationToken stop)
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var before = Interlocked.Exchange(ref last, turn.Task);
            try
            {
                await before.WaitAsync(stop);
                return await work();
            }
            finally
            {
                // One that gives up while it waits lets the next one wait on.
                _ = before.ContinueWith(_ => turn.SetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    static KeyValuePair<string, string>[] Scope(OpenCredential credential) => credential["scope"] is { Length: > 0 } scope ? [new("scope", scope)] : [];
}
