using HtmxFlows.Credentials;
using HtmxFlows.Outbound;
using HtmxFlows.Tests.Credentials;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Outbound;

public sealed class OAuthTokensTests : IAsyncLifetime
{
    readonly ManualTime time = new();
    readonly OutboundHttp http = Door.ToLoopback();
    readonly List<OAuthTokenSet> kept = [];
    OAuthPeer peer = null!;
    CredentialSource source = null!;
    OutboundCredentials outbound = null!;
    OAuthTokens tokens = null!;

    public async ValueTask InitializeAsync() => peer = await OAuthPeer.Start();

    public async ValueTask DisposeAsync()
    {
        await peer.DisposeAsync();
        http.Dispose();
    }

    [Theory]
    [InlineData("header")]
    [InlineData("body")]
    public async Task A_token_is_got_once_and_used_until_it_expires(string send)
    {
        var credential = Use(peer.Open("API", "oauth2-client", "send", send, "scope", "read write"));
        Assert.Equal(200, await Call(credential));
        Assert.Equal(200, await Call(credential));
        Assert.Contains("grant_type=client_credentials&scope=read%20write", Assert.Single(peer.Grants), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(3590));

        Assert.Equal(200, await Call(credential));
        Assert.Equal(2, peer.Grants.Count);
    }

    [Fact]
    public async Task Many_requests_at_once_get_one_token()
    {
        var credential = Use(peer.Open("API", "oauth2-client"));

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Call(credential))), status => Assert.Equal(200, status));
        Assert.Single(peer.Grants);
    }

    [Fact]
    public async Task A_rejected_token_is_renewed_once()
    {
        var credential = Use(peer.Open("API", "oauth2-client"));
        await Call(credential);
        peer.Reject();
        Assert.Equal(200, await Call(credential));
        Assert.Equal(2, peer.Grants.Count);
        peer.Says = context =>
        {
            peer.Reject();
            context.Response.StatusCode = 401;
            return "never";
        };

        Assert.Equal(401, await Call(credential));
        Assert.Equal(3, peer.Grants.Count);
    }

    [Fact]
    public async Task An_account_is_renewed_by_its_refresh_token_which_works_once()
    {
        var credential = await Connected();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, await Call(credential));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, await Call(credential));

        Assert.Equal(["authorization_code", "refresh_token", "refresh_token"], peer.Grants.Select(grant => grant.Split('&')[0]["grant_type=".Length..]));
        Assert.Equal(2, kept.Count);
        Assert.Equal("•••ACCOUNT••• •••ACCOUNT•••", source.Current.Mask.Mask($"{kept[1].Access} {kept[1].Refresh}"));
    }

    [Fact]
    public async Task A_refresh_token_that_is_not_replaced_is_kept()
    {
        peer.Rotates = false;
        var credential = await Connected();
        for (var round = 0; round < 3; round++)
        {
            time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(200, await Call(credential));
        }

        Assert.Single(kept.Select(one => one.Refresh).Distinct());
    }

    [Fact]
    public async Task Renewed_tokens_that_could_not_be_kept_are_kept_with_the_next_request()
    {
        var credential = await Connected();
        var keep = 0;
        source.Keep = (_, issued) =>
        {
            if (keep++ == 0)
                throw new HtmxFlows.Data.DatabaseUnavailableException(HtmxFlows.Data.DatabaseTrouble.Full, new IOException());
            kept.Add(issued);
            return Task.CompletedTask;
        };
        time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<HtmxFlows.Data.DatabaseUnavailableException>(() => Call(credential));

        Assert.Equal(200, await Call(credential));
        Assert.Equal(200, await Call(credential));
        Assert.Single(kept);
        Assert.Equal(2, peer.Grants.Count);
    }

    [Fact]
    public async Task An_account_that_is_not_connected_is_a_sentence()
    {
        var credential = Use(peer.Open("ACCOUNT", "oauth2-code"));

        Assert.Contains("The credential “ACCOUNT” is not connected to an account yet.", await Refusal(credential), StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_code_works_once_and_with_its_verifier_alone()
    {
        var credential = Use(peer.Open("ACCOUNT", "oauth2-code"));

        Assert.Contains("answered 400: invalid_grant no. Connect the account again under Credentials.", (await Assert.ThrowsAsync<OutboundException>(() => tokens.Exchange(credential, "code-unknown", "verifier", "http://x/", TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error": "invalid_client", "error_description": "is client:secret/+&ü wrong?"}""", "The token URL of the credential “API” answered 401: invalid_client is •••API••• wrong?")]
    [InlineData(500, "<html>", "answered 500: Internal Server Error")]
    [InlineData(200, "<html>", "gave no access token.")]
    [InlineData(200, "[1]", "gave no access token.")]
    [InlineData(200, """{"access_token": 7}""", "gave no access token.")]
    [InlineData(200, """{"access_token": "some-token", "token_type": "mac"}""", "gave a token of the type mac; only bearer tokens can be sent.")]
    public async Task A_provider_that_issues_none_is_a_sentence_without_secrets(int status, string body, string sentence)
    {
        var credential = Use(peer.Open("API", "oauth2-client"));
        peer.Instead = http =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        };

        Assert.Contains(sentence, await Refusal(credential), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_secret_follows_no_redirect()
    {
        await using var other = await HttpPeer.Saying("{}");
        peer.Instead = http =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = other.Url.ToString();
            return Task.CompletedTask;
        };

        Assert.Contains("answered 307", await Refusal(Use(peer.Open("API", "oauth2-client"))), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_token_without_a_time_is_used_until_it_is_rejected()
    {
        peer.ExpiresIn = null;
        var credential = Use(peer.Open("API", "oauth2-client"));
        await Call(credential);
        time.Advance(TimeSpan.FromDays(100));
        await Call(credential);

        Assert.Single(peer.Grants);
    }

    [Fact]
    public async Task A_host_that_the_credential_is_not_bound_to_causes_no_token()
    {
        var credential = Use(peer.Open("API", "oauth2-client"));

        await Assert.ThrowsAsync<OutboundException>(() => outbound.Send(Door.Get(Door.ByName(peer.Url)), credential, TestContext.Current.CancellationToken));
        Assert.Empty(peer.Requests);
    }

    OpenCredential Use(OpenCredential credential)
    {
        source = Samples.Source(credential);
        source.Keep = (_, issued) =>
        {
            kept.Add(issued);
            return Task.CompletedTask;
        };
        tokens = new(http, source, time);
        outbound = new(http, tokens, source);
        return credential;
    }

    /// <summary>A credential whose account was connected.</summary>
    async Task<OpenCredential> Connected()
    {
        var credential = Use(peer.Open("ACCOUNT", "oauth2-code"));
        var (verifier, callback) = (new string('v', 43), "http://127.0.0.1:9/callback");
        var (address, _) = new AccountRequests(new(time)).Begin(credential, callback, HtmxFlows.Accounts.Actor.Anonymous);
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));
        var answer = await http.Send(Door.Get(new Uri(System.Text.RegularExpressions.Regex.Replace(address.ToString(), "code_challenge=[^&]*", $"code_challenge={challenge}"))) with { FollowsRedirects = false }, TestContext.Current.CancellationToken);
        var code = System.Web.HttpUtility.ParseQueryString(new Uri(answer.Headers["Location"]).Query)["code"]!;
        await tokens.Exchange(credential, code, verifier, callback, TestContext.Current.CancellationToken);
        return credential;
    }

    async Task<int> Call(OpenCredential credential) => (await outbound.Send(Door.Get(new Uri(peer.Url, "/api")), credential, TestContext.Current.CancellationToken)).Status;

    async Task<string> Refusal(OpenCredential credential) => (await Assert.ThrowsAsync<OutboundException>(() => Call(credential))).Message;
}
