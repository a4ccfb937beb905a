using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Expressions;

/// <summary>Structure that would take very much memory or time ends in a sentence, or when it is cancelled.</summary>
public sealed class HostileValueTests
{
    static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    static string Input(object input) => Json.From(new { input }).GetRawText();

    static string Data(object data) => Json.From(data).GetRawText();

    static readonly string LongText = new('x', 900_000);

    public static TheoryData<string, string, string, string> Large => new()
    {
        { "set", Data(new { fields = Enumerable.Range(0, 1000).Select(index => new { name = $"f{index}", value = "{{input}}" }) }), Input(LongText), "With the field `f1` the object exceeds" },
        { "aggregate", Data(new { figures = Enumerable.Range(0, 500).Select(index => new { name = $"f{index}", operation = "list" }) }), Input(Enumerable.Range(0, 100_000)), "With the calculation `f1` the result exceeds" },
        { "aggregate", Data(new { groupBy = new[] { new { path = "this.a", name = "g" } }, figures = new[] { new { name = "first", operation = "first" } } }), Input(Enumerable.Range(0, 9).Select(index => new { a = index, b = new string('x', 200_000) })), "The list exceeds" },
        { "merge", Data(new { how = "append", lists = Enumerable.Repeat(new { value = "{{input}}" }, 100) }), Input(Enumerable.Range(0, 60_000)), "The list exceeds" },
        { "merge", Data(new { how = "zip", lists = Enumerable.Repeat(new { value = "{{input}}" }, 100) }), Input(Enumerable.Range(0, 60_000)), "The list exceeds" },
        { "merge", Data(new { how = "join", key = "a", lists = Enumerable.Repeat(new { value = "{{input}}" }, 2) }), Input(Enumerable.Repeat(new { a = 1 }, 10_000)), "The list exceeds" },
        { "for-each", Data(new { workflow = "w", items = "{{input}}", prompt = "{{json input}}" }), Input(Enumerable.Range(0, 10_000)), "The prompts and inputs of the runs exceed" },
        { "xml", Data(new { operation = "extract", fields = new[] { new { name = "a", path = $"concat({string.Join(',', Enumerable.Repeat("string(/)", 100))})" } } }), Input($"<a>{LongText}</a>"), "The paths extract more than" },
        { "xml", Data(new { operation = "format" }), Input(new { a = new { b = Enumerable.Range(0, 200_000) } }), "The text exceeds" },
        { "xml", Data(new { operation = "parse" }), Input(Repeat("<a>", 100_000)), "nests deeper than 256 levels" },
        { "html", Data(new { operation = "extract", fields = new[] { new { name = "a", selector = "*", all = true } } }), Input(Repeat("<div>", 400) + new string('x', 100_000)), "The list exceeds" },
        { "html", Data(new { operation = "extract", fields = Enumerable.Range(0, 50).Select(index => new { name = $"f{index}", selector = "div" }) }), Input($"<div>{LongText}"), "With the field `f1` the object exceeds" },
        { "csv", Data(new { operation = "parse" }), Input($"{string.Join(',', Enumerable.Range(0, 50_000).Select(index => $"c{index}"))}\n{Repeat("1\n", 100_000)}"), "The list exceeds" },
        { "aggregate", Data(new { figures = new[] { new { name = "s", operation = "sum" } } }), """{"input": [1e999999999, 1]}""", "has more than 28 digits before or after the decimal point" },
        { "json", Data(new { operation = "parse" }), Input(Repeat("[", 500_000)), "is not valid JSON" },
        { "date", Data(new { operation = "format", value = "{{input}}" }), Input(Repeat("2030-", 100_000)), "is not a date in ISO 8601" },
    };

    [Theory, MemberData(nameof(Large))]
    public async Task What_grows_without_measure_fails_with_a_sentence(string type, string data, string names, string message) =>
        Assert.Contains(message, await NodeTypes.Failure(type, data, names), StringComparison.Ordinal);

    public static TheoryData<string, string, string> Long => new()
    {
        { "aggregate", Data(new { figures = Enumerable.Range(0, 1000).Select(index => new { name = $"f{index}", operation = "distinct" }) }), Input(Enumerable.Range(0, 50_000)) },
        { "sort", Data(new { by = Enumerable.Range(0, 20).Select(_ => new { path = "a" }) }), Input(Enumerable.Repeat(new { a = "x" }, 60_000)) },
        { "merge", Data(new { how = "join", key = "a", kind = "outer", lists = Enumerable.Repeat(new { value = "{{input}}" }, 2) }), Input(Enumerable.Range(0, 60_000).Select(index => new { a = index })) },
        { "html", Data(new { operation = "extract", fields = new[] { new { name = "a", selector = "x ~ p ~ p", all = true } } }), Input(Repeat("<p>", 60_000)) },
        { "html", Data(new { operation = "extract", fields = new[] { new { name = "a", selector = "svg", take = "html" } } }), Input("<svg>" + Repeat("<g>", 60_000)) },
        { "xml", Data(new { operation = "extract", fields = new[] { new { name = "a", path = "count(//*[count(//*[count(//*)>0])>0])" } } }), Input($"<a>{Repeat("<b/>", 20_000)}</a>") },
        { "filter", Data(new { conditions = new[] { new { left = "{{input}}", @operator = "contains", right = "{{item}}" } } }), Input(Enumerable.Range(0, 50_000).Select(index => $"x{index}")) },
    };

    [Theory, MemberData(nameof(Long))]
    public async Task What_would_take_long_ends_when_it_is_cancelled(string type, string data, string names)
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        // Whatever is quick enough may be done before.
        var ended = await Record.ExceptionAsync(() => NodeTypes.Execute(type, data, names, cancellation: cancel.Token).Soon());
        Assert.True(ended is null or OperationCanceledException or NodeException, ended?.ToString());
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "split", Data(new { into = "text", separator = new string(',', 201) }), "separator: Separator has more than 200 characters" },
        { "date", Data(new { operation = "format", write = new string('y', 201) }), "write: The format has more than 200 characters" },
        { "date", Data(new { operation = "format", read = Repeat("'a'", 100_000) }), "read: The format has more than 200 characters" },
        { "merge", Data(new { how = "append", lists = Enumerable.Repeat(new { value = "{{input}}" }, 101) }), "lists: The node has 101 lists; the limit is 100." },
        { "sort", Data(new { by = Enumerable.Repeat(new { path = "a" }, 21) }), "by: The node has 21 sort keys; the limit is 20." },
        { "json", Data(new { operation = "get", path = Repeat("a.", 2000) + "a" }), "path: The path has 4001 characters; the limit is 2000." },
        { "xml", Data(new { operation = "extract", fields = new[] { new { name = "a", path = Repeat("(", 3000) } } }), "fields[0].path: The path has 3000 characters; the limit is 2000." },
        { "xml", Data(new { operation = "extract", fields = new[] { new { name = "a", path = Repeat("a[", 600) + Repeat("]", 600) } } }), "fields[0].path: “a[a[" },
        { "html", Data(new { operation = "extract", fields = new[] { new { name = "a", selector = Repeat(":not(", 3000) } } }), "fields[0].selector: The selector has 15000 characters; the limit is 1000." },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_is_too_long_is_refused_when_it_is_saved(string type, string data, string problem) =>
        Assert.StartsWith(problem, Assert.Single(NodeTypes.Problems(type, data)), StringComparison.Ordinal);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void A_long_text_is_found_in_a_long_one_in_a_single_pass(bool ignoresCase, bool isThere)
    {
        var part = new string('a', 250_000) + "b" + new string('a', 250_000);
        var text = new string('a', 400_000) + (isThere ? ignoresCase ? "B" : "b" : "c") + new string('a', 400_000);
        Assert.Equal(isThere, TextSearch.Contains(text, part, ignoresCase));
    }

    [Fact]
    public void A_text_is_found_as_the_platform_finds_it()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 6000).Select(_ => "aabB"[random.Next(4)]));
            var part = $"{text.AsSpan(random.Next(3000), 2500)}{(random.Next(2) == 0 ? "" : "b")}";
            Assert.Equal(text.Contains(part, StringComparison.Ordinal), TextSearch.Contains(text, part, ignoresCase: false));
            Assert.Equal(text.Contains(part, StringComparison.OrdinalIgnoreCase), TextSearch.Contains(text, part.ToUpperInvariant(), ignoresCase: true));
        }
    }

    [Theory]
    [InlineData("""{"a b": 1}""")]
    [InlineData("""{"": 1}""")]
    [InlineData("""{"a": "\u0000"}""")]
    [InlineData("""{"a": {"@": 1}}""")]
    [InlineData("""{"xmlns": "x"}""")]
    [InlineData("""{"a": {"@xmlns:": "x"}}""")]
    [InlineData("""{"a": {"@xmlns:p": ""}}""")]
    [InlineData("""{"a": {"@xmlns:xml": "x"}}""")]
    [InlineData("""{"a": {"@xmlns:xmlns": "x"}}""")]
    [InlineData("""{"a": {"@xmlns:p": "http://www.w3.org/2000/xmlns/"}}""")]
    [InlineData("""{"a": {"@b:c": 1}}""")]
    [InlineData("""{"a:b": 1}""")]
    public async Task A_character_that_XML_cannot_hold_is_reported(string input) =>
        Assert.StartsWith("The value cannot be written as XML: ", await NodeTypes.Failure("xml", """{"operation": "format"}""", $$"""{"input": {{input}} }"""), StringComparison.Ordinal);

    [Fact]
    public async Task Very_many_attributes_are_written_and_read()
    {
        var input = Input(new { a = Enumerable.Range(0, 30_000).ToDictionary(index => $"@a{index}", index => $"{index}") });
        var xml = Json.Parse(await NodeTypes.Output("xml", """{"operation": "format"}""", input)).GetString();
        Assert.Equal(Json.Parse(input).GetProperty("input").GetRawText(), await NodeTypes.Output("xml", """{"operation": "parse"}""", Input(xml!)));
    }

    [Fact]
    public void Indented_JSON_is_not_much_longer_than_it_must_be()
    {
        var deep = Json.Parse($"{new string('[', 60)}{string.Join(',', Enumerable.Repeat("1", 200_000))}{new string(']', 60)}");
        Assert.InRange(Json.Pretty(deep).Length, 1, Json.MostPretty);
        Assert.Equal("[\n  1\n]", Json.Pretty(Json.Parse("[1]")));
    }

    [Fact]
    public void An_excerpt_never_ends_with_half_a_character()
    {
        Assert.Equal("a…", Excerpt.Of("a😀b", 2));
        Assert.Equal("a😀…", Excerpt.Of("a😀b", 3));
        Assert.Equal("a😀b", Excerpt.Of("a😀b", 4));
        Assert.Equal("a list of 1", Json.Describe(JsonSerializer.SerializeToElement(new[] { 1 })));
    }
}
