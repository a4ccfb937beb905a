using HtmxFlows.Nodes;
using HtmxFlows.Triggers.Signatures;

namespace HtmxFlows.Triggers;

/// <summary>Verifies calls by the authentication of their webhook, over the bytes as they were received. Pure. Without a secret no call is accepted.</summary>
static class HookVerification
{
    /// <param name="secrets">The active values of the webhook's credential.</param>
    public static HookProof Verify(WebhookNode.Configuration hook, HookCall call, IReadOnlyList<string> secrets, DateTimeOffset now) => hook.Authentication switch
    {
        WebhookAuthentication.None => new HookProof.Proven(UsualDelivery(call)),
        _ when secrets.Count == 0 => new HookProof.Refused($"The credential {hook.Credential} has no value on this server."),
        WebhookAuthentication.Basic => Named(BasicSignature.Verify(call, secrets), call),
        WebhookAuthentication.Header => Named(HeaderSecret.Verify(call, hook.Header, secrets), call),
        WebhookAuthentication.Jwt => Named(JsonWebToken.Verify(call, secrets, hook.Audience, hook.Issuer, now), call),
        WebhookAuthentication.Hmac => Named(BodySignature.Of(hook).Verify(call, secrets), call),
        WebhookAuthentication.StandardWebhooks => StandardWebhookSignature.Verify(call, secrets, now),
        WebhookAuthentication.Github => Named(BodySignature.Github.Verify(call, secrets), call, "X-GitHub-Delivery"),
        WebhookAuthentication.Shopify => Named(BodySignature.Shopify.Verify(call, secrets), call, "X-Shopify-Webhook-Id"),
        WebhookAuthentication.Stripe => StripeSignature.Verify(call, secrets, now),
        WebhookAuthentication.Slack => SlackSignature.Verify(call, secrets, now),
        WebhookAuthentication.Gitlab => Named(HeaderSecret.Verify(call, "X-Gitlab-Token", secrets), call, "Idempotency-Key"),
        _ => throw new InvalidOperationException($"{hook.Authentication} is no authentication."),
    };

    static HookProof Named(string? refusal, HookCall call, string? header = null) =>
        refusal is not null ? new HookProof.Refused(refusal) : new HookProof.Proven(header is null ? UsualDelivery(call) : NameOf(call.Header(header)));

    /// <summary>Senders without a convention of their own may name a delivery as Standard Webhooks or the draft of the header Idempotency-Key have it.</summary>
    static string? UsualDelivery(HookCall call) => NameOf(call.Header("webhook-id")) ?? NameOf(call.Header("Idempotency-Key"));

    static string? NameOf(string header) => header.Length == 0 ? null : header;
}
