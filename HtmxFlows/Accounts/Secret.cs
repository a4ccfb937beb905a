using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HtmxFlows.Accounts;

/// <summary>Random secrets of 256 bits, and their hashes. They are long enough that a fast hash protects them.</summary>
static class Secret
{
    const int Bytes = 32;

    /// <summary>The length of a secret, in characters.</summary>
    public const int Length = 43;

    /// <summary>Letters and digits, the digits of base 62.</summary>
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new secret, in characters that addresses and cookies can hold.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The hash under which a secret is stored and found.</summary>
    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Random letters and digits.</summary>
    public static string Letters(int count) => RandomNumberGenerator.GetString(Alphabet, count);

    /// <summary>Whether a secret has a hash. The time that it takes says nothing about the hash.</summary>
    public static bool Fits(string secret, string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
