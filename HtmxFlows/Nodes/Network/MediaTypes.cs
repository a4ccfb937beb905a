namespace HtmxFlows.Nodes;

/// <summary>Which media types are JSON and which are text; all others are bytes. The types are in lower case and without parameters.</summary>
static class MediaTypes
{
    static readonly HashSet<string> Texts =
    [
        "application/xml", "application/xml-dtd", "application/x-www-form-urlencoded",
        "application/javascript", "application/x-javascript", "application/ecmascript", "application/typescript", "application/x-typescript",
        "application/yaml", "application/x-yaml", "application/toml", "application/graphql", "application/sql", "application/x-sh",
        "application/csv", "application/x-csv", "application/tab-separated-values", "application/x-subrip",
        "application/x-json", "application/json5", "application/json-seq", "application/jsonl", "application/x-jsonl", "application/jsonlines",
        "application/x-jsonlines", "application/ndjson", "application/x-ndjson", "application/jsonp", "application/jwt",
        "application/ics", "application/calendar", "application/rtf", "application/x-tex", "application/x-pem-file", "application/pem-certificate-chain",
        "application/mbox", "application/vnd.apple.mpegurl", "application/x-mpegurl", "application/n-triples", "application/n-quads", "application/trig",
        "application/sparql-query", "message/rfc822", "image/svg",
    ];

    static readonly string[] TextSuffixes = ["+xml", "+yaml", "+csv", "+json-seq", "+jsonl", "+ndjson", "+jwt"];

    public static bool IsJson(string type) => type is "application/json" || type.EndsWith("+json", StringComparison.Ordinal);

    public static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || Texts.Contains(type) || TextSuffixes.Any(suffix => type.EndsWith(suffix, StringComparison.Ordinal));
}
