using System.Text.Json;

namespace HtmxFlows.Schemas;

/// <summary>The versions of JSON Schema, oldest first.</summary>
enum SchemaDialect { Draft06, Draft07, Draft201909, Draft202012 }

/// <summary>What a schema says in <c>$schema</c>.</summary>
static class SchemaDialects
{
    static readonly Dictionary<string, SchemaDialect> Known = new()
    {
        ["http://json-schema.org/draft-06/schema"] = SchemaDialect.Draft06,
        ["http://json-schema.org/draft-07/schema"] = SchemaDialect.Draft07,
        ["https://json-schema.org/draft/2019-09/schema"] = SchemaDialect.Draft201909,
        ["https://json-schema.org/draft/2020-12/schema"] = SchemaDialect.Draft202012,
    };

    /// <exception cref="SchemaException">It is none of those that are known here.</exception>
    public static SchemaDialect Read(string place, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Known.TryGetValue(value.GetString()!.TrimEnd('#'), out var dialect) ? dialect
        : throw new SchemaException($"{place}/$schema", $"this version of JSON Schema is not supported. Remove $schema, or use one of {string.Join(", ", Known.Keys)}.");
}
