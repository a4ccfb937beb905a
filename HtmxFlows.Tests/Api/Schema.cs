using System.Globalization;
using System.Text.Json;

namespace HtmxFlows.Tests.Api;

/// <summary>Looks whether a value is what a JSON schema says, as far as the API's schemas go. A member that the schema does not name is a fault as well.</summary>
sealed class Schema(JsonElement document)
{
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Faults(Resolve(reference.GetString()!), value, path);
        if (schema.TryGetProperty("oneOf", out var exactly))
            return exactly.EnumerateArray().Count(choice => !Faults(choice, value, path).Any()) == 1 ? [] : [$"{path} is not exactly one of {exactly}"];
        if (schema.TryGetProperty("anyOf", out var any))
            return any.EnumerateArray().Any(choice => !Faults(choice, value, path).Any()) ? [] : [$"{path} is none of {any}: {value}"];
        return [.. Kind(schema, value, path), .. Format(schema, value, path), .. Members(schema, value, path), .. Items(schema, value, path)];
    }

    JsonElement Resolve(string reference) => reference[2..].Split('/').Aggregate(document, (at, name) => at.GetProperty(name));

    static IEnumerable<string> Kind(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            string[] kinds = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(kind => kind.GetString()!)] : [type.GetString()!];
            if (!kinds.Any(kind => Is(value, kind)))
                yield return $"{path} is {value.ValueKind} and not {type}";
        }
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            yield return $"{path} is {value} and none of {words}";
    }

    static bool Is(JsonElement value, string kind) => kind switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(kind, StringComparison.OrdinalIgnoreCase),
    };

    static IEnumerable<string> Format(JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("format", out var format) && !IsA(format.GetString()!, value.GetString()!))
            yield return $"{path} is {value} and no {format}";
    }

    static bool IsA(string format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.Contains('T', StringComparison.Ordinal),
        _ => false,
    };

    IEnumerable<string> Members(JsonElement schema, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties))
            return [];
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToArray() : [];
        return
        [
            .. required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing"),
            .. value.EnumerateObject().SelectMany(member => properties.TryGetProperty(member.Name, out var property)
                ? Faults(property, member.Value, $"{path}.{member.Name}") : [$"{path}.{member.Name} is not described"]),
        ];
    }

    IEnumerable<string> Items(JsonElement schema, JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().SelectMany((item, index) => Faults(items, item, $"{path}[{index}]")) : [];
}
