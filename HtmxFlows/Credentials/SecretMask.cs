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
    readonly (string Mask, SecretMatcher Traces)[] secrets;
    readonly SecretPieces pieces;

    /// <param name="values">The values by their names.</param>
    public SecretMask(IReadOnlyDictionary<string, string> values)
    {
        (string Value, string Mask)[] known = [.. values.OrderByDescending(secret => secret.Value.Length).Select(secret => (secret.Value, $"•••{secret.Key}•••"))];
        secrets = [.. known.Select(secret => (secret.Mask, new SecretMatcher(secret.Value)))];
        pieces = new(known);
    }

    /// <summary>There is nothing to mask.</summary>
    public bool IsEmpty => secrets.Length == 0;

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
        (int From, int To, string Mask)[] found = [.. Find(text).OrderBy(place => place.From).ThenByDescending(place => place.To)];
        if (found.Length == 0)
            return text;
        var masked = new StringBuilder(text.Length);
        var end = 0;
        foreach (var (from, to, mask) in found)
        {
            // What overlaps is masked as one, by the name of what begins first: of a secret within another, the longer one.
            if (from >= end)
                masked.Append(text, end, from - end).Append(mask);
            end = Math.Max(end, to);
        }
        return masked.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>The value with its texts and names masked; a number that is a secret becomes a text.</summary>
    public JsonElement Mask(JsonElement value) => Knows(value) ? Json.From(Masked(value)) : value;

    IEnumerable<(int From, int To, string Mask)> Find(string text) => IsEmpty || text.Length == 0 ? []
        : from layer in SecretMatcher.Layers(text)
          let plain = layer.Plain()
          let digits = layer.Base64()
          from place in Wholes(plain, digits).Concat(pieces.In(plain, digits))
          select place;

    IEnumerable<(int From, int To, string Mask)> Wholes(MappedText plain, MappedText digits) =>
        from secret in secrets
        from place in secret.Traces.In(plain, digits)
        select (place.From, place.To, secret.Mask);

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
