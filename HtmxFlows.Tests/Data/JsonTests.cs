using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class JsonTests
{
    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("[1,]")]
    [InlineData("// remark\n1")]
    [InlineData("")]
    [InlineData("{'a':1}")]
    [InlineData("NaN")]
    [InlineData("\"\\ud800\"")]
    [InlineData("""{"\uDC00":1}""")]
    public void What_is_not_strict_json_is_refused(string text)
    {
        Assert.ThrowsAny<JsonException>(() => Json.Parse(text));
        Assert.Null(Json.TryParse(text));
    }

    // A literal half of a pair does not survive as the parameter of a test.
    [Fact]
    public void Half_a_character_is_refused() => Assert.Null(Json.TryParse("\"\ud800\""));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Json_nests_to_its_limit(int levels, bool fits) =>
        Assert.Equal(fits, Json.TryParse(new string('[', levels) + new string(']', levels)) is not null);

    [Theory]
    [InlineData("\"\\ud83d\\ude00\"")]
    [InlineData("12345678901234567890.10")]
    [InlineData("\"\\\\ud800\"")]
    public void What_is_strict_json_keeps_its_letters(string text) => Assert.Equal(text, Json.Parse(text).GetRawText());

    [Fact]
    public void Depth_is_counted_in_lists_and_objects()
    {
        var deep = Json.Parse(string.Concat(Enumerable.Repeat("{\"a\":[", 32)) + string.Concat(Enumerable.Repeat("]}", 32)));
        Assert.False(Json.IsTooDeep(deep));
        Assert.True(Json.IsTooDeep(Json.From(new { deep })));
    }
}
