using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>What all signatures have in common.</summary>
static class Signing
{
    /// <summary>How far the time of a signature may be from now, in seconds.</summary>
    public const int Window = 300;

    /// <summary>HMAC-SHA-256 of a text before the body, and the body.</summary>
    public static byte[] Sha256(ReadOnlySpan<byte> key, string before, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(before));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Compares texts in constant time.</summary>
    public static bool AreEqual(string one, string other) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    /// <summary>Whether a base64 text is a signature, compared in constant time.</summary>
    public static bool IsBase64Of(string text, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, length), signature);
    }

    /// <summary>Whether a hexadecimal text is a signature, compared in constant time.</summary>
    public static bool IsHexOf(string text, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[text.Length / 2];
        return text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out var length) == System.Buffers.OperationStatus.Done && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, length), signature);
    }

    /// <summary>What is wrong with the time of a signature, in seconds since 1970; null if nothing is.</summary>
    public static string? FindTimeProblem(string seconds, DateTimeOffset now) =>
        !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var moment) ? "The time of the signature is missing, or is no number of seconds."
        : Math.Abs((decimal)moment - now.ToUnixTimeSeconds()) > Window ? $"The time of the signature is more than {Window} seconds from the server's. Check both clocks."
        : null;
}
