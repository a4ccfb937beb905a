using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HtmxFlows.Data;

/// <summary>JSON as peers, models and files contain it: with duplicate keys, in a code fence, or between other text.</summary>
public static class TolerantJson
{
    /// <summary>How many bytes a search for JSON in a text reads, counting each attempt.</summary>
    public const int MostScanned = 64 * 1024 * 1024;

    static readonly Regex WholeFence = new(@"^\s*(?:```|~~~)[^\n`]*\n(?<content>.*)\n?[ \t]*(?:```|~~~)\s*$", RegexOptions.Singleline | RegexOptions.NonBacktracking);

    static readonly Regex Fence = new(@"(?:```|~~~)[^\n`]*\n(?<content>.*?)(?:```|~~~|$)", RegexOptions.Singleline | RegexOptions.NonBacktracking);

    static readonly JsonDocumentOptions Duplicates = new() { MaxDepth = Json.MaxDepth };

    static readonly JsonReaderOptions Loose = new() { MaxDepth = Json.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads JSON in which the last of several equal keys wins, as in JavaScript and Python. Otherwise it is strict.</summary>
    /// <exception cref="JsonException">The text is not JSON; the message gives the position.</exception>
    public static JsonElement LastWins(string json)
    {
        if (Json.TryParse(json) is { } strict)
            return strict;
        try
        {
            using var document = JsonDocument.Parse(json, Duplicates);
            return Json.HasHalfCharacter(document.RootElement) ? Json.Parse(json) : Rewrite(document.RootElement);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // Not valid UTF-16: the strict reader has a sentence for it.
            return Json.Parse(json);
        }
    }

    /// <inheritdoc cref="LastWins"/>
    /// <returns>Null if the text is not JSON.</returns>
    public static JsonElement? TryLastWins(string json)
    {
        try
        {
            return LastWins(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The content of a text that is one Markdown code fence, or null.</summary>
    public static string? Fenced(string text) => WholeFence.Match(text) is { Success: true } fence ? fence.Groups["content"].Value : null;

    /// <summary>
    /// The complete JSON values in a text, those of code fences first, then objects and lists between other text. They may contain comments and
    /// trailing commas. A value that is cut off ends the search, since its parts are not what the text was meant to say.
    /// </summary>
    public static IEnumerable<JsonElement> FindIn(string text)
    {
        foreach (Match fence in Fence.Matches(text))
        {
            // The line end is what ends a number.
            if (Read(Encoding.UTF8.GetBytes($"{fence.Groups["content"].Value}\n")) is { Value: { } value })
                yield return value;
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        var scanned = 0L;
        for (var at = 0; scanned < MostScanned && bytes.AsSpan(at).IndexOfAny("{["u8) is >= 0 and var next;)
        {
            var found = Read(bytes.AsSpan(at + next));
            if (found.IsCutOff)
                yield break;
            scanned += found.Length;
            at += next + (found.Value is null ? 1 : found.Length);
            if (found.Value is { } value)
                yield return value;
        }
    }

    /// <summary>Reads the value that some bytes begin with.</summary>
    static Found Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new(Loose));
        try
        {
            if (!JsonDocument.TryParseValue(ref reader, out var document))
                return new(null, bytes.Length, IsCutOff: true);
            using (document)
                return new(Json.HasHalfCharacter(document.RootElement) ? null : Rewrite(document.RootElement), (int)reader.BytesConsumed);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return new(null, (int)reader.BytesConsumed);
        }
    }

    /// <param name="Length">The bytes that were read, also if there is no value.</param>
    readonly record struct Found(JsonElement? Value, int Length, bool IsCutOff = false);

    static JsonElement Rewrite(JsonElement value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new() { Encoder = Json.Encoder, MaxDepth = Json.MaxWrappedDepth }))
            Write(writer, value);
        var reader = new Utf8JsonReader(bytes.WrittenSpan, new() { MaxDepth = Json.MaxWrappedDepth });
        return JsonElement.ParseValue(ref reader);
    }

    static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                // A key keeps its first place and gets its last value.
                var members = new OrderedDictionary<string, JsonElement>();
                foreach (var member in value.EnumerateObject())
                    members[member.Name] = member.Value;
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
