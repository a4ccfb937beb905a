using System.Net;
using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Credentials;

public sealed class SecretMaskTests
{
    const string Key = "K7+/\"é 'x\\&<y>=\n末end";

    static readonly SecretMask Mask = new(new Dictionary<string, string> { ["KEY"] = Key, ["TOKEN"] = "swordfish-4711", ["PIN"] = "73914682" });

    public static TheoryData<string> Ways =>
    [
        Key,
        Key.ToUpperInvariant(),
        Key.ToLowerInvariant(),
        Key.Replace("\n", "\r\n", StringComparison.Ordinal),
        JsonSerializer.Serialize(Key)[1..^1],
        JsonSerializer.Serialize(JsonSerializer.Serialize(Key))[7..^7],
        Json.Text(Key).GetRawText()[1..^1],
        Json.Text(Key).GetRawText()[1..^1].Replace("/", "\\/", StringComparison.Ordinal),
        string.Concat(Key.Select(unit => $"\\u{(int)unit:X4}")),
        Uri.EscapeDataString(Key),
        Uri.EscapeDataString(Uri.EscapeDataString(Key)),
        Uri.EscapeDataString(Key).ToLowerInvariant(),
        WebUtility.UrlEncode(Key),
        string.Concat(Encoding.UTF8.GetBytes(Key).Select(part => $"%{part:X2}")),
        WebUtility.HtmlEncode(Key),
        WebUtility.HtmlEncode(WebUtility.HtmlEncode(Key)),
        string.Concat(Key.EnumerateRunes().Select(letter => $"&#x{letter.Value:X};")),
    ];

    [Theory, MemberData(nameof(Ways))]
    public void A_secret_is_masked_however_it_is_written(string written) => Assert.Equal("before•••KEY•••after", Mask.Mask($"before{written}after"));

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("u:")]
    [InlineData("us:")]
    [InlineData("an Ünusually long name:")]
    public void In_base64_every_digit_that_holds_a_bit_of_a_secret_is_masked(string before)
    {
        foreach (var (secret, name) in new[] { (Key, "KEY"), ("swordfish-4711", "TOKEN"), ("73914682", "PIN") })
        {
            foreach (var after in new[] { "", "!", "!!", "!!!" })
            {
                var written = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + secret + after));
                var (from, to) = (8 * Encoding.UTF8.GetByteCount(before) / 6, (8 * Encoding.UTF8.GetByteCount(before + secret) + 5) / 6);

                Assert.Equal($"Basic {written[..from]}•••{name}•••{written[to..]}", Mask.Mask($"Basic {written}"));
                foreach (var way in new[] { written.Replace('+', '-').Replace('/', '_'), Uri.EscapeDataString(written), string.Join("\r\n", written.Chunk(7).Select(line => new string(line))), JsonSerializer.Serialize(written), written.Replace("/", "\\/", StringComparison.Ordinal) })
                    Assert.True(Mask.Mask(way) is var masked && masked.Contains($"•••{name}•••", StringComparison.Ordinal) && masked.Length - way.Length <= $"•••{name}•••".Length - (to - from), masked);
            }
        }
    }

    [Theory]
    [InlineData("the text “swor…”", "the text “•••TOKEN•••”")]
    [InlineData("the text “Bearer swordfish-471…”", "the text “Bearer •••TOKEN•••”")]
    [InlineData("the text “SWORDF…”", "the text “•••TOKEN•••”")]
    [InlineData("the text “swo…”", "the text “swo…”")]
    [InlineData("a sword … and a fish", "a sword … and a fish")]
    [InlineData("swordfish-4712", "•••TOKEN•••2")]
    [InlineData("sworDFIsh", "sworDFIsh")]
    [InlineData("", "")]
    public void The_beginning_of_a_secret_that_was_cut_off_is_masked_too(string text, string masked) => Assert.Equal(masked, Mask.Mask(text));

    [Theory]
    [InlineData("sk_live_51Hx9QkLmN0pRs")]
    [InlineData("0f8a1c7e5b3d9024")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("4929123456781234")]
    [InlineData("Grüße-aus-Zürich-7")]
    public void A_secret_is_masked_in_hexadecimal_digits_reversed_and_in_pieces(string secret)
    {
        var mask = new SecretMask(new Dictionary<string, string> { ["S"] = secret });
        var bytes = Encoding.UTF8.GetBytes(secret);
        var hex = Convert.ToHexStringLower(bytes);

        Assert.Equal("[•••S•••]", mask.Mask($"[{hex}]"));
        Assert.Equal("[•••S•••]", mask.Mask($"[{hex.ToUpperInvariant()}]"));
        foreach (var separator in new[] { ":", "-", " " })
            Assert.Equal("[•••S•••]", mask.Mask($"[{string.Join(separator, bytes.Select(part => $"{part:X2}"))}]"));
        Assert.Equal("[•••S•••]", mask.Mask($"[{new string([.. secret.Reverse()])}]"));
        for (var at = 0; at + 10 <= secret.Length; at++)
        {
            Assert.Equal("[•••S•••]", mask.Mask($"[{secret.Substring(at, 10)}]"));
            Assert.Equal("""["•••S•••"]""", mask.Mask(Json.From(new[] { secret.Substring(at, 10) })).GetRawText());
            Assert.Equal("""{"•••S•••":1}""", mask.Mask(Json.From(new Dictionary<string, int> { [secret.Substring(at, 10)] = 1 })).GetRawText());
        }
        for (var at = 0; at + 11 <= bytes.Length; at++)
            Assert.Contains("•••S•••", mask.Mask(Convert.ToBase64String(bytes[at..(at + 11)])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab\"cdefgh\"ij", "ab\"\"cdefgh\"\"ij")]
    [InlineData("ab'cdefgh'ij", "ab''cdefgh''ij")]
    [InlineData("ab_cd*ef_gh", "ab\\_cd\\*ef\\_gh")]
    [InlineData("ab_cd*ef_gh", "ab\\\\_cd\\\\*ef\\\\_gh")]
    [InlineData("ab\\_cd", "ab\\_cd")]
    public void A_secret_with_signs_is_masked_as_CSV_SQL_and_Markdown_write_it(string secret, string written) =>
        Assert.Equal("[•••S•••]", new SecretMask(new Dictionary<string, string> { ["S"] = secret }).Mask($"[{written}]"));

    [Fact]
    public void A_piece_of_a_number_that_is_a_secret_becomes_a_text() =>
        Assert.Equal("[\"•••S•••\",1234]", new SecretMask(new Dictionary<string, string> { ["S"] = "4929123456781234" }).Mask(Json.Parse("[49291234567,1234]")).GetRawText());

    [Theory]
    [InlineData("See https://example.com/services for production and services.")]
    [InlineData("-------------------------------- aaaaaaaaaaaaaaaa")]
    [InlineData("Our correct battery is a horse.")]
    public void Words_filling_and_schemes_that_a_secret_has_too_are_not_masked(string text)
    {
        var mask = new SecretMask(new Dictionary<string, string>
        {
            ["HOOK"] = "https://hooks.test/services/T0/B0/x9Kq71LmPz",
            ["PHRASE"] = "correct-battery-production",
            ["LINE"] = "--------------------aaaaaaaaaaaaaaaaaaaaaaaa-9x",
            ["SHORT"] = "horses",
        });

        Assert.Equal(text, mask.Mask(text));
    }

    [Fact]
    public void A_long_run_of_a_long_secret_is_masked_as_a_whole()
    {
        var secret = string.Concat(Enumerable.Range(0, 600).Select(number => number.ToString("x5", null) + "Q"));
        var mask = new SecretMask(new Dictionary<string, string> { ["LONG"] = secret });

        for (var at = 0; at + 30 <= secret.Length; at += 97)
            Assert.Equal("[•••LONG•••]", mask.Mask($"[{secret.Substring(at, 30)}]"));
    }

    [Fact]
    public void A_longer_secret_goes_before_one_within_it()
    {
        var mask = new SecretMask(new Dictionary<string, string> { ["INNER"] = "open", ["OUTER"] = "open sesame" });

        Assert.Equal("•••OUTER••• •••INNER•••", mask.Mask("open sesame open"));
    }

    [Fact]
    public void Values_names_and_numbers_of_JSON_are_masked_and_the_rest_is_as_it_was() =>
        Assert.Equal("""{"a •••TOKEN•••":[1.50,"•••KEY•••",{"x":"•••PIN•••","y":null,"z":true}],"big":12345678901234567890.10}""",
            Mask.Mask(Json.Parse($$$"""{"a swordfish-4711": [1.50, {{{JsonSerializer.Serialize(Key)}}}, {"x": 73914682, "y": null, "z": true}], "big": 12345678901234567890.10}""")).GetRawText());

    [Fact]
    public void What_holds_no_secret_is_the_same_value()
    {
        var value = Json.Parse("""{ "a": [1.0,  "x"] }""");

        Assert.Equal(value.GetRawText(), Mask.Mask(value).GetRawText());
        Assert.True(new SecretMask(new Dictionary<string, string>()).IsEmpty);
    }

    [Fact]
    public void Long_secrets_and_texts_made_to_take_long_are_masked_all_the_same()
    {
        var secret = string.Concat(Enumerable.Repeat("a", 4095)) + "b";
        var mask = new SecretMask(new Dictionary<string, string> { ["LONG"] = secret });

        Assert.Equal("•••LONG•••", mask.Mask(new string('a', 200_000) + secret)[^10..]);
    }
}
