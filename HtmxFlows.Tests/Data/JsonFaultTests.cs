using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("""{"nodes": [""", "Not valid JSON: unexpected end at line 1, column 12.")]
    [InlineData("{\"a\": \"x", "Not valid JSON: unexpected end at line 1, column 9.")]
    [InlineData("", "Not valid JSON: unexpected end at line 1, column 1.")]
    [InlineData("{\n  'a': 1}", "Not valid JSON: ''' is an invalid start of a property name at line 2, column 3.")]
    [InlineData("[1, NaN]", "Not valid JSON: unexpected N (JSON has no NaN) at line 1, column 5.")]
    [InlineData("-Infinity", "Not valid JSON: unexpected I (JSON has no Infinity) at line 1, column 2.")]
    [InlineData("nothing", "Not valid JSON: 'nothing' is an invalid JSON literal at line 1, column 2.")]
    [InlineData("""{"a":1,"a":2}""", "Not valid JSON: duplicate property 'a'.")]
    [InlineData("\"\\ud800\"", "Not valid JSON: a text contains half a surrogate pair, which is not a character.")]
    public void A_parser_error_is_a_sentence_with_its_place(string json, string sentence) =>
        Assert.Equal(sentence, JsonFault.Sentence(Assert.ThrowsAny<JsonException>(() => Json.Parse(json))));

    [Fact]
    public void Too_many_levels_are_named() =>
        Assert.StartsWith("too many levels at line 1, column ", JsonFault.Reason(Assert.ThrowsAny<JsonException>(() => Json.Parse(new string('[', Json.MaxDepth + 1)))), StringComparison.Ordinal);
}
