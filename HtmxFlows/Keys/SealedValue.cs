using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;

namespace HtmxFlows.Keys;

/// <summary>
/// A secret as it is stored. A key of its own seals it, and the server key seals that one: a new server key changes only the latter. Both are bound to
/// the id, the version and the kind, so that no stored value can take the place of another.
/// </summary>
public sealed record SealedValue
{
    public required Guid Id { get; init; }

    /// <summary>What it is: a word.</summary>
    public required string Kind { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public required int Version { get; init; }

    public required string Algorithm { get; init; }

    /// <summary>The id of the server key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The key of the value, sealed with the server key, in base64.</summary>
    public required string WrappedKey { get; init; }

    /// <summary>The value, sealed with its key, in base64.</summary>
    public required string Content { get; init; }

    internal static SealedValue Seal(ServerKey server, Guid id, string kind, int version, ReadOnlySpan<byte> value)
    {
        Span<byte> key = stackalloc byte[Cipher.KeyBytes];
        RandomNumberGenerator.Fill(key);
        var content = Cipher.Seal(key, value, Bound("value", id, kind, version));
        var wrapped = Cipher.Seal(server.Value, key, Bound("key", id, kind, version));
        CryptographicOperations.ZeroMemory(key);
        return new()
        {
            Id = id,
            Kind = kind,
            Version = version,
            Algorithm = Cipher.Name,
            KeyId = server.Id,
            WrappedKey = Convert.ToBase64String(wrapped),
            Content = Convert.ToBase64String(content),
        };
    }

    /// <exception cref="SealedValueException">It cannot be opened.</exception>
    internal byte[] Open(KeyRing keys)
    {
        var key = Unwrap(keys);
        var value = Cipher.Open(key, Bytes(Content), Bound("value", Id, Kind, Version));
        CryptographicOperations.ZeroMemory(key);
        return value ?? throw Changed();
    }

    /// <summary>The same value under another server key.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    internal SealedValue Rewrap(KeyRing keys, ServerKey server)
    {
        var key = Unwrap(keys);
        var wrapped = Cipher.Seal(server.Value, key, Bound("key", Id, Kind, Version));
        CryptographicOperations.ZeroMemory(key);
        return this with { KeyId = server.Id, WrappedKey = Convert.ToBase64String(wrapped) };
    }

    byte[] Unwrap(KeyRing keys)
    {
        if (Algorithm != Cipher.Name)
            throw new SealedValueException($"The sealed value {Id} ({Kind}) is sealed with {Algorithm}, which this program does not know. Start the program that made it.");
        var server = keys.Find(KeyId)
            ?? throw new SealedValueException($"The sealed value {Id} ({Kind}) needs the server key {KeyId}, which is not in {keys.Place}. Put the right key there.");
        return Cipher.Open(server.Value, Bytes(WrappedKey), Bound("key", Id, Kind, Version)) is { Length: Cipher.KeyBytes } key ? key : throw Changed();
    }

    SealedValueException Changed() => new($"The sealed value {Id} ({Kind}) was changed outside this program, so it cannot be opened. Enter it again, or restore the database.");

    byte[] Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : throw Changed();
    }

    /// <summary>The kind comes last, so that no two of them read the same.</summary>
    static byte[] Bound(string part, Guid id, string kind, int version) => Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{part} {DatabaseTypes.ToText(id)} {version} {kind}"));
}
