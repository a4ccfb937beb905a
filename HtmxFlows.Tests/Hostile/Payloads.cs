using HtmxFlows.Inputs;

namespace HtmxFlows.Tests.Hostile;

/// <summary>A value that is made to be too much for what reads it.</summary>
/// <param name="Json">The value as JSON, exactly as it is sent.</param>
/// <param name="Text">The text of it, for forms; null if it is no text.</param>
sealed record Payload(string Name, string Json, string? Text = null)
{
    public override string ToString() => Name;
}

/// <summary>The kinds of structure that a parser, compiler or evaluator could fail at, each with a name.</summary>
static class Payloads
{
    /// <summary>Texts, for every field that takes one.</summary>
    public static IReadOnlyList<Payload> Texts { get; } =
    [
        // Deep.
        Text("brackets", Nested("(", "1", ")", 30_000)),
        Text("square brackets", Nested("[", "", "]", 30_000)),
        Text("objects", Nested("{\"a\":", "1", "}", 20_000)),
        Text("open brackets", Times("([{<", 20_000)),
        Text("sub-expressions", $$$"""{{{{{Nested("a (", "a", ")", 12_000)}}}}}"""),
        Text("sub-expressions behind two backslashes", $$$"""\\{{{{{Nested("a (", "a", ")", 12_000)}}}}}"""),
        Text("sections", Nested("{{#if prompt}}", "x", "{{/if}}", 5_000)),
        Text("loops", Nested("{{#each @root}}", "x", "{{/each}}", 1_000)),
        Text("else with a tab", $$$"""{{#if prompt}}{{{Times("{{else\tif prompt}}", 5_000)}}}{{/if}}"""),
        Text("else", $$$"""{{#if prompt}}{{{Times("{{else if prompt}}", 5_000)}}}{{/if}}"""),
        Text("quotes of Markdown", $"{Times(">", 10_000)} x"),
        Text("lists of Markdown", $"{Times("- ", 5_000)} x"),
        Text("links of Markdown", Times("[", 20_000)),
        Text("images of Markdown", Times("![a", 5_000)),
        Text("emphasis of Markdown", Times("*a **b _c ", 5_000)),
        Text("code of Markdown", string.Concat(Enumerable.Range(1, 500).Select(length => $"{Times("`", length)} "))),
        Text("tables of Markdown", $"{Times("|a", 2_000)}\n{Times("|-", 2_000)}\n{Times("|b", 2_000)}"),
        Text("elements", Nested("<a>", "x", "</a>", 20_000)),
        Text("open elements", Times("<div>", 20_000)),
        Text("formatting elements", Times("<b><i><p>", 1_000)),
        Text("tables of HTML", Times("<table><tr><td>", 5_000)),
        Text("namespaces", string.Concat(Enumerable.Range(0, 3_000).Select(index => $"<a xmlns:n{index}='u{index}'>"))),
        Text("selector", Nested(":not(", "a", ")", 10_000)),
        Text("selector that looks back", Nested(":has(", "*", ")", 500)),
        Text("descendants", Times("* ", 5_000) + "*"),
        Text("XPath functions", Nested("not(", "a", ")", 20_000)),
        Text("XPath steps", Times("//*", 2_000)),
        Text("XPath predicates", Nested("a[", "1", "]", 10_000)),
        Text("XPath unions", Times("a|", 20_000) + "a"),
        Text("minus signs", Times("-", 30_000) + "1"),
        Text("sums", Times("1+", 30_000) + "1"),
        Text("SQL brackets", $"SELECT {Nested("(", "1", ")", 20_000)}"),
        Text("SQL subqueries", Nested("SELECT * FROM (", "SELECT 1", ")", 1_000)),
        Text("SQL unions", $"SELECT 1{Times(" UNION ALL SELECT 1", 5_000)}"),
        Text("SQL cases", $"SELECT {Nested("CASE WHEN 1 THEN ", "1", " END", 5_000)}"),
        Text("script brackets", $"return {Nested("(", "1", ")", 30_000)}"),
        Text("script calls", $"return {Nested("f(", "1", ")", 20_000)}"),
        Text("script functions", Nested("(function(){", "", "})()", 3_000)),
        Text("script templates", $"return {Nested("`${", "1", "}`", 10_000)}"),
        Text("script statements", Times("a;", 30_000)),
        Text("script loop", "while (true);"),
        Text("script memory", "const list = []; while (true) list.push({ a: 1 });"),
        Text("script text", "return 'x'.repeat(5e8);"),
        Text("script recursion", "const a = { get b() { return this.b; } }; return a.b;"),
        Text("script console", "while (true) console.log('x'.repeat(1000));"),
        Text("groups of an expression", Nested("(", "a", ")", 10_000)),
        Text("classes of an expression", Times("[a-[b-", 4_000)),
        Text("commands", $"curl http://a/ {Times("$(", 5_000)}"),
        // Wide.
        Text("expressions", Times("{{prompt}}", 50_000)),
        Text("steps of a path", Times("a.", 50_000) + "a"),
        Text("steps of an expression", $$$"""{{{{{Times("prompt.", 5_000)}}}a}}"""),
        Text("columns", Times("a,", 200_000)),
        Text("lines", Times("a\n", 100_000)),
        Text("quotes", Times("\"", 100_001)),
        Text("apostrophes", Times("'", 50_001)),
        Text("backslashes", Times("\\", 50_001)),
        Text("ampersands", Times("&amp;&", 20_000)),
        Text("SQL columns", $"SELECT {Times("1,", 30_000)}1"),
        Text("attributes", $"<a {string.Concat(Enumerable.Range(0, 10_000).Select(index => $"b{index}='' "))}/>"),
        Text("items", $"[{Times("1,", 200_000)}1]"),
        Text("members", $"{{{string.Concat(Enumerable.Range(0, 50_000).Select(index => $"\"{index}\":1,"))}\"\":1}}"),
        Text("headers", $"curl http://a/ {Times("-H a:b ", 10_000)}"),
        Text("digits", Times("9", 100_000)),
        Text("places", $"0.{Times("0", 100_000)}1"),
        Text("large exponent", "1e999999999"),
        Text("small exponent", "-1e-999999999"),
        Text("pattern of a date", Times("yyyy", 10_000)),
        Text("labels of an address", $"http://{Times("a.", 30_000)}/"),
        Text("users of an address", $"http://{Times("a@", 10_000)}a/{Times("%2f../", 10_000)}"),
        Text("unfinished address", "http://[::1"),
        Text("large text", Times("a", 1_000_000)),
        Text("large text of two bytes", Times("é", 500_000)),
        // Exponential.
        Text("JSON of JSON", $$$"""{{{{{Nested("json (", "json prompt", ")", 24)}}}}}"""),
        Text("more JSON of JSON", $$$"""{{{{{Nested("json (", "json prompt", ")", 45)}}}}}"""),
        Text("SQL doublings", $"WITH c0 AS (SELECT 1 AS x){string.Concat(Enumerable.Range(1, 40).Select(index => $", c{index} AS (SELECT * FROM c{index - 1} UNION ALL SELECT * FROM c{index - 1})"))} SELECT count(*) FROM c40"),
        Text("entities", $"<!DOCTYPE a [<!ENTITY e0 'ha'>{string.Concat(Enumerable.Range(1, 30).Select(index => $"<!ENTITY e{index} '&e{index - 1};&e{index - 1};'>"))}]><a>&e30;</a>"),
        // Looping.
        Text("loops over everything", $$$"""{{#each nodes}}{{{Nested("{{#each @root.nodes}}", "{{json @root}}", "{{/each}}", 8)}}}{{/each}}"""),
        Text("SQL without an end", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"),
        Text("SQL that collects without an end", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT json_group_array(x), group_concat(x) FROM c"),
        Text("SQL of one long operation", "SELECT unhex(replace(hex(zeroblob(1000000)),'0','z'), replace(hex(zeroblob(1000000)),'0','y')||'z') IS NULL"),
        Text("SQL that grows", $"SELECT length({Nested("replace(", "hex(zeroblob(100000))", ", '0', '00000000')", 8)})"),
        Text("SQL of large values", "SELECT randomblob(1000000000), zeroblob(1000000000), printf('%.*c', 1000000000, 'x')"),
        // Backtracking.
        Text("expression that backtracks", "^(a+)+$"),
        Text("expression with counts", "(a|aa|aaa|aaaa|[a-z]{1,50}){1,20}b.{0,500}c"),
        Text("counts of counts", "((((a{1,1000}){1,1000}){1,1000}){1,1000}){1,1000}"),
        Text("SQL that backtracks", $"SELECT {Times("(SELECT replace(hex(zeroblob(50000)), '0', 'a') LIKE '%a%a%a%a%a%a%a%a%a%a%ab') + ", 50)} 1"),
        Text("text to backtrack over", $"{Times("a", 50_000)}!"),
        // No text at all.
        Text("half surrogate", "a\ud800"),
        Text("surrogates in the wrong order", "\udc00\ud800"),
        Text("NUL", "a\0b"),
        Text("many NULs", Times("\0", 5_000)),
        Text("control characters", $"\ufeff\u202e\u2028\u2029\u0085\r\v\f\x1b[2J{Times("\u0301", 5_000)}"),
        Text("white space", "\t\u2028 \u00a0"),
    ];

    /// <summary>JSON, for fields that take any.</summary>
    public static IReadOnlyList<Payload> Values { get; } =
    [
        new("deep list", Nested("[", "", "]", 60)),
        new("deep object", Nested("{\"a\":", "1", "}", 60)),
        new("too deep list", Nested("[", "", "]", 50_000)),
        new("wide list", $"[{Times("1,", 100_000)}1]"),
        new("wide object", $"{{{string.Concat(Enumerable.Range(0, 20_000).Select(index => $"\"k{index}\":{{}},"))}\"\":1}}"),
        new("the same key twice", """{"a":1,"a":2}"""),
        new("large number", $"{Times("9", 100_000)}"),
        new("large exponent", "1e999999999"),
        new("nothing", "null"), new("truth", "true"), new("list of nothing", "[null,null]"), new("list of lists", "[[],[[]]]"), new("empty object", "{}"),
        new("list of many objects", $"[{Times("{},", 50_000)}{{}}]"),
        new("list of large texts", $"[{string.Join(',', Enumerable.Repeat(Wire.Json(Times("a", 50_000)), 8))}]"),
        new("schema of itself", """{"$ref":"#"}"""),
        new("schema of all of itself", """{"allOf":[{"$ref":"#"}]}"""),
        new("schema of what it is not", """{"not":{"$ref":"#"}}"""),
        new("schema that asks itself", """{"if":{"$ref":"#"},"then":true}"""),
        new("schemas of each other", """{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"oneOf":[{"$ref":"#/$defs/a"}]}}}"""),
        new("dynamic schema of itself", """{"$dynamicAnchor":"a","allOf":[{"$dynamicRef":"#a"}]}"""),
        new("recursive schema of itself", """{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveAnchor":true,"allOf":[{"$recursiveRef":"#"}]}"""),
        new("schema of its name", """{"$id":"http://x.example/s","allOf":[{"$ref":"http://x.example/s"}]}"""),
        new("schema that names another", """{"$id":"http://x.example/t","$ref":"http://x.example/s"}"""),
        new("schema of schemas", """{"$id":"https://json-schema.org/draft/2020-12/schema","type":"string"}"""),
        new("schema of a file", """{"$ref":"file:///etc/passwd"}"""),
        new("schema that dangles", """{"$ref":"#/$defs/none"}"""),
        new("exponential schema", ExponentialSchema()),
        new("schema that backtracks", """{"type":"string","pattern":"^(a+)+$"}"""),
        new("schema of names that backtrack", """{"patternProperties":{"^(a+)+$":false},"propertyNames":{"pattern":"^(a|aa)+$"}}"""),
        new("schema of many choices", $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 50_000))}}]}"""),
        new("schema of many rules", $$"""{"anyOf":[{{Times("""{"required":["a"]},""", 10_000)}}false]}"""),
        new("schema of different items", """{"uniqueItems":true,"items":{"uniqueItems":true},"contains":{"const":7},"minContains":3}"""),
        new("schema of odd numbers", """{"multipleOf":1e-300,"minimum":-1e308,"minLength":1e15,"maxItems":1e18}"""),
        new("schema of deep rules", Nested("""{"properties":{"a":""", "false", "}}", 25)),
        new("schema of what is left", """{"unevaluatedProperties":{"$ref":"#"},"unevaluatedItems":{"$ref":"#"},"additionalProperties":{"$ref":"#"},"items":{"$ref":"#"}}"""),
        new("schema of no sense", """{"type":7,"properties":[],"required":"a","items":3,"$defs":null,"pattern":"(","enum":{}}"""),
    ];

    /// <summary>What a field of a kind is fed; a value of the wrong kind is a payload as well.</summary>
    public static IEnumerable<Payload> For(FieldKind kind) => kind switch
    {
        FieldKind.Text or FieldKind.Code or FieldKind.Path => Texts,
        FieldKind.Template or FieldKind.Json => [.. Texts, .. Values],
        FieldKind.Texts => Texts.Select(text => new Payload($"a list of {text.Name}", $"[{text.Json},{text.Json}]", text.Text)).Concat(Values),
        _ => [.. Values, .. Texts.Where(text => text.Json.Length < 1000)],
    };

    /// <summary>Bodies of requests, for every operation that takes one.</summary>
    public static IReadOnlyList<Payload> Bodies { get; } =
    [
        .. Values, .. Texts.Where(text => text.Text is { Length: > 0 }).Select(text => new Payload($"{text.Name} as they are", text.Text!)),
        new("objects without an end", Times("{\"a\":", 500_000)),
        new("white space without an end", new string(' ', 7 * 1024 * 1024)),
    ];

    public static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    public static string Nested(string open, string inner, string close, int depth) => Times(open, depth) + inner + Times(close, depth);

    static string ExponentialSchema()
    {
        var definitions = string.Concat(Enumerable.Range(0, 30).Select(index => $$$""""d{{{index}}}":{"allOf":[{"$ref":"#/$defs/d{{{index + 1}}}"},{"$ref":"#/$defs/d{{{index + 1}}}"}]},""""));
        return $$$""""{"$ref":"#/$defs/d0","$defs":{{{{definitions}}}"d30":true}}"""";
    }

    static Payload Text(string name, string text) => new(name, Wire.Json(text), text);
}
