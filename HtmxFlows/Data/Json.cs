using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HtmxFlows.Data;

/// <summary>JSON as the whole product reads and writes it: strict in, readable out.</summary>
public static class Json
{
    /// <summary>How many levels values may nest: those that come in, and those that nodes give.</summary>
    public const int MaxDepth = 64;

    /// <summary>The same with what the product wraps around a value: an event, the state of a run.</summary>
    public const int MaxWrappedDepth = MaxDepth + 16;

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>camelCase, words for enums, no <c>null</c> members, and no letter escaped that JSON does not want escaped.</summary>
    public static JsonSerializerOptions Options { get; } = Apply(new(JsonSerializerDefaults.Web));

    static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    public static JsonElement Null { get; } = Parse("null");

    public static JsonElement True { get; } = Parse("true");

    public static JsonElement False { get; } = Parse("false");

    public static JsonElement EmptyObject { get; } = Parse("{}");

    /// <summary>Makes options that somebody else owns write as <see cref="Options"/> do.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // Razor encodes what goes into HTML, so JSON need not.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaxWrappedDepth;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }

    /// <summary>Reads JSON: no duplicate keys, no comments, at most 64 levels.</summary>
    /// <exception cref="JsonException">It is not JSON, or not so strict; the message says where.</exception>
    public static JsonElement Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return HasHalfCharacter(document.RootElement)
                ? throw new JsonException("A text in it has half a surrogate pair, which is no character.")
                : document.RootElement.Clone();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // From a text that is no UTF-16, and from a key that is none.
            throw new JsonException("It has half a surrogate pair, which is no character.", error);
        }
    }

    /// <inheritdoc cref="Parse"/>
    /// <returns>Null if it is not such JSON.</returns>
    public static JsonElement? TryParse(string json)
    {
        try
        {
            return Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, Options);

    public static JsonElement From<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    /// <summary>A string as it is, anything else as JSON.</summary>
    public static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Whether a text holds an escaped half of a surrogate pair: it passes the parser, and fails whoever reads or writes the text later.</summary>
    public static bool HasHalfCharacter(JsonElement value)
    {
        if (!value.GetRawText().Contains(@"\ud", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            value.WriteTo(nowhere);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Whether a value nests deeper than <see cref="MaxDepth"/>.</summary>
    public static bool IsTooDeep(JsonElement value) => IsDeeperThan(value, MaxDepth);

    static bool IsDeeperThan(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Array => levels == 0 || value.EnumerateArray().Any(item => IsDeeperThan(item, levels - 1)),
        JsonValueKind.Object => levels == 0 || value.EnumerateObject().Any(member => IsDeeperThan(member.Value, levels - 1)),
        _ => false,
    };

    /// <summary>What a value is, for a sentence: its kind, and a short one itself.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.String => $"the text “{Excerpt.Of(value.GetString()!)}”",
        _ => value.GetRawText(),
    };

    /// <summary>The most that JSON over several lines may take, in bytes; its blanks may be many times what it says.</summary>
    public const int MostPretty = 4 * 1024 * 1024;

    /// <summary>Over several lines, for people, or over one if it would be longer than <see cref="MostPretty"/>.</summary>
    public static string Pretty(JsonElement value) => JsonSerializer.Serialize(value, IsPrettyLong(value) ? Options : Indented);

    static bool IsPrettyLong(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Length < MostPretty / (2 * MaxWrappedDepth))
            return false;
        var reader = new Utf8JsonReader(raw, new() { MaxDepth = MaxWrappedDepth });
        var blanks = 0L;
        while (reader.Read())
            blanks += 2 * reader.CurrentDepth + 2;
        return raw.Length + blanks > MostPretty;
    }
}
