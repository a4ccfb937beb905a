using System.Security.Cryptography;
using HtmxFlows.Nodes;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>An HMAC over the body alone, in a header.</summary>
/// <param name="Prefix">The text before it in the header.</param>
sealed record BodySignature(string Header, SignatureAlgorithm Algorithm, SignatureEncoding Encoding, string Prefix)
{
    const string UsualHeader = "X-Signature";

    public static BodySignature Github { get; } = new("X-Hub-Signature-256", SignatureAlgorithm.Sha256, SignatureEncoding.Hex, "sha256=");

    public static BodySignature Shopify { get; } = new("X-Shopify-Hmac-Sha256", SignatureAlgorithm.Sha256, SignatureEncoding.Base64, "");

    public static BodySignature Of(WebhookNode.Configuration hook) => new(hook.Header.Length == 0 ? UsualHeader : hook.Header, hook.Algorithm, hook.Encoding, hook.Prefix);

    /// <returns>Why the call is refused; null if it is signed.</returns>
    public string? Verify(HookCall call, IReadOnlyList<string> secrets)
    {
        var given = call.Header(Header);
        if (given.Length == 0 || !given.StartsWith(Prefix, StringComparison.Ordinal))
            return Prefix.Length == 0 ? $"The header {Header} is missing." : $"The header {Header} is missing, or does not begin with {Prefix}.";
        var signature = given[Prefix.Length..];
        return secrets.Any(secret => Fits(signature, Sign(System.Text.Encoding.UTF8.GetBytes(secret), call.Body.Span))) ? null : $"The signature in {Header} does not fit the body and the secret.";
    }

    bool Fits(string signature, byte[] expected) => Encoding == SignatureEncoding.Base64 ? Signing.IsBase64Of(signature, expected) : Signing.IsHexOf(signature, expected);

    byte[] Sign(byte[] key, ReadOnlySpan<byte> body) => Algorithm switch
    {
#pragma warning disable CA5350 // What senders sign with is their choice; SHA-1 is used only if the configuration says so.
        SignatureAlgorithm.Sha1 => HMACSHA1.HashData(key, body),
#pragma warning restore CA5350
        SignatureAlgorithm.Sha512 => HMACSHA512.HashData(key, body),
        _ => HMACSHA256.HashData(key, body),
    };
}
