using System.Text;

namespace HtmxFlows.Credentials;

/// <summary>Finds a secret in bytes that are written piece by piece, as it is in UTF-8. Unlike texts, bytes cannot be masked.</summary>
public sealed class SecretScan
{
    readonly byte[][] values;
    byte[] tail = [];

    public SecretScan(Secrets secrets) => values = [.. secrets.Masked.Concat(secrets.Live?.Values ?? []).Select(secret => Encoding.UTF8.GetBytes(secret.Value))];

    /// <summary>Whether a secret ends in the next bytes.</summary>
    public bool Finds(ReadOnlySpan<byte> next)
    {
        if (values.Length == 0)
            return false;
        byte[] seen = [.. tail, .. next];
        tail = seen[^Math.Min(seen.Length, values.Max(value => value.Length) - 1)..];
        return Array.Exists(values, value => seen.AsSpan().IndexOf(value) >= 0);
    }
}
