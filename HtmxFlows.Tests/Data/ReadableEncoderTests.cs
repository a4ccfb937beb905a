using System.Text;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class ReadableEncoderTests
{
    [Theory]
    [InlineData("Ä 日本 кот עִבְרִית 🤖 👩‍🚀 <a href='x'> &amp;")]
    [InlineData("🤖")]
    [InlineData("🤖🤖 and more text, long enough for vectorised searches 🤖 日本")]
    public void Letters_and_emoji_are_written_as_they_are(string text)
    {
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(text, Json.Options));
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(Escaped(text), Json.Options));
    }

    [Theory]
    [InlineData("a\"b\\c\n🤖\t日", """a\"b\\c\n🤖\t日""")]
    [InlineData("🤖\"\u0001", """🤖\"\u0001""")]
    [InlineData("\n日", """\n日""")]
    public void What_json_must_escape_is_escaped(string text, string json)
    {
        Assert.Equal($"\"{json}\"", JsonSerializer.Serialize(text, Json.Options));
        Assert.Equal($"\"{json}\"", Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(text, Json.Options)));
        Assert.Equal($"\"{json}\"", JsonSerializer.Serialize(Escaped(text), Json.Options));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() =>
        Assert.Equal("\"a\uFFFD🤖\"", JsonSerializer.Serialize("a" + '\ud83e' + "🤖", Json.Options));

    [Fact]
    public void Any_text_survives()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) switch
            {
                0 => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
                1 => ((char)random.Next(0x80)).ToString(),
                2 => ((char)random.Next(0x80, 0xD800)).ToString(),
                _ => "x",
            }));
            Assert.Equal(text, JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(text, Json.Options)));
            Assert.Equal(text, JsonSerializer.Deserialize<string>(JsonSerializer.SerializeToUtf8Bytes(Escaped(text), Json.Options)));
        }
    }

    /// <summary>The text as a JSON value that was read with every character escaped.</summary>
    static JsonElement Escaped(string text) => Json.Parse($"\"{string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"))}\"");
}
