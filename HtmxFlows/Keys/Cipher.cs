using System.Security.Cryptography;

namespace HtmxFlows.Keys;

/// <summary>AES-256-GCM. What is sealed is a random nonce, the ciphertext and the tag, one after the other.</summary>
static class Cipher
{
    /// <summary>Its name in stored values, as RFC 7518 writes it.</summary>
    public const string Name = "A256GCM";

    public const int KeyBytes = 32;

    const int NonceBytes = 12, TagBytes = 16;

    /// <param name="bound">What is not secret, and has to be the same when it is opened.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var made = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = made.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, made.AsSpan(NonceBytes, plain.Length), made.AsSpan(NonceBytes + plain.Length), bound);
        return made;
    }

    /// <returns>Null if the key, a bit or what it is bound to is another one.</returns>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> bound)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes)
            return null;
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(sealedBytes[..NonceBytes], sealedBytes[NonceBytes..^TagBytes], sealedBytes[^TagBytes..], plain, bound);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
