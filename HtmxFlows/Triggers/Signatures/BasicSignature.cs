using System.Text;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>A user and a password (RFC 7617), in UTF-8.</summary>
static class BasicSignature
{
    const string Scheme = "Basic ";

    /// <returns>Why the call is refused; null if it has the password.</returns>
    public static string? Verify(HookCall call, IReadOnlyList<string> secrets)
    {
        var header = call.Header("Authorization");
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return "The header Authorization with user and password is missing.";
        var text = header[Scheme.Length..].Trim();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && secrets.Any(secret => Signing.AreEqual(Encoding.UTF8.GetString(bytes, 0, length), secret)) ? null
            : "The user or the password is wrong.";
    }
}
