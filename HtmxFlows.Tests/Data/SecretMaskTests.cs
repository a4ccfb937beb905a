using System.Net;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

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
    [InlineData("swordfish-4712", "swordfish-4712")]
    [InlineData("", "")]
    public void The_beginning_of_a_secret_that_was_cut_off_is_masked_too(string text, string masked) => Assert.Equal(masked, Mask.Mask(text));

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
