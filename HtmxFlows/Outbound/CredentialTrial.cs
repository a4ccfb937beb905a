using HtmxFlows.Accounts;
using HtmxFlows.Credentials;

namespace HtmxFlows.Outbound;

/// <summary>Tries a credential: it sends a GET to a host that it is bound to.</summary>
public sealed class CredentialTrial(OutboundCredentials outbound, OAuthTokens tokens, CredentialStore store, CredentialSource source)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Tries it.</summary>
    /// <param name="address">Where to send it; empty tries only to get a token, for kinds that have one.</param>
    public async Task<CredentialTrialResult> Try(OpenCredential credential, string address, Actor actor, CancellationToken stop)
    {
        var result = await Run(credential, address.Trim(), stop);
        await store.Tested(credential.Credential, result.Sentence, actor);
        return result;
    }

    async Task<CredentialTrialResult> Run(OpenCredential credential, string address, CancellationToken stop)
    {
        try
        {
            if (address.Length == 0 && IsToken(credential.Credential.Kind))
            {
                await tokens.Get(credential, stop);
                return new(true, "The provider issued a token.");
            }
            var url = OutboundUrl.Parse(address);
            var answer = await outbound.Send(new(HttpMethod.Get, url)
            {
                Timeout = Timeout,
                HoldsSecret = source.Current.Mask.Knows,
                FindRefusal = source.Current.FindRefusal,
                // The status says enough, and a body may be of any length.
                Download = _ => (_, _) => Task.CompletedTask,
            }, credential, stop);
            return new(answer.IsSuccess, source.Current.Mask.Mask($"{answer.Url.Host} answered {answer.Status} {answer.Reason}.{(answer.Status is 401 or 403 ? " It does not accept the credential." : "")}"));
        }
        catch (OutboundException error)
        {
            return new(false, source.Current.Mask.Mask(error.Message));
        }
    }

    /// <summary>Whether a kind has a token that can be got without sending it anywhere.</summary>
    public static bool IsToken(CredentialKind kind) => kind.Name is CredentialKind.OAuthClient or CredentialKind.OAuthCode;
}
