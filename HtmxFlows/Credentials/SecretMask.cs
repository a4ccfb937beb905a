using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Credentials;

/// <summary>
/// Puts <c>•••NAME•••</c> where the value of a secret stands: as it is in any letter case, escaped for JSON, URLs or HTML, in base64 or
/// hexadecimal digits, reversed, in pieces, and as the beginning of it that a sentence of ours cut off. Whatever leaves a node passes here before it is kept, logged or shown.
/// </summary>
public sealed class SecretMask
{
    readonly (string Name, SecretMatcher Traces)[] secrets;
    readonly (string Name, SecretMatcher Traces)[] shortOnes;
    readonly SecretPieces pieces;
    readonly SecretFilter filter;
    readonly LiveSecrets? live;

    /// <param name="values">The values with their names. A name may have several.</param>
    /// <param name="live">Values that come later.</param>
    public SecretMask(IEnumerable<KeyValuePair<string, string>> values, LiveSecrets? live = null)
    {
        (string Value, string Name)[] known = [.. values.Distinct().OrderByDescending(secret => secret.Value.Length).Select(secret => (secret.Value, secret.Key))];
        secrets = [.. known.Select(secret => (secret.Name, new SecretMatcher(secret.Value)))];
        pieces = new(known);
        shortOnes = [.. secrets.Where(secret => secret.Traces.Windows is null)];
        filter = new(secrets.SelectMany(secret => secret.Traces.Windows ?? []).Concat(pieces.Beginnings));
        this.live = live;
    }

    /// <summary>There is nothing to mask.</summary>
    public bool IsEmpty => secrets.Length == 0 && live?.Mask.IsEmpty != false;

    /// <summary>The names of the secrets that a text holds.</summary>
    public IEnumerable<string> NamesIn(string text) => Find(text).Select(place => place.Name).Distinct();

    /// <summary>Whether a text holds a secret.</summary>
    public bool Knows(string text) => Find(text).Any();

    /// <summary>Whether a value, or the name of a member in it, holds a secret.</summary>
    public bool Knows(JsonElement value) => !IsEmpty && value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => Knows(member.Name) || Knows(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Knows),
        JsonValueKind.String => Knows(value.GetString()!),
        JsonValueKind.Number => Knows(value.GetRawText()),
        _ => false,
    };

    public string Mask(string text)
    {
        (int From, int To, string Name)[] found = [.. Find(text).OrderBy(place => place.From).ThenByDescending(place => place.To)];
        if (found.Length == 0)
            return text;
        var masked = new StringBuilder(text.Length);
        var end = 0;
        foreach (var (from, to, name) in found)
        {
            // What overlaps is masked as one, by the name of what begins first: of a secret within another, the longer one.
            if (from >= end)
                masked.Append(text, end, from - end).Append("•••").Append(name).Append("•••");
            end = Math.Max(end, to);
        }
        return masked.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>The value with its texts and names masked; a number that is a secret becomes a text.</summary>
    public JsonElement Mask(JsonElement value) => Knows(value) ? Json.From(Masked(value)) : value;

    IEnumerable<(int From, int To, string Name)> Find(string text) => IsEmpty || text.Length == 0 ? [] : FindOwn(text).Concat(live?.Mask.FindOwn(text) ?? []);

    IEnumerable<(int From, int To, string Name)> FindOwn(string text) => secrets.Length == 0 ? []
        : from layer in SecretMatcher.Layers(text)
          let isSuspect = filter.MayBeIn(layer.Text) || filter.MayBeInDigits(layer.Text) || layer.Text.Contains('…', StringComparison.Ordinal)
          where isSuspect || shortOnes.Length > 0
          let plain = layer.Plain()
          let digits = layer.Base64()
          from place in isSuspect ? Wholes(secrets, plain, digits).Concat(pieces.In(plain, digits)) : Wholes(shortOnes, plain, digits)
          select place;

    static IEnumerable<(int From, int To, string Name)> Wholes((string Name, SecretMatcher Traces)[] secrets, MappedText plain, MappedText digits) =>
        from secret in secrets
        from place in secret.Traces.In(plain, digits)
        select (place.From, place.To, secret.Name);

    JsonNode? Masked(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in value.EnumerateObject())
                    members[Mask(member.Name)] = Masked(member.Value);
                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Masked)]);
            case JsonValueKind.String:
                return Mask(value.GetString()!);
            case JsonValueKind.Number when Knows(value):
                return Mask(value.GetRawText());
            default:
                return JsonSerializer.SerializeToNode(value, Json.Options);
        }
    }
}
