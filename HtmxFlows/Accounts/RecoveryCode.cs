using System.Security.Cryptography;

namespace HtmxFlows.Accounts;

/// <summary>A code that replaces one of an app that is lost, once: 118 random bits, in letters and digits that are not mistaken for each other.</summary>
static class RecoveryCode
{
    /// <summary>How many a user gets at once.</summary>
    public const int Count = 10;

    const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    const int Letters = 24, Group = 4;

    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Letters).Chunk(Group).Select(group => new string(group)));

    /// <summary>The hash under which it is stored and found, whatever its case and its separators are.</summary>
    public static string Hash(string code) => Secret.Hash(string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant());
}
