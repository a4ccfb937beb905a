using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>
/// A JSON Web Token in the header Authorization. The credential decides about its algorithm, never the token: a public key (PEM) accepts RS, PS or
/// ES, any other secret HS, and <c>none</c> is never accepted. A token needs an expiry.
/// </summary>
static class JsonWebToken
{
    const string Bearer = "Bearer ";

    /// <summary>How far clocks may differ, in seconds.</summary>
    const int Skew = 60;

    /// <returns>Why the call is refused; null if its token is right.</returns>
    public static string? Verify(HookCall call, IReadOnlyList<string> secrets, string audience, string issuer, DateTimeOffset now)
    {
        var header = call.Header("Authorization");
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header[Bearer.Length..].Trim().Split('.') is not [var head, var body, var signature])
            return "The header Authorization with a token (Bearer) is missing.";
        if (Object(head) is not { } protection || Text(protection, "alg") is not { } algorithm || Object(body) is not { } claims || Bytes(signature) is not { } signed)
            return "The token cannot be read.";
        if (protection.TryGetProperty("crit", out _))
            return "The token has extensions (crit), which are not supported.";
        return !secrets.Any(secret => Fits(secret, algorithm, Encoding.ASCII.GetBytes($"{head}.{body}"), signed)) ? "The signature of the token does not fit, or its algorithm is not one of the credential’s."
            : FindClaimProblem(claims, audience, issuer, now.ToUnixTimeSeconds());
    }

    static string? FindClaimProblem(JsonElement claims, string audience, string issuer, decimal now) =>
        Number(claims, "exp") is not { } expiry ? "The token has no expiry (exp)."
        : now - expiry > Skew ? "The token has expired."
        : Number(claims, "nbf") is { } begin && begin - now > Skew ? "The token is not valid yet."
        : issuer.Length > 0 && Text(claims, "iss") != issuer ? "The token is from another issuer (iss)."
        : audience.Length > 0 && !Audiences(claims).Contains(audience) ? "The token is for another audience (aud)."
        : null;

    static bool Fits(string secret, string algorithm, byte[] data, byte[] signature)
    {
        if (algorithm.Length != 5 || algorithm[2..] is not ("256" or "384" or "512"))
            return false;
        var hash = new HashAlgorithmName($"SHA{algorithm[2..]}");
        var isPublicKey = secret.Contains("-----BEGIN", StringComparison.Ordinal);
        return algorithm[..2] switch
        {
            "HS" => !isPublicKey && CryptographicOperations.FixedTimeEquals(CryptographicOperations.HmacData(hash, Encoding.UTF8.GetBytes(secret), data), signature),
            "RS" => isPublicKey && VerifyRsa(secret, data, signature, hash, RSASignaturePadding.Pkcs1),
            "PS" => isPublicKey && VerifyRsa(secret, data, signature, hash, RSASignaturePadding.Pss),
            "ES" => isPublicKey && VerifyElliptic(secret, data, signature, hash),
            _ => false,
        };
    }

    static bool VerifyRsa(string pem, byte[] data, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var key = RSA.Create();
        return TryImport(key, pem) && key.VerifyData(data, signature, hash, padding);
    }

    static bool VerifyElliptic(string pem, byte[] data, byte[] signature, HashAlgorithmName hash)
    {
        using var key = ECDsa.Create();
        return TryImport(key, pem) && key.VerifyData(data, signature, hash);
    }

    static bool TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            // An environment variable often has the line ends of a key as \n.
            key.ImportFromPem(pem.Replace(@"\n", "\n", StringComparison.Ordinal));
            return true;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    static JsonElement? Object(string part) => Bytes(part) is { } bytes && Json.TryParse(Encoding.UTF8.GetString(bytes)) is { ValueKind: JsonValueKind.Object } value ? value : null;

    static byte[]? Bytes(string part) => Base64Url.IsValid(part.AsSpan()) ? Base64Url.DecodeFromChars(part) : null;

    static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    static decimal? Number(JsonElement value, string name) => value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetDecimal(out var number) ? number : null;

    static IEnumerable<string?> Audiences(JsonElement claims) => !claims.TryGetProperty("aud", out var audience) ? []
        : audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString())
        : [Text(claims, "aud")];
}
