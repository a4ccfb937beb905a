namespace HtmxFlows.Nodes;

/// <summary>A secret of Standard Webhooks: the prefix <c>whsec_</c> and the key in base64.</summary>
public static class StandardWebhookKey
{
    const string Prefix = "whsec_";

    /// <summary>The key; null if the secret holds none.</summary>
    public static byte[]? Of(string secret)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length > 0 ? key[..length] : null;
    }
}
