using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;

namespace HtmxFlows.Tests.Hostile;

/// <summary>Makes requests that are nearly right: by the API's OpenAPI document, by the forms of pages, and by the addresses of pages, with something odd in most of them.</summary>
/// <param name="document">The OpenAPI document.</param>
/// <param name="forms">Forms as pages rendered them, each with the address of its page.</param>
/// <param name="addresses">Addresses that can be read.</param>
/// <param name="ids">Ids of workflows and runs.</param>
sealed class RequestGenerator(JsonElement document, IReadOnlyList<(string Page, IHtmlFormElement Form)> forms, IReadOnlyList<string> addresses, IReadOnlyList<string> ids)
{
    static readonly string[] Odd =
    [
        "", " ", "\t", "0", "-1", "1", "2147483648", "9223372036854775808", "1e400", "NaN", "true", "null", "undefined", "x", "a.b", "a[0]", "../../etc/passwd", "%", "%00", "%2e%2e", "%zz", "\\", "'", "\"", "<b>", "&", "{{prompt}}", "{{", "{{#each", "\ud800",
        "\0", "\u2028", "é", "😀", "\ufeff", "\r\n", "[", "{", "[]", "{}", "{\"a\":1}", "2030-01-31", "2030-02-30T25:00:00Z", "00000000-0000-0000-0000-000000000000", "node", "Add", "Publish", "add:headers", "remove:headers[0]", "into:template", "insert:prompt", "test", "xmlns",
        "--", "~/", "//evil.example/", "javascript:x", "*", "**", "W/\"1\"", "(", "^(a+)+$", new('a', 3_000), new('[', 500),
    ];

    static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", ["*/*", "text/html", "application/json", "text/event-stream", "application/x-ndjson", "text/plain", "image/png", "", ",", "text/html;q=2", "*/*;q=0", "application/json;charset=x", "a", "text/*;q=0.1, */*;q=\"x\""]),
        ("Accept-Encoding", ["gzip, br", "identity;q=0", "*;q=0", "zstd", "gzip;q=nan"]), ("Accept-Language", ["de", "*", new('x', 500)]),
        ("Last-Event-ID", ["0", "1", "-1", "999999", "x", "1/2", "00000000-0000-0000-0000-000000000000/1", "99999999999999999999"]),
        ("Range", ["bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1,2-2", "x"]), ("If-None-Match", ["*", "\"1\"", "W/\"1\"", "x", ",,"]), ("If-Match", ["*", "\"1\"", "x", "\"a\", \"b\"", "W/*"]),
        ("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "x"]), ("If-Range", ["x", "\"1\""]), ("Prefer", ["wait=0", "wait=1", "wait=x", "wait=-1", "wait=1; wait=0", "return=minimal", "="]),
        ("Sec-Fetch-Site", ["same-origin", "cross-site", "none", "x"]), ("Origin", ["null", "http://evil.example", "x", "http://localhost"]), ("HX-Request", ["true", "x"]), ("HX-Target", ["panel", "<"]), ("HX-Boosted", ["true"]), ("HX-History-Restore-Request", ["true"]),
        ("Cookie", ["htmxflows-form=x", "a=b; a=c", "=", new('x', 4_000), ";;;"]), ("X-Forwarded-For", ["1.2.3.4", "x"]), ("X-Forwarded-Proto", ["https"]), ("X-HTTP-Method-Override", ["DELETE"]), ("Expect", ["100-continue"]),
        ("Authorization", ["Basic x", "Bearer"]), ("Referer", ["x", "http://evil.example/"]), ("TE", ["trailers"]), ("Upgrade", ["websocket", "h2c"]), ("Access-Control-Request-Method", ["PUT"]), ("Content-Language", ["x"]), ("RequestVerificationToken", ["x"]),
    ];

    static readonly string[] Methods = ["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY"],
        Types = ["application/json", "application/json; charset=utf-16", "application/json; charset=latin1", "application/json;charset=\"", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=utf-7",
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "text/plain", "application/vnd.x+json", "x", ""];

    readonly (string Method, string Path, JsonElement Operation)[] operations =
        [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)))];

    public HttpRequestMessage Make(Random random)
    {
        var request = random.Next(10) switch { < 4 => OfForm(random), < 8 => OfOperation(random), _ => OfAddress(random) };
        for (var more = random.Next(3) == 0 ? random.Next(1, 4) : 0; more > 0; more--)
        {
            var (name, values) = Pick(random, Headers);
            request.Headers.TryAddWithoutValidation(name, random.Next(5) == 0 ? Printable(Pick(random, Odd)) : Pick(random, values));
        }
        return request;
    }

    HttpRequestMessage OfAddress(Random random)
    {
        var request = new HttpRequestMessage(new(Pick(random, Methods)), Address(Pick(random, addresses), random));
        if (request.Method.Method is not ("GET" or "HEAD" or "TRACE" or "OPTIONS") && random.Next(2) == 0)
            request.Content = Body(Pick(random, Odd), Pick(random, Types), random);
        return request;
    }

    HttpRequestMessage OfForm(Random random)
    {
        var (page, form) = Pick(random, forms);
        List<KeyValuePair<string, string>> fields = [.. Fields(form)];
        for (var changes = random.Next(1, 5); changes > 0 && fields.Count > 0; changes--)
        {
            var at = random.Next(fields.Count);
            // Most keep the token, so that the code behind its check is reached.
            if (fields[at].Key == "__RequestVerificationToken" && random.Next(50) > 0)
                continue;
            var value = Pick(random, random.Next(4) == 0 ? ids : Odd);
            switch (random.Next(8))
            {
                case 0: fields.RemoveAt(at); break;
                case 1: fields.Add(KeyValuePair.Create(fields[at].Key, value)); break;
                case 2: fields.Add(KeyValuePair.Create(value, Pick(random, Odd))); break;
                case 3: fields[at] = KeyValuePair.Create($"{fields[at].Key}{Pick(random, ["[0]", "[9999]", ".a", "[", "[-1].name", "[0].name"])}", value); break;
                default: fields[at] = KeyValuePair.Create(fields[at].Key, value); break;
            }
        }
        var action = (form.GetAttribute("action") is { Length: > 0 } own ? own : page).Split('#')[0];
        if (random.Next(10) == 0)
            action = Address(action, random);
        if (form.Method != "post")
            return new(HttpMethod.Get, $"{action.Split('?')[0]}?{Wire.Form(fields)}");
        var type = random.Next(25) == 0 ? Pick(random, Types) : "application/x-www-form-urlencoded";
        return new(HttpMethod.Post, action) { Content = random.Next(8) == 0 ? Multipart(fields) : Body(Wire.Form(fields), type, random) };
    }

    HttpRequestMessage OfOperation(Random random)
    {
        var (method, path, operation) = Pick(random, operations);
        var query = new List<string>();
        var request = new HttpRequestMessage(new(method), "/");
        foreach (var parameter in operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToArray() : [])
        {
            var (name, place) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString());
            var value = random.Next(8) == 0 ? Pick(random, Odd) : place == "path" || name == "thread" ? Pick(random, ids) : Pick(random, ["1", "2", "0", "x", "*"]);
            if (place == "path")
                path = path.Replace($"{{{name}}}", Escape(value), StringComparison.Ordinal);
            else if (place == "query" && random.Next(2) == 0)
                query.Add($"{name}={Escape(value)}");
            else if (place == "header" && random.Next(3) > 0)
                request.Headers.TryAddWithoutValidation(name, name == "Prefer" ? "wait=1" : Printable(value));
        }
        request.RequestUri = new(path.Replace("{", "%7B", StringComparison.Ordinal) + (query.Count > 0 ? $"?{string.Join('&', query)}" : ""), UriKind.Relative);
        if (operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var media))
        {
            var json = Value(media.GetProperty("schema"), "", random, 4);
            if (random.Next(12) == 0)
                json = random.Next(3) switch { 0 => json[..random.Next(json.Length)], 1 => $"[{json}]", _ => json + json };
            request.Content = Body(json, random.Next(25) == 0 ? Pick(random, Types) : "application/json", random);
        }
        return request;
    }

    /// <summary>A value that fits a schema mostly.</summary>
    string Value(JsonElement schema, string name, Random random, int depth)
    {
        if (random.Next(30) == 0 || depth == 0)
            return Pick(random, ["null", "true", "7", "-1.5e300", "\"\"", "[]", "{}", "[[]]", "\"\\ud800\"", "\"\\u0000\"", "1e400", "{\"a\":1,\"a\":2}", Payloads.Nested("[", "", "]", 62)]);
        if (name == "flow")
            return Pick(random, Flows);
        if (schema.TryGetProperty("$ref", out var reference))
            return Value(reference.GetString()![2..].Split('/').Aggregate(document, (at, step) => at.GetProperty(step)), name, random, depth - 1);
        if (schema.TryGetProperty("oneOf", out var choices))
            return Value(choices[random.Next(choices.GetArrayLength())], name, random, depth - 1);
        if (schema.TryGetProperty("properties", out var properties))
            return $"{{{string.Join(',', properties.EnumerateObject().Where(_ => random.Next(8) > 0).Select(member => $"{Wire.Json(member.Name)}:{Value(member.Value, member.Name, random, depth - 1)}").Concat(random.Next(15) == 0 ? ["\"more\":1"] : Array.Empty<string>()))}}}";
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "uuid")
            return Wire.Json(Pick(random, ids));
        if (schema.TryGetProperty("type", out var type) && type.ToString().Contains("string", StringComparison.Ordinal))
            return Wire.Json(random.Next(3) == 0 ? name switch { "node" => "ask", "decision" => "approve", _ => "Fuzzed" } : Pick(random, Odd));
        return Pick(random, ["7", "\"a\"", "{\"a\":\"x\",\"b\":2}", "{\"a\":null}", "[1]", "null"]);
    }

    static readonly string[] Flows =
    [
        """{"nodes":[{"id":"a","type":"template","data":{"template":"{{prompt}}"}}],"edges":[]}""", """{"nodes":[{"id":"a","type":"nonsense","data":{}}],"edges":[{"source":"a","target":"b"}]}""", """{"nodes":[],"edges":null}""",
        """{"nodes":[{"id":"ask","type":"approve","data":{"text":"?","fields":[{"name":"a","type":"json"}]}}],"inputs":[{"name":"a","type":"text"},{"name":"b","type":"number","default":1}]}""",
        """{"nodes":[{"id":"a","type":"branch","data":{"conditions":[{"left":"{{prompt}}","operator":"matches","right":"("}]}},{"id":"b","type":"fail","data":{"message":"no"}}],"edges":[{"source":"a","sourceHandle":"true","target":"b"}]}""",
        """{"nodes":[{"id":"s","type":"store","data":{"operation":"put","collection":" ","key":"{{prompt}}","value":"{{run.id}}"}}],"concurrency":{"limit":1,"beyond":"refuse"}}""",
        """{"nodes":[{"id":"w","type":"workflow","data":{"workflow":"Fuzzed","prompt":"x"}}],"edges":[{"source":"w","target":"w"}]}""", """{"nodes":[{"id":"c","type":"compute","data":{"sql":"SELECT 1, :prompt"}}]}""", "{}", "7",
    ];

    string Address(string address, Random random) => random.Next(6) switch
    {
        0 => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Escape(Pick(random, ["node", "edge", "panel", "add", "to", "port", "q", "page", "handler", "into", "at", "status", "after", "collection", "key", "prefix", "version", "from"]))}={Escape(Pick(random, Odd))}",
        1 => $"{address.Split('?')[0].TrimEnd('/')}/{Escape(Pick(random, Odd))}",
        2 => string.Join('/', address.Split('/').Select(step => step.Length > 0 && random.Next(3) == 0 ? Escape(Pick(random, Odd)) : step)) is ['/', '/', ..] or [not '/', ..] or "" ? "/" : address,
        3 => Guids().Replace(address, _ => Pick(random, ids)),
        _ => address,
    };

    static System.Text.RegularExpressions.Regex Guids() => new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    static ByteArrayContent Body(string text, string type, Random random)
    {
        var octets = random.Next(20) switch
        {
            0 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            1 => Encoding.Unicode.GetBytes(text),
            2 => Encoding.Latin1.GetBytes(text),
            3 => Zipped(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
        var content = new ByteArrayContent(octets);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (random.Next(30) == 0)
            content.Headers.TryAddWithoutValidation("Content-Encoding", Pick(random, ["gzip", "br", "x", ""]));
        return content;
    }

    static byte[] Zipped(string text)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return zipped.ToArray();
    }

    static ByteArrayContent Multipart(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var parts = string.Concat(fields.Select(field => $"--odd\r\nContent-Disposition: form-data; name=\"{field.Key}\"\r\n\r\n{field.Value}\r\n"));
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{parts}--odd--\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=odd");
        return content;
    }

    /// <summary>What a browser would send of the untouched form, for each of its buttons.</summary>
    static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form) => form.Elements.Where(field => field.GetAttribute("name") is { Length: > 0 }).Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field switch
    {
        IHtmlTextAreaElement text => text.Value,
        IHtmlSelectElement select => select.Value ?? "",
        IHtmlInputElement input => input.Value,
        _ => field.GetAttribute("value") ?? "",
    }));

    // A request line and a header hold no raw control character; what a client cannot send is left to tests that write to the socket.
    static string Printable(string text) => string.Concat(text.Where(character => character is >= ' ' and < '\x7f'));

    static string Escape(string text) => text.StartsWith('%') ? text : Wire.Form([KeyValuePair.Create(text, "")])[..^1];

    static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
