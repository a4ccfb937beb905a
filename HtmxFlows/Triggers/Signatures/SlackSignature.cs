using System.Text;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>Slack: <c>v0=</c> and an HMAC over the version, the time and the body. Events have ids; slash commands have none.</summary>
static class SlackSignature
{
    const string Version = "v0";

    public static HookProof Verify(HookCall call, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var (time, signature) = (call.Header("X-Slack-Request-Timestamp"), call.Header("X-Slack-Signature"));
        if (!signature.StartsWith($"{Version}=", StringComparison.Ordinal))
            return new HookProof.Refused("The header X-Slack-Signature is missing, or does not begin with v0=.");
        if (Signing.FindTimeProblem(time, now) is { } problem)
            return new HookProof.Refused(problem);
        var fits = secrets.Select(secret => Signing.Sha256(Encoding.UTF8.GetBytes(secret), $"{Version}:{time}:", call.Body.Span))
            .Any(expected => Signing.IsHexOf(signature[(Version.Length + 1)..], expected));
        return fits ? new HookProof.Proven(call.MediaType == "application/json" ? BodyText.Member(call, "event_id") : null) : new HookProof.Refused("The signature in X-Slack-Signature does not fit the body and the secret.");
    }
}
