using System.Net;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Functions;

/// <summary>Text in other forms, all by way of UTF-8. What is decoded and is not text is refused.</summary>
public sealed class EncodingFunctions : FunctionFamily
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string Title => "Encoding";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("url-encode text", "The text with percent signs for all characters that have a meaning in URLs.", """{{url-encode "a b&c=ü"}}""", call => Json.Text(Uri.EscapeDataString(call.Text(0)))) { TakesSecrets = true },
        new("url-decode text", "The text of a percent-encoded one. A plus sign stays a plus sign.", """{{url-decode "a%20b%26c%3D%C3%BC"}}""", UrlDecode),
        new("base64 text", "The text in base64.", """{{base64 "user:pass"}}""", call => Json.Text(Convert.ToBase64String(Utf8.GetBytes(call.Text(0))))) { TakesSecrets = true },
        new("base64-decode text", "The text of base64, also in its form for URLs and without padding.", """{{base64-decode "dXNlcjpwYXNz"}}""", Base64Decode),
        new("hex text", "The bytes of the text in hexadecimal digits.", """{{hex "Zürich"}}""", call => Json.Text(Convert.ToHexStringLower(Utf8.GetBytes(call.Text(0))))) { TakesSecrets = true },
        new("hex-decode text", "The text of hexadecimal digits.", """{{hex-decode "5ac3bc72696368"}}""", HexDecode),
        new("html-escape text", "The text for a place in HTML.", """{{html-escape "<b> & more"}}""", call => Json.Text(WebUtility.HtmlEncode(call.Text(0)))) { TakesSecrets = true },
        new("html-unescape text", "The text of HTML without tags.", """{{html-unescape "&lt;b&gt; &amp; m&ouml;re"}}""", call => Json.Text(WebUtility.HtmlDecode(call.Text(0)))),
        new("parse-json text", "The value of JSON text.", """{{parse-json "[1, 2.50]"}}""", ParseJson),
    ];

    static JsonElement UrlDecode(FunctionCall call)
    {
        var bytes = Utf8.GetBytes(call.Text(0));
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var isEscape = bytes[at] == '%';
            if (isEscape && (at + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[at + 1]) || !char.IsAsciiHexDigit((char)bytes[at + 2])))
                throw call.Refuse(0, "text with two hexadecimal digits after each %");
            bytes[length++] = isEscape ? Convert.FromHexString(Encoding.ASCII.GetString(bytes, at + 1, 2))[0] : bytes[at];
            at += isEscape ? 2 : 0;
        }
        return Decoded(call, bytes.AsSpan(0, length));
    }

    static JsonElement Base64Decode(FunctionCall call)
    {
        var digits = call.Text(0).Trim().TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var bytes = new byte[digits.Length];
        return Convert.TryFromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? Decoded(call, bytes.AsSpan(0, length)) : throw call.Refuse(0, "text in base64");
    }

    static JsonElement HexDecode(FunctionCall call)
    {
        var digits = call.Text(0).Trim();
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Decoded(call, Convert.FromHexString(digits))
            : throw call.Refuse(0, "text of hexadecimal digits, two for each byte");
    }

    static JsonElement Decoded(FunctionCall call, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Json.Text(Utf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            throw call.Refuse(0, "the encoded form of text in UTF-8");
        }
    }

    static JsonElement ParseJson(FunctionCall call) => Json.TryParse(call.Text(0)) ?? throw call.Refuse(0, "JSON text without duplicate keys");
}
