using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HtmxFlows.Data;

/// <summary>JSON as the whole product reads and writes it: strict in, readable out.</summary>
public static class Json
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

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
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }

    /// <summary>Reads JSON: no duplicate keys, no comments, at most 64 levels.</summary>
    /// <exception cref="JsonException">It is not JSON, or not so strict; the message says where.</exception>
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, Strict);
        return document.RootElement.Clone();
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

    /// <summary>What a value is, for a sentence: its kind, and a short one itself.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.String => $"the text “{Shorten(value.GetString()!)}”",
        _ => value.GetRawText(),
    };

    static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";

    /// <summary>Over several lines, for people.</summary>
    public static string Pretty(JsonElement value) => JsonSerializer.Serialize(value, Indented);
}
