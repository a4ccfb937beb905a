using System.Security.Cryptography;

namespace HtmxFlows.Keys;

/// <summary>A key of the server: 256 random bits, with an id that follows from them and tells nothing of them.</summary>
public sealed class ServerKey
{
    const int IdBytes = 8;

    ServerKey(byte[] value)
    {
        Value = value;
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "HtmxFlows server key "u8, .. value]).AsSpan(0, IdBytes));
    }

    /// <summary>The id in stored values and messages.</summary>
    public string Id { get; }

    internal byte[] Value { get; }

    /// <summary>The key in base64, as files and settings hold it.</summary>
    internal string Text => Convert.ToBase64String(Value);

    /// <summary>A new random key.</summary>
    public static ServerKey New() => new(RandomNumberGenerator.GetBytes(Cipher.KeyBytes));

    /// <summary>Reads a key in base64; null if the text is none.</summary>
    public static ServerKey? Parse(string text)
    {
        var value = new byte[Cipher.KeyBytes + 1];
        return Convert.TryFromBase64String(text.Trim(), value, out var length) && length == Cipher.KeyBytes ? new(value[..length]) : null;
    }
}
