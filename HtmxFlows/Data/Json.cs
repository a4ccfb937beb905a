using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HtmxFlows.Data;

/// <summary>JSON as the whole product reads and writes it: strict in, readable out.</summary>
public static class Json
{
    /// <summary>The nesting limit of values, in levels, for input and for node outputs.</summary>
    public const int MaxDepth = 64;

    /// <summary>The nesting limit of a value inside an event or a run's state, in levels.</summary>
    public const int MaxWrappedDepth = MaxDepth + 16;

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>The encoder of all JSON that is shown, exported or sent: no escapes that JSON does not require.</summary>
    public static JavaScriptEncoder Encoder { get; } = new ReadableEncoder();

    /// <summary>camelCase, words for enums, no <c>null</c> members, and no escapes that JSON does not require.</summary>
    public static JsonSerializerOptions Options { get; } = Apply(new(JsonSerializerDefaults.Web));

    static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    public static JsonElement Null { get; } = Parse("null");

    public static JsonElement True { get; } = Parse("true");

    public static JsonElement False { get; } = Parse("false");

    public static JsonElement EmptyObject { get; } = Parse("{}");

    /// <summary>Configures options that the framework owns like <see cref="Options"/>.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = Encoder;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaxWrappedDepth;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }

    /// <summary>Reads JSON: no duplicate keys, no comments, at most 64 levels.</summary>
    /// <exception cref="JsonException">The text is not strict JSON; the message gives the position.</exception>
    public static JsonElement Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return HasHalfCharacter(document.RootElement)
                ? throw new JsonException("A text contains half a surrogate pair, which is not a character.")
                : document.RootElement.Clone();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // Thrown for a text or a key that is not valid UTF-16.
            throw new JsonException("It contains half a surrogate pair, which is not a character.", error);
        }
    }

    /// <inheritdoc cref="Parse"/>
    /// <returns>Null if the text is not strict JSON.</returns>
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

    /// <summary>A string unquoted, any other value as JSON.</summary>
    public static string AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Whether a text contains an escaped half of a surrogate pair: the parser accepts it, but reading or writing the text later fails.</summary>
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

    /// <summary>Whether a value nests deeper than so many levels.</summary>
    public static bool IsTooDeep(JsonElement value, int most = MaxDepth) => IsDeeperThan(value, most);

    static bool IsDeeperThan(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Array => levels == 0 || value.EnumerateArray().Any(item => IsDeeperThan(item, levels - 1)),
        JsonValueKind.Object => levels == 0 || value.EnumerateObject().Any(member => IsDeeperThan(member.Value, levels - 1)),
        _ => false,
    };

    /// <summary>A string unquoted, any other value as JSON on one line without escapes that JSON does not require, for people.</summary>
    public static string Readable(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Options);

    /// <summary>A value in a sentence: its kind, and a short value itself.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.String => $"the text “{Excerpt.Of(value.GetString()!)}”",
        _ => value.GetRawText(),
    };

    /// <summary>The size limit of indented JSON, in bytes. Indentation can be many times as long as the data.</summary>
    public const int MostPretty = 4 * 1024 * 1024;

    /// <summary>Indented JSON for people, or JSON on one line if it would exceed <see cref="MostPretty"/>.</summary>
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
