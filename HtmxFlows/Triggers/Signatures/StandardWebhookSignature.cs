using HtmxFlows.Nodes;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>Standard Webhooks: <c>v1,</c> and the base64 of an HMAC over the id, the time and the body. Several signatures stand with spaces between them.</summary>
static class StandardWebhookSignature
{
    const string Version = "v1,";

    public static HookProof Verify(HookCall call, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var (id, time, signatures) = (call.Header("webhook-id"), call.Header("webhook-timestamp"), call.Header("webhook-signature"));
        if (id.Length == 0 || signatures.Length == 0)
            return new HookProof.Refused("The headers webhook-id and webhook-signature are required.");
        if (Signing.FindTimeProblem(time, now) is { } problem)
            return new HookProof.Refused(problem);
        string[] given = [.. signatures.Split(' ').Where(signature => signature.StartsWith(Version, StringComparison.Ordinal)).Select(signature => signature[Version.Length..])];
        var fits = secrets.Select(StandardWebhookKey.Of).OfType<byte[]>().Select(key => Signing.Sha256(key, $"{id}.{time}.", call.Body.Span))
            .Any(expected => given.Any(signature => Signing.IsBase64Of(signature, expected)));
        return fits ? new HookProof.Proven(id) : new HookProof.Refused("No signature in webhook-signature fits the body and the secret.");
    }
}
