using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Functions;

public sealed class EncodingFunctionsTests
{
    [Theory]
    [InlineData("{{url-encode \"a b&c=ü/+\"}}", "\"a%20b%26c%3D%C3%BC%2F%2B\"")]
    [InlineData("{{url-decode \"a%20b%C3%BC+\"}}", "\"a bü+\"")]
    [InlineData("{{base64 \"Zürich\"}}", "\"WsO8cmljaA==\"")]
    [InlineData("{{base64-decode \"WsO8cmljaA\"}}", "\"Zürich\"")]
    [InlineData("{{base64-decode \"Pz8_\"}}", "\"???\"")]
    [InlineData("{{hex \"Zü\"}}", "\"5ac3bc\"")]
    [InlineData("{{hex-decode \"5AC3bc\"}}", "\"Zü\"")]
    [InlineData("{{html-escape \"<a href='x'>&\"}}", "\"&lt;a href=&#39;x&#39;&gt;&amp;\"")]
    [InlineData("{{html-unescape \"&lt;&eacute;&#39;\"}}", "\"<é'\"")]
    [InlineData("{{parse-json \"[1, 2.50]\"}}", "[1, 2.50]")]
    [InlineData("{{parse-json \"null\"}}", "null")]
    public void An_encoding_function_returns_its_value(string template, string json) => Assert.Equal(json, Call.Value(template));

    [Theory]
    [InlineData("{{url-decode \"%C3\"}}", "`url-decode`: text is the text “%C3”; the encoded form of text in UTF-8 is required.")]
    [InlineData("{{url-decode \"50%\"}}", "`url-decode`: text is the text “50%”; text with two hexadecimal digits after each % is required.")]
    [InlineData("{{base64-decode \"a\"}}", "`base64-decode`: text is the text “a”; text in base64 is required.")]
    [InlineData("{{base64-decode \"/w==\"}}", "`base64-decode`: text is the text “/w==”; the encoded form of text in UTF-8 is required.")]
    [InlineData("{{hex-decode \"abc\"}}", "`hex-decode`: text is the text “abc”; text of hexadecimal digits, two for each byte is required.")]
    [InlineData("{{parse-json \"{\"}}", "`parse-json`: text is the text “{”; JSON text without duplicate keys is required.")]
    public void What_is_not_encoded_text_is_refused(string template, string message) => Assert.Equal(message, Call.Failure(template));

    [Fact]
    public void Decoding_undoes_encoding() => Prop.ForAll(ArbMap.Default.ArbFor<UnicodeString>(), any => IsInverse(any.Get ?? "")).QuickCheckThrowOnFailure();

    static void IsInverse(string any)
    {
        // Half a surrogate pair is not text.
        var text = string.Concat(any.EnumerateRunes().Select(rune => rune.ToString()));
        var data = Json.From(new { text }).GetRawText();

        Assert.Equal(Json.Text(text).GetRawText(), Call.Value("{{url-decode (url-encode text)}}", data));
        Assert.Equal(Json.Text(text).GetRawText(), Call.Value("{{base64-decode (base64 text)}}", data));
        Assert.Equal(Json.Text(text).GetRawText(), Call.Value("{{hex-decode (hex text)}}", data));
        Assert.Equal(Json.Text(text).GetRawText(), Call.Value("{{html-unescape (html-escape text)}}", data));
        Assert.Equal(Json.Text(text).GetRawText(), Call.Value("{{parse-json (json text)}}", data));
    }
}
