using System.Text;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Triggers;

/// <summary>Names and values as addresses and forms write them: <c>a=1&amp;a=2&amp;b=</c>.</summary>
static class FormText
{
    /// <summary>The values by their names: a text, or a list of texts if the name is there several times.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Read(string text) => Group(text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at
        ? KeyValuePair.Create(Decode(pair[..at]), Json.Text(Decode(pair[(at + 1)..]))) : KeyValuePair.Create(Decode(pair), Json.Text(""))));

    /// <summary>Values of one name are a list.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Group(IEnumerable<KeyValuePair<string, JsonElement>> pairs) =>
        pairs.GroupBy(pair => pair.Key).ToDictionary(same => same.Key, same => same.Skip(1).Any() ? Json.From(same.Select(pair => pair.Value)) : same.First().Value);

    /// <summary>Percent signs that stand for no byte stay, and bytes that are no UTF-8 become replacement characters.</summary>
    static string Decode(string text) => text.AsSpan().ContainsAny('%', '+') ? Encoding.UTF8.GetString(Bytes(text)) : text;

    static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(at + 1, 2))[0]);
                at += 2;
            }
            else if (text[at] == '+')
            {
                bytes.Add((byte)' ');
            }
            else
            {
                var length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)));
                at += length - 1;
            }
        }
        return [.. bytes];
    }
}
