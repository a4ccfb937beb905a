using System.Text;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>Stripe: <c>t=…,v1=…</c> in Stripe-Signature, an HMAC over the time and the body. The delivery is the id of the event.</summary>
static class StripeSignature
{
    public static HookProof Verify(HookCall call, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var parts = call.Header("Stripe-Signature").Split(',').Select(part => part.Split('=', 2)).ToArray();
        string[] Of(string name) => [.. parts.Where(part => part is [var key, _] && key.Trim() == name).Select(part => part[1].Trim())];
        if (!parts.All(part => part is [{ Length: > 0 }, _]) || Of("t") is not [var time] || Of("v1") is not { Length: > 0 } given)
            return new HookProof.Refused("The header Stripe-Signature is missing, or is not t=TIME,v1=SIGNATURE.");
        if (Signing.FindTimeProblem(time, now) is { } problem)
            return new HookProof.Refused(problem);
        var fits = secrets.Select(secret => Signing.Sha256(Encoding.UTF8.GetBytes(secret), $"{time}.", call.Body.Span)).Any(expected => given.Any(signature => Signing.IsHexOf(signature, expected)));
        return fits ? new HookProof.Proven(IdOf(call)) : new HookProof.Refused("No signature in Stripe-Signature fits the body and the secret.");
    }

    static string? IdOf(HookCall call) => BodyText.Member(call, "id");
}
