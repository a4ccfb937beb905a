using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class HtmlNodeTests
{
    const string Page = """<title>T</title><h1 class=big>Fruit &amp; nuts</h1><ul><li data-n=1><b>Pear</b>, ripe<li>Fig</ul><a href="/a">A</a><a>B</a><script>x()</script>""";

    [Theory]
    [InlineData("""{"selector": "h1"}""", "\"Fruit & nuts\"")]
    [InlineData("""{"selector": "h2"}""", "null")]
    [InlineData("""{"selector": "li", "all": true}""", """["Pear, ripe","Fig"]""")]
    [InlineData("""{"selector": "h2", "all": true}""", "[]")]
    [InlineData("""{"selector": "li", "take": "html"}""", "\"<b>Pear</b>, ripe\"")]
    [InlineData("""{"selector": "a", "take": "attribute", "attribute": "href", "all": true}""", """["/a",null]""")]
    [InlineData("""{"selector": "ul > li:nth-child(2)"}""", "\"Fig\"")]
    [InlineData("{}", "\"Fruit & nuts\\nPear, ripe\\nFig\\nAB\"")]
    public async Task A_field_is_taken_by_its_selector(string field, string json) =>
        Assert.Equal($$"""{"x":{{json}}}""", await NodeTypes.Output("html", $$"""{"operation": "extract", "fields": [{"name": "x", {{field[1..]}}]}""".Replace(", }", "}", StringComparison.Ordinal), Json.From(new { input = Page }).GetRawText()));

    [Fact]
    public async Task Elements_that_repeat_give_an_object_each() =>
        Assert.Equal("""[{"text":"Pear, ripe","bold":"Pear","n":"1"},{"text":"Fig","bold":null,"n":null}]""", await NodeTypes.Output("html",
            """{"operation": "extract", "each": "li", "fields": [{"name": "text"}, {"name": "bold", "selector": "b"}, {"name": "n", "take": "attribute", "attribute": "data-n"}]}""", Json.From(new { input = Page }).GetRawText()));

    [Theory]
    [InlineData("text", "<p>a\n b<br>c<p>d<table><tr><td>1<td>2</table><style>x</style>", "a b\nc\nd\n1 2")]
    [InlineData("text", "", "")]
    [InlineData("text", "a &lt;b&gt;", "a <b>")]
    [InlineData("escape", "<a href=\"x\">'&", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;")]
    [InlineData("unescape", "&lt;&eacute;&#x1F600;&nosuch;", "<é😀&nosuch;")]
    public async Task Texts_are_made_of_HTML_and_for_it(string operation, string input, string text) =>
        Assert.Equal(text, Json.Parse(await NodeTypes.Output("html", $$"""{"operation": "{{operation}}"}""", Json.From(new { input }).GetRawText())).GetString());

    [Theory]
    [InlineData("{}", "operation: Operation is required.")]
    [InlineData("""{"operation": "extract"}""", "fields: Add at least one field.")]
    [InlineData("""{"operation": "extract", "each": "li[", "fields": [{"name": "a"}]}""", "each: “li[” is not a CSS selector.")]
    [InlineData("""{"operation": "extract", "fields": [{"name": "a", "selector": ":no-such-thing"}]}""", "fields[0].selector: “:no-such-thing” is not a CSS selector.")]
    [InlineData("""{"operation": "extract", "fields": [{"name": "a", "take": "attribute"}]}""", "fields[0].attribute: Attribute is required.")]
    [InlineData("""{"operation": "extract", "fields": [{"name": "a"}, {"name": "a"}]}""", "fields[1].name: The name `a` is used twice.")]
    public void An_invalid_configuration_of_html_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("html", data));

    [Theory]
    [InlineData("<div>"), InlineData("<b>"), InlineData("<table><tr><td>"), InlineData("<svg><g>")]
    public async Task However_deep_it_nests_it_is_read(string tag) =>
        Assert.Equal("\"x\"", await NodeTypes.Output("html", """{"operation": "text"}""", Json.From(new { input = string.Concat(Enumerable.Repeat(tag, 2000)) + "x" }).GetRawText()));

    [Fact]
    public async Task Very_many_elements_are_read() =>
        Assert.Equal("""{"last":"x","first":"y"}""", await NodeTypes.Output("html", """{"operation": "extract", "fields": [{"name": "last", "selector": "i"}, {"name": "first", "selector": "u"}]}""",
            Json.From(new { input = $"<u>y</u>{string.Concat(Enumerable.Repeat("<p>", 100_000))}<i>x</i>" }).GetRawText()));

    // A megabyte of open elements keeps the parser busy for minutes.
    [Fact]
    public async Task A_very_deep_document_can_be_cancelled()
    {
        using var ending = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var names = Json.From(new { input = string.Concat(Enumerable.Repeat("<div>", 200_000)) }).GetRawText();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => NodeTypes.Execute("html", """{"operation": "text"}""", names, cancellation: ending.Token), TestContext.Current.CancellationToken).Soon());
    }

    [Fact]
    public Task A_selector_looks_at_the_token() => Assert.ThrowsAnyAsync<OperationCanceledException>(() => NodeTypes.Execute(
        "html", """{"operation": "extract", "fields": [{"name": "a", "selector": "p"}]}""", """{"input": "<p>x"}""", cancellation: new CancellationToken(true)));
}
