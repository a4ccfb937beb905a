using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>Helpers that write a value so that it stays one value in the text around it. Templates are not written with them.</summary>
static class ValueEncodings
{
    /// <summary>A value inside a JSON string: a quotation mark in it ends no string; null is nothing.</summary>
    public static Encoding JsonString { get; } = new("$json-string", (_, value) => Json.Text(AsText(value)).GetRawText()[1..^1]);

    /// <summary>A value in the path or the fragment of a URL, or the name of a parameter.</summary>
    public static Encoding Url { get; } = new("$url", (_, value) => Uri.EscapeDataString(AsText(value)));

    /// <summary>A value in the host or port of a URL.</summary>
    public static Encoding UrlHost { get; } = new("$url-host", (_, value) => Host(AsText(value)));

    /// <summary>The value of a parameter of a URL. With the parameter's name, each item of a list becomes a parameter of that name.</summary>
    public static Encoding UrlParameter { get; } = new("$url-parameter", (name, value) =>
        name is null || value.ValueKind != JsonValueKind.Array ? Uri.EscapeDataString(AsText(value))
        : string.Join($"&{name}=", value.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null).Select(item => Uri.EscapeDataString(AsText(item)))));

    public static IReadOnlyList<Encoding> All { get; } = [JsonString, Url, UrlHost, UrlParameter];

    /// <param name="Name">The name of the helper.</param>
    /// <param name="Write">Encodes a value; the text is what the call has before the value, or null.</param>
    public sealed record Encoding(string Name, Func<string?, JsonElement, string> Write);

    static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "" : Json.AsText(value);

    static string Host(string text) => text.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '[' or ']') ? text
        : throw new NodeException($"“{Excerpt.Of(text)}” cannot be a part of a host name. A host has letters, digits, dots and hyphens; write values for the path behind a slash.");
}
