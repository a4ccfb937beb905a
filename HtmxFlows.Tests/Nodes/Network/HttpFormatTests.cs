using System.Text;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Whole runs that read what peers really send: no body, other character sets, other media types, JSON that is almost strict.</summary>
public sealed class HttpFormatTests : FlowTests
{
    const string ReadBody = """
        g json {"operation": "get", "value": "{{f}}", "path": "body"}
        f -> g
        """;

    [Theory]
    [InlineData(204, null)]
    [InlineData(200, "application/json")]
    [InlineData(200, "text/html")]
    public async Task A_body_that_is_empty_is_null_and_can_be_read(int status, string? type)
    {
        await using var peer = await Sending(type, "", status);
        Assert.Equal("\"got []\"", await ResultFrom(peer, """
            x template {"template": "got [{{f.body}}]"}
            f -> x
            """));
        Assert.Equal("null", await ResultFrom(peer, ReadBody));
    }

    [Theory]
    [InlineData("text/html", "latin1", "<html><head><meta charset=\"iso-8859-1\"></head><p>Região grátis</p>")]
    [InlineData("text/html", "latin1", "<html><head><META http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'></head><p>Região grátis</p>")]
    [InlineData("text/html", "windows-1252", "<meta charset=iso-8859-1><p>“Região” 5 €</p>")]
    [InlineData("text/html", "windows-1251", "<meta name=x><meta charset = 'windows-1251' ><p>Привет</p>")]
    [InlineData("text/html", "utf-8", "<meta charset=utf-16><p>Região</p>")]
    [InlineData("application/xhtml+xml", "iso-8859-2", "<?xml version='1.0' encoding='ISO-8859-2'?><p>Łódź</p>")]
    [InlineData("application/rss+xml", "iso-8859-15", "\n<?xml version=\"1.0\" encoding=\"iso-8859-15\" ?><rss>5 €</rss>")]
    [InlineData("text/xml", "utf-16", "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>ü</a>")]
    [InlineData("text/xml", "utf-16BE", "<?xml version=\"1.0\"?><a>ü</a>")]
    [InlineData("application/xml", "utf-8", "<?xml version=\"1.0\" encoding=\"klingon\"?><a>ü</a>")]
    [InlineData("text/html; charset=iso-8859-1", "latin1", "<meta charset=utf-8><p>é</p>")]
    [InlineData("text/html; charset=\"windows-1251\"; x", "windows-1251", "Привет")]
    [InlineData("text/csv;charset='CP1252'", "windows-1252", "5 €")]
    [InlineData("application/json; charset=utf-8, application/json", "utf-8", "\"ü\"")]
    [InlineData("text/plain; charset=", "utf-8", "ü")]
    public async Task The_encoding_is_the_one_that_the_answer_names(string type, string encoding, string text)
    {
        await using var peer = await Sending(type, Encoded(encoding, text));
        Assert.Equal(type.Contains("json", StringComparison.Ordinal) ? text : Json(text), await ResultFrom(peer, ReadBody));
    }

    [Theory]
    [InlineData("text/csv", "Windows-1252", "Name;Betrag\nMüller;12,50\n")]
    [InlineData("text/csv; charset=utf-8", "iso-8859-1", "Müller")]
    [InlineData("text/html", "Shift_JIS", "<meta charset=utf-8>日本")]
    [InlineData("application/octet-stream", "UTF-16", "Müller")]
    [InlineData("application/vnd.ms-excel", "windows-1250", "Łódź")]
    public async Task A_setting_names_the_encoding(string type, string encoding, string text)
    {
        await using var peer = await Sending(type, Encoded(encoding, text));
        Assert.Equal(Json(text), await ResultFrom(peer, ReadBody, $", \"encoding\": \"{encoding}\""));
    }

    [Fact]
    public async Task A_byte_order_mark_overrides_every_other_name_of_an_encoding()
    {
        await using var peer = await Sending("text/html; charset=iso-8859-1", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("<meta charset=windows-1251>ü")]);
        Assert.Equal(Json("<meta charset=windows-1251>ü"), await ResultFrom(peer, ReadBody, ", \"encoding\": \"windows-1252\""));
    }

    [Fact]
    public async Task A_table_in_another_encoding_gives_its_rows()
    {
        await using var peer = await Sending("text/csv", Encoded("windows-1252", "Name;Betrag\nMüller;12,50\n"));
        Assert.Equal("""[{"Name":"Müller","Betrag":"12,50"}]""", await ResultFrom(peer, """
            c csv {"operation": "parse", "value": "{{f.body}}", "delimiter": ";"}
            f -> c
            """, ", \"encoding\": \"windows-1252\""));
        Assert.Equal("""[{"Name":"Müller","Betrag":"12,50"}]""", await ResultFrom(peer, """
            c csv {"operation": "parse", "value": "{{f.body}}", "delimiter": ";", "encoding": "windows-1252"}
            f -> c
            """, ", \"response\": \"base64\""));
    }

    [Theory]
    [InlineData("Application/JSON; charset=UTF-8", """{"a":1}""", """{"a":1}""")]
    [InlineData("application/Problem+Json", "[1]", "[1]")]
    [InlineData("TEXT/Plain", "x", "\"x\"")]
    [InlineData("application/javascript", "cb({\"a\":1})", "\"cb({\\\"a\\\":1})\"")]
    [InlineData("Application/X-JavaScript", "1", "\"1\"")]
    [InlineData("application/yaml", "a: 1", "\"a: 1\"")]
    [InlineData("application/x-ndjson", "{}\n{}", "\"{}\\n{}\"")]
    [InlineData("application/csv", "a,b", "\"a,b\"")]
    [InlineData("application/x-json", "[1]", "\"[1]\"")]
    [InlineData("application/Atom+XML", "<a/>", "\"<a/>\"")]
    [InlineData("application/vnd.oai.openapi+yaml", "a", "\"a\"")]
    [InlineData("application/x-www-form-urlencoded", "a=1", "\"a=1\"")]
    public async Task Media_types_ignore_case_and_text_is_text(string type, string body, string json)
    {
        await using var peer = await Sending(type, body);
        Assert.Equal(json, await ResultFrom(peer, ReadBody));
    }

    [Theory]
    [InlineData("""{"id":1,"name":"a","id":2}""", """{"id":2,"name":"a"}""")]
    [InlineData("""[{"a":{"b":1,"b":{"c":1,"c":1.10}}}]""", """[{"a":{"b":{"c":1.10}}}]""")]
    [InlineData("\uFEFF{\"a\":\"ü\",\"a\":\"\\u00fc\"}", """{"a":"ü"}""")]
    public async Task Of_equal_keys_in_an_answer_the_last_wins(string body, string json)
    {
        await using var peer = await Sending("application/json", body);
        Assert.Equal(json, await ResultFrom(peer, ReadBody));
    }

    [Fact]
    public async Task Equal_keys_in_a_refusal_are_read_alike()
    {
        await using var peer = await Sending("application/json", """{"why":"a","why":"b"}""", 409);
        Assert.Equal("\"b\"", await ResultFrom(peer, """
            t template {"template": "{{input.body.why}}"}
            f:error -> t
            """, ", \"settings\": {\"onError\": \"port\"}"));
    }

    [Fact]
    public async Task A_body_that_is_packed_with_Zstandard_is_unpacked()
    {
        using var compressor = new ZstdSharp.Compressor();
        await using var peer = await Sending("application/json", compressor.Wrap("""{"a":"unpacked"}"""u8).ToArray(), coding: "zstd");
        Assert.Equal("""{"a":"unpacked"}""", (await Engine.Run(Flow(peer, ReadBody, ""))).Result!.Value.GetRawText());
    }

    [Theory]
    [InlineData("application/json", "{\"a\":NaN}", null, "unexpected N (JSON has no NaN) at line 1, column 6")]
    [InlineData("application/json", "[Infinity]", null, "unexpected I (JSON has no Infinity)")]
    [InlineData("text/plain", "(packed)", "compress", "The body is compressed with compress, which is not supported. Send the header Accept-Encoding: gzip.")]
    [InlineData("text/plain", "(packed)", "zstd", "The compressed body is damaged. Try again, or send Accept-Encoding: identity.")]
    [InlineData("application/json", "(packed)", "x-gzip", "The body is compressed with x-gzip")]
    [InlineData("text/plain; charset=klingon", "a", null, "The body is text in the charset \"klingon\", which is not supported. Set an encoding, or request UTF-8.")]
    public async Task An_answer_that_cannot_be_read_fails_with_a_sentence(string type, string body, string? coding, string message)
    {
        await using var peer = await Sending(type, body, coding: coding);
        var end = await Engine.Run(Flow(peer, ReadBody, ""));
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains(message, end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_in_an_unknown_encoding_still_gives_its_status()
    {
        await using var peer = await Sending("text/plain; charset=klingon", "a", 404);
        Assert.Contains("answered 404 Not Found", (await Engine.Run(Flow(peer, ReadBody, ""))).Error, StringComparison.Ordinal);
    }

    Task<string?> ResultFrom(HttpPeer peer, string nodes, string settings = "") => Result(Flow(peer, nodes, settings));

    static string Flow(HttpPeer peer, string nodes, string settings) => $$"""
        f http {"url": "{{peer.Url}}"{{settings}} }
        {{nodes}}
        """;

    static string Json(string text) => HtmxFlows.Data.Json.Text(text).GetRawText();

    static byte[] Encoded(string encoding, string text) => (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)).GetBytes(text);

    static Task<HttpPeer> Sending(string? type, string body, int status = 200, string? coding = null) => Sending(type, Encoding.UTF8.GetBytes(body), status, coding);

    static Task<HttpPeer> Sending(string? type, byte[] body, int status = 200, string? coding = null) => HttpPeer.Start(context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ContentType = type;
        context.Response.Headers.ContentEncoding = coding;
        return body.Length == 0 ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
    });
}
