using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Schemas;

namespace HtmxFlows.Tests.Schemas;

/// <summary>What a schema says of values, and which schemas are refused before any value is checked.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type": ["string", "null"]}""", "null", true)]
    [InlineData("""{"type": "integer"}""", "1e3", true)]
    [InlineData("""{"type": "integer"}""", "1.5", false)]
    [InlineData("""{"const": {"a": 1, "b": [2]}}""", """{"b": [2.0], "a": 1e0}""", true)]
    [InlineData("""{"enum": ["a", null]}""", "null", true)]
    [InlineData("""{"enum": ["1"]}""", "1", false)]
    [InlineData("""{"minimum": 10, "exclusiveMaximum": 20, "multipleOf": 0.1}""", "19.9", true)]
    [InlineData("""{"multipleOf": 0.1}""", "19.95", false)]
    [InlineData("""{"maximum": 1}""", "1e999999999", false)]
    [InlineData("""{"minLength": 1, "maxLength": 1}""", "\"😀\"", true)]
    [InlineData("""{"pattern": "^a+$"}""", "\"baa\"", false)]
    [InlineData("""{"format": "date"}""", "\"2030-02-30\"", false)]
    [InlineData("""{"format": "date-time"}""", "\"2030-01-31T09:00:00.5+01:00\"", true)]
    [InlineData("""{"format": "uuid"}""", "\"0198c1e0\"", false)]
    [InlineData("""{"required": ["a"], "properties": {"a": {"type": "string"}}, "additionalProperties": false}""", """{"a": "x"}""", true)]
    [InlineData("""{"properties": {"a": true}, "patternProperties": {"^x": {"type": "number"}}, "additionalProperties": false}""", """{"a": 1, "x1": 2, "y": 3}""", false)]
    [InlineData("""{"prefixItems": [{"type": "string"}], "items": {"type": "number"}}""", """["a", 1, 2]""", true)]
    [InlineData("""{"contains": {"const": 1}, "maxContains": 1}""", "[1, 1]", false)]
    [InlineData("""{"uniqueItems": true}""", """[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]""", false)]
    [InlineData("""{"oneOf": [{"type": "number"}, {"minimum": 0}]}""", "-1", true)]
    [InlineData("""{"oneOf": [{"type": "number"}, {"minimum": 0}]}""", "1", false)]
    [InlineData("""{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}""", """{"a": 1, "c": 2}""", false)]
    [InlineData("""{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}""", """{"a": 1, "b": 2}""", false)]
    [InlineData("""{"anyOf": [{"prefixItems": [true, true]}, {"contains": {"const": 3}}], "unevaluatedItems": false}""", "[1, 2, 3]", true)]
    [InlineData("""{"$ref": "#/$defs/node", "$defs": {"node": {"properties": {"next": {"$ref": "#/$defs/node"}, "value": {"type": "number"}}}}}""", """{"next": {"next": {"value": "x"}}}""", false)]
    [InlineData("""{"$id": "https://a.example/root", "$ref": "inner#name", "$defs": {"x": {"$id": "inner", "$defs": {"y": {"$anchor": "name", "type": "number"}}}}}""", "1", true)]
    [InlineData("""{"$ref": "#/components/schemas/Pet", "components": {"schemas": {"Pet": {"type": "string"}}}}""", "1", false)]
    [InlineData("""{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}], "additionalItems": false, "dependencies": {"a": ["b"]}}""", """["a", "b"]""", false)]
    public void A_value_fits_or_does_not(string schema, string value, bool fits) => Assert.Equal(fits, Faults(schema, value).Count == 0);

    [Fact]
    public void Faults_have_their_places_and_are_few()
    {
        Assert.Equal(["at “/a/1”: it is true or false and must be a string"], Faults("""{"properties": {"a": {"items": {"type": "string"}}}}""", """{"a": ["x", true]}"""));
        Assert.Equal(["at “/a~1b”: no value is allowed here"], Faults("""{"properties": {"a/b": false}}""", """{"a/b": 1}"""));
        Assert.Equal(["at “”: it is an integer and must be a string", "at “”: it is an integer and must be null"], Faults("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "7"));
        Assert.Equal(JsonSchema.MostFaults, Faults("""{"items": {"type": "string"}}""", $"[{string.Join(',', Enumerable.Repeat(7, 1000))}]").Count);
    }

    [Theory]
    [InlineData("""{"$ref": "#"}""", "/$ref")]
    [InlineData("""{"allOf": [{"$ref": "#"}]}""", "/allOf/0/$ref")]
    [InlineData("""{"anyOf": [true, {"oneOf": [{"$ref": "#"}]}]}""", "/anyOf/1/oneOf/0/$ref")]
    [InlineData("""{"not": {"$ref": "#"}}""", "/not/$ref")]
    [InlineData("""{"if": {"$ref": "#"}, "then": true}""", "/if/$ref")]
    [InlineData("""{"if": true, "else": {"$ref": "#"}}""", "/else/$ref")]
    [InlineData("""{"dependentSchemas": {"a": {"$ref": "#"}}}""", "/dependentSchemas/a/$ref")]
    [InlineData("""{"$dynamicAnchor": "a", "allOf": [{"$dynamicRef": "#a"}]}""", "/allOf/0/$dynamicRef")]
    [InlineData("""{"$anchor": "a", "allOf": [{"$ref": "#a"}]}""", "/allOf/0/$ref")]
    [InlineData("""{"$id": "https://a.example/x", "allOf": [{"$ref": "x"}]}""", "/allOf/0/$ref")]
    [InlineData("""{"properties": {"p": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"allOf": [{"$ref": "#/$defs/a"}]}}}""", "/$defs/a/$ref")]
    [InlineData("""{"$defs": {"unused": {"not": {"$ref": "#/$defs/unused"}}}}""", "/$defs/unused/not/$ref")]
    public void A_reference_that_leads_back_to_itself_is_refused_with_its_place(string schema, string place) =>
        Assert.StartsWith($"Schema, at “{place}”: “", Problem(schema), StringComparison.Ordinal);

    [Fact]
    public void A_recursive_reference_of_2019_is_followed_too()
    {
        const string Version = "\"$schema\": \"https://json-schema.org/draft/2019-09/schema\", \"$recursiveAnchor\": true";
        Assert.Contains("refers to itself without entering the value", Problem($$"""{{{Version}}, "allOf": [{"$recursiveRef": "#"}]}"""), StringComparison.Ordinal);
        Assert.Single(Faults($$"""{{{Version}}, "type": "object", "additionalProperties": {"$recursiveRef": "#"} }""", """{"a": {"b": 1}}"""));
    }

    [Theory]
    [InlineData("#/$defs/nowhere")]
    [InlineData("#nowhere")]
    [InlineData("other")]
    [InlineData("https://a.example/schema.json")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("urn:uuid:0198c1e0")]
    [InlineData("http://[")]
    [InlineData("#/%")]
    [InlineData("https://json-schema.org/draft/2020-12/schema")]
    public void A_reference_that_leads_out_of_the_schema_is_refused_with_its_place(string reference) =>
        Assert.StartsWith("Schema, at “/properties/a/$ref”: “", Problem($$"""{"properties": {"a": {"$ref": "{{reference}}"} } }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("7", "Schema must be an object, a JSON Schema.")]
    [InlineData("""{"type": "text"}""", "Schema, at “/type”: it is the text “text” and must be one of null, boolean, object, array, number, string and integer.")]
    [InlineData("""{"properties": {"a": 7}}""", "Schema, at “/properties/a”: it is 7; a schema is an object, true or false.")]
    [InlineData("""{"properties": []}""", "Schema, at “/properties”: it is a list of 0 and must be an object.")]
    [InlineData("""{"required": [1]}""", "Schema, at “/required/0”: it is 1 and must be a text.")]
    [InlineData("""{"minLength": -1}""", "Schema, at “/minLength”: it is -1 and must be a whole number from 0.")]
    [InlineData("""{"multipleOf": 0}""", "Schema, at “/multipleOf”: it is 0 and must be a number above 0.")]
    [InlineData("""{"$id": 7}""", "Schema, at “/$id”: an identifier is text with a URI.")]
    [InlineData("""{"$schema": "http://json-schema.org/draft-04/schema#"}""", "Schema, at “/$schema”: this version of JSON Schema is not supported.")]
    [InlineData("""{"$schema": 7}""", "Schema, at “/$schema”: this version")]
    [InlineData("""{"$defs": {"a": {"$anchor": "n"}, "b": {"$anchor": "n"}}}""", "Schema, at “/$defs/b/$anchor”: the schema at “/$defs/a” has the same name.")]
    [InlineData("""{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}""", "Schema, at “/$defs/b/$id”: the schema at “/$defs/a” has the same identifier.")]
    [InlineData("""{"pattern": "a("}""", "Schema, at “/pattern”: The regular expression “a(” cannot be used:")]
    [InlineData("""{"patternProperties": {"(?=a)": true}}""", "Schema, at “/patternProperties/(?=a)”: The regular expression “(?=a)” cannot be used: look-ahead")]
    public void An_invalid_schema_is_reported_with_its_place(string schema, string problem) => Assert.StartsWith(problem, Problem(schema), StringComparison.Ordinal);

    [Fact]
    public void A_schema_has_limits_of_depth_and_size()
    {
        using var deep = JsonDocument.Parse($"{string.Concat(Enumerable.Repeat("{\"not\":", 70))}true{new string('}', 70)}", new() { MaxDepth = 100 });
        Assert.StartsWith("Schema nests deeper than 64 levels.", JsonSchema.Read(deep.RootElement).Problem, StringComparison.Ordinal);
        Assert.Contains("more than 5000 schemas", Problem($$"""{"anyOf": [{{string.Join(',', Enumerable.Repeat("true", 5000))}}]}"""), StringComparison.Ordinal);
        Assert.Contains("characters; the limit is 262,144", Problem($$"""{"title": "{{new string('x', 300_000)}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_are_known_in_their_own_schema_alone()
    {
        const string Mine = """{"$id": "https://a.example/s", "type": "string"}""";
        Assert.Empty(Faults(Mine, "\"x\""));
        Assert.Empty(Faults(Mine, "\"x\""));
        Assert.Contains("does not exist in this schema", Problem("""{"$ref": "https://a.example/s"}"""), StringComparison.Ordinal);
        Assert.Empty(Faults("""{"$id": "https://a.example/s", "type": "number"}""", "7"));
    }

    static string Chain(string keyword, int length) => $$"""
        {"{{keyword}}": [{"$ref": "#/$defs/d0"}], "$defs": {{{string.Join(',', Enumerable.Range(0, length).Select(index =>
            $$"""
            "d{{index}}": {"{{keyword}}": [{"$ref": "#/$defs/d{{index + 1}}"}, {"$ref": "#/$defs/d{{index + 1}}"}]}
            """))}}, "d{{length}}": {} } }
        """;

    public static TheoryData<string, string> Costly => new()
    {
        { Chain("allOf", 25), "1" },
        { Chain("anyOf", 30), "1" },
        { Chain("oneOf", 30), "1" },
        { """{"anyOf": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}]}""", Nested(60) },
        { """{"not": {"items": {"$ref": "#"}}, "allOf": [{"items": {"$ref": "#"}}]}""", $"{new string('[', 60)}{new string(']', 60)}" },
        { $$"""{"allOf": [{{string.Join(',', Enumerable.Repeat("""{"uniqueItems": true}""", 2000))}}]}""", $"[{string.Join(',', Enumerable.Range(0, 10_000))}]" },
        { $$"""{"items": {"enum": [{{string.Join(',', Enumerable.Range(0, 1000))}}]}, "contains": {"anyOf": [{{string.Join(',', Enumerable.Range(0, 1000).Select(number => $$"""{"const": {{number}} }"""))}}]} }""", $"[{string.Join(',', Enumerable.Range(0, 10_000))}]" },
        { """{"unevaluatedProperties": {"type": "string"}, "allOf": [ALL]}""".Replace("ALL", string.Join(',', Enumerable.Repeat("""{"additionalProperties": true}""", 2000)), StringComparison.Ordinal), $"{{{string.Join(',', Enumerable.Range(0, 5000).Select(index => $"\"k{index}\":1"))}}}" },
    };

    static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    [Theory, MemberData(nameof(Costly))]
    public void Checking_ends_after_so_many_steps(string schema, string value) =>
        Assert.Contains("takes more than 2,000,000 steps", Assert.Throws<NodeException>(() => Faults(schema, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void References_may_follow_each_other_thousands_of_times()
    {
        var chain = new StringBuilder("""{"$ref": "#/$defs/d0", "$defs": {""");
        for (var index = 0; index < 4900; index++)
            chain.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""
                "d{{index}}": {"$ref": "#/$defs/d{{index + 1}}"},
                """);
        var (schema, _) = JsonSchema.Read(Json.Parse(chain.Append("\"d4900\": {\"type\": \"string\"}}}").ToString()));
        // A small stack is too small for that: an error, and not the end of the process.
        Exception? caught = null;
        var thread = new Thread(() => caught = Record.Exception(() => schema!.FindFaults(Json.Text("x"), CancellationToken.None)), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Contains("too recursive for this answer", Assert.IsType<NodeException>(caught).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checking_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => JsonSchema.Read(Json.Parse("{}")).Schema!.FindFaults(Json.Text("x"), cancel.Token));
    }

    [Theory]
    [InlineData("""{"pattern": "^(a+)+$"}""", "\"{0}!\"")]
    [InlineData("""{"patternProperties": {"^(a|aa)+$": false}}""", "{{\"{0}!\": 1}}")]
    [InlineData("""{"patternProperties": {"^(a|aa)+$": false}, "additionalProperties": true}""", "{{\"{0}!\": 1}}")]
    [InlineData("""{"propertyNames": {"pattern": "^(\\w*)*$"}}""", "{{\"{0}!\": 1}}")]
    public void Patterns_do_not_backtrack(string schema, string value) =>
        Assert.NotNull(Faults(schema, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, new string('a', 10_000))));

    static IReadOnlyList<string> Faults(string schema, string value)
    {
        var (read, problem) = JsonSchema.Read(Json.Parse(schema));
        Assert.Null(problem);
        return read!.FindFaults(Json.Parse(value), TestContext.Current.CancellationToken);
    }

    static string Problem(string schema)
    {
        var (read, problem) = JsonSchema.Read(Json.Parse(schema));
        Assert.Null(read);
        return problem!;
    }
}
