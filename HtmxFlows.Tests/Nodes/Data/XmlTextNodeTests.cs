using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class XmlTextNodeTests
{
    const string Order = """<order id="7" xmlns:x="urn:x"><line sku="b-2"><n>3</n></line><line sku="f-1"><n>1</n></line><x:note>so <b>on</b></x:note><![CDATA[<>]]></order>""";

    [Theory]
    [InlineData("""{"path": "/order/@id"}""", "\"7\"")]
    [InlineData("""{"path": "//n", "all": true}""", """["3","1"]""")]
    [InlineData("""{"path": "//no"}""", "null")]
    [InlineData("""{"path": "//no", "all": true}""", "[]")]
    [InlineData("""{"path": "count(//line)"}""", "2")]
    [InlineData("""{"path": "sum(//n) > 3"}""", "true")]
    [InlineData("""{"path": "number('x')"}""", "null")]
    [InlineData("""{"path": "string(//line[2]/@sku)"}""", "\"f-1\"")]
    [InlineData("""{"path": "/order/p:note"}""", "\"so on\"")]
    [InlineData("""{"path": "//line[last()]/preceding-sibling::line/n"}""", "\"3\"")]
    public async Task A_field_is_taken_by_its_path(string field, string json) =>
        Assert.Equal($$"""{"x":{{json}}}""", await NodeTypes.Output("xml", $$"""{"operation": "extract", "namespaces": [{"name": "p", "address": "urn:x"}], "fields": [{"name": "x", {{field[1..]}}]}""", Json.From(new { input = Order }).GetRawText()));

    [Fact]
    public async Task Elements_that_repeat_give_an_object_each() =>
        Assert.Equal("""[{"sku":"b-2","order":"7"},{"sku":"f-1","order":"7"}]""", await NodeTypes.Output("xml",
            """{"operation": "extract", "each": "//line", "fields": [{"name": "sku", "path": "@sku"}, {"name": "order", "path": "/order/@id"}]}""", Json.From(new { input = Order }).GetRawText()));

    [Theory]
    [InlineData("<a/>", """{"a":""}""")]
    [InlineData("<a>1</a>", """{"a":"1"}""")]
    [InlineData("<a><b/><b>x</b><c/></a>", """{"a":{"b":["","x"],"c":""}}""")]
    [InlineData("<a i='1'> t </a>", """{"a":{"@i":"1","#text":" t "}}""")]
    [InlineData("<a>t<b/>u</a>", """{"a":{"b":"","#text":"tu"}}""")]
    [InlineData("<?xml version='1.0'?><p:a xmlns:p='urn:x'><p:b>1</p:b></p:a>", """{"p:a":{"@xmlns:p":"urn:x","p:b":"1"}}""")]
    [InlineData("<a xmlns='urn:x'><title>One</title><title xmlns='urn:y'>Two</title></a>", """{"a":{"@xmlns":"urn:x","title":["One","Two"]}}""")]
    [InlineData("<a xmlns:p='urn:x'><p:b>1</p:b><b p:c='2'>3</b></a>", """{"a":{"@xmlns:p":"urn:x","p:b":"1","b":{"@p:c":"2","#text":"3"}}}""")]
    [InlineData("<a xml:lang='de'>x</a>", """{"a":{"@xml:lang":"de","#text":"x"}}""")]
    [InlineData("<p:a xmlns:p='urn:x'>1</p:a>", """{"p:a":{"@xmlns:p":"urn:x","#text":"1"}}""")]
    [InlineData("<a xmlns:p='urn:x'>1</a>", """{"a":"1"}""")]
    [InlineData("\n<?xml version=\"1.0\"?><a>1</a>", """{"a":"1"}""")]
    [InlineData("\uFEFF\r\n <?xml version='1.1' encoding='klingon'?>\n<a>1</a>\n", """{"a":"1"}""")]
    [InlineData("<a>R&D &amp; caf&eacute;&nbsp;&unknown; &#233;&#0;&#1;&</a>", "{\"a\":\"R&D & café\\u00A0&unknown; é&\"}")]
    [InlineData("<a b='x&y=1'>\u0000\u000Bc<![CDATA[&nbsp; & \u0001]]></a>", """{"a":{"@b":"x&y=1","#text":"c&nbsp; & "}}""")]
    [InlineData("<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\"\n \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\n<rss version='0.91'>&copy;</rss>", """{"rss":{"@version":"0.91","#text":"©"}}""")]
    [InlineData("\n<?xml version='1.0'?><!-- a --><!DOCTYPE plist PUBLIC '-//Apple//DTD PLIST 1.0//EN' 'http://www.apple.com/DTDs/PropertyList-1.0.dtd'><plist/>", """{"plist":""}""")]
    [InlineData("<!doctype html><p>x</p>", """{"p":"x"}""")]
    [InlineData("<a>R&D<![CDATA[<!DOCTYPE a [<!ENTITY x 'y'>]>&x;]]></a>", """{"a":"R&D<!DOCTYPE a [<!ENTITY x 'y'>]>&x;"}""")]
    [InlineData("<rss><media:title media:a='1'>x</media:title><title>y</title></rss>", """{"rss":{"media:title":{"@media:a":"1","#text":"x"},"title":"y"}}""")]
    [InlineData("<a><!-- & -->&hellip;&#x1F600;</a>", """{"a":"…😀"}""")]
    public async Task XML_becomes_JSON(string input, string json) => Assert.Equal(json, await NodeTypes.Output("xml", """{"operation": "parse"}""", Json.From(new { input }).GetRawText()));

    [Theory]
    [InlineData("url", "<urlset><url>a</url></urlset>", """{"urlset":{"url":["a"]}}""")]
    [InlineData("url", "<urlset/>", """{"urlset":""}""")]
    [InlineData("urlset/url", "<urlset/>", """{"urlset":{"url":[]}}""")]
    [InlineData("a/b", "<x><a><b>1</b></a><b>2</b></x>", """{"x":{"a":{"b":["1"]},"b":"2"}}""")]
    [InlineData("p:b", "<a xmlns:p='u'><p:b/><b/></a>", """{"a":{"@xmlns:p":"u","p:b":[""],"b":""}}""")]
    public async Task Named_elements_are_always_lists(string name, string input, string json) =>
        Assert.Equal(json, await NodeTypes.Output("xml", $$"""{"operation": "parse", "lists": ["{{name}}"]}""", Json.From(new { input }).GetRawText()));

    [Theory]
    [InlineData("<rss xmlns:media=\"urn:m\"><item><title>One</title><media:title type=\"t\">Picture</media:title></item></rss>")]
    [InlineData("<s:Envelope xmlns:s=\"urn:s\" xmlns=\"urn:d\"><s:Body xml:lang=\"en\"><a>1</a><a>2</a></s:Body></s:Envelope>")]
    public async Task A_document_with_prefixes_is_written_as_it_was(string input)
    {
        var json = await NodeTypes.Output("xml", """{"operation": "parse"}""", Json.From(new { input }).GetRawText());
        var xml = Json.Parse(await NodeTypes.Output("xml", """{"operation": "format"}""", $$"""{"input": {{json}}}""")).GetString()!;
        Assert.Equal(input, string.Concat(xml.Split('\n').Select(line => line.Trim())));
    }

    [Theory]
    [InlineData("""{"a": {"@i": 1e400, "b": ["x", {"c": null}], "#text": "<&"}}""", "<a i=\"1e400\"><b>x</b><b><c></c></b>&lt;&amp;</a>")]
    [InlineData("""{"soap:Envelope": {"soap:Body": {"a": 1}, "@xmlns:soap": "http://schemas.xmlsoap.org/soap/envelope/"}}""", "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><a>1</a></soap:Body></soap:Envelope>")]
    [InlineData("""{"feed": {"@xmlns": "urn:f", "title": "x", "m:t": {"@xmlns:m": "urn:m", "@m:a": 1, "@xml:lang": "de"}}}""", "<feed xmlns=\"urn:f\"><title>x</title><m:t xmlns:m=\"urn:m\" m:a=\"1\" xml:lang=\"de\" /></feed>")]
    [InlineData("""{"a": {"@xmlns": "urn:a", "b": {"@xmlns": "", "c": 1}}}""", "<a xmlns=\"urn:a\"><b xmlns=\"\"><c>1</c></b></a>")]
    [InlineData("""{"a": "]]>\""}""", "<a>]]&gt;\"</a>")]
    public async Task JSON_becomes_XML(string input, string xml) =>
        Assert.Equal(xml, Json.Parse(await NodeTypes.Output("xml", """{"operation": "format"}""", $$"""{"input": {{input}}}""")).GetString()!.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("parse", "\"<a><b></b>\"", "The value is not valid XML: Unexpected end of file has occurred.")]
    [InlineData("parse", "\"a\"", "The value is not valid XML: Data at the root level is invalid.")]
    [InlineData("parse", "\"\"", "The value is not valid XML: Root element is missing.")]
    [InlineData("parse", "\"\\n<?xml version='1.0'?>\\n<a>&nbsp;</b>\"", "The value is not valid XML: Reference to undeclared entity 'nbsp'. Line 3, position 5.")]
    [InlineData("format", "{\"p:a\": 1}", "The value cannot be written as XML: the prefix `p` is not declared. Add the field `@xmlns:p` with the namespace URI to the element, or to one around it.")]
    [InlineData("format", "{\"a\": {\"@p:b\": 1}}", "The value cannot be written as XML: the prefix `p` is not declared.")]
    [InlineData("format", "{\"a\": {\"p:b\": {\"@xmlns:p\": \"u\"}, \"p:c\": 1}}", "The value cannot be written as XML: the prefix `p` is not declared.")]
    [InlineData("format", "{\"a:b:c\": {\"@xmlns:a\": \"u\"}}", "The value cannot be written as XML: The ':' character")]
    [InlineData("format", "[1]", "The value is a list of 1; XML needs an object with one field, the root element.")]
    [InlineData("format", "{\"a\": [1]}", "`a` is a list of 1, but XML has one root element. Put the list into a field of it.")]
    [InlineData("format", "{\"a b\": 1}", "The value cannot be written as XML: The ' ' character")]
    [InlineData("format", "{\"a\": {\"b\": [[1]]}}", "XML has no form for a list of 1. Put it into a named field.")]
    [InlineData("format", "{\"a\": \"\\u0001\"}", "The value cannot be written as XML: '\u0001', hexadecimal value 0x01, is an invalid character.")]
    public async Task Invalid_XML_and_values_that_XML_cannot_hold_are_reported(string operation, string input, string message) =>
        Assert.StartsWith(message, await NodeTypes.Failure("xml", $$"""{"operation": "{{operation}}", "fields": [{"name": "a", "path": "/a"}]}""", $$"""{"input": {{input}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>")]
    [InlineData("<!DOCTYPE a SYSTEM \"http://127.0.0.1/a.dtd\"><a/>")]
    [InlineData("<!DOCTYPE a PUBLIC \"p\" \"http://127.0.0.1/a.dtd\" [<!ENTITY x \"ha\">]><a>&x;</a>")]
    [InlineData("<!-- <!DOCTYPE b> --><!DOCTYPE a [<!ENTITY x \"ha\">]><a>&x;</a>")]
    [InlineData("<!DOCTYPE a><!DOCTYPE a [<!ENTITY x \"ha\">]><a>&x;</a>")]
    public async Task A_document_type_is_refused(string input) =>
        Assert.StartsWith("The XML has a document type", await NodeTypes.Failure("xml", """{"operation": "parse"}""", Json.From(new { input }).GetRawText()), StringComparison.Ordinal);

    [Theory]
    [InlineData("parse", 40_000, "The XML nests deeper than 256 levels. Use a part of it.")]
    [InlineData("extract", 40_000, "The XML nests deeper than 256 levels. Use a part of it.")]
    [InlineData("parse", 100, "As JSON, the XML nests deeper than 64 levels, the limit of an output. Extract a part of it.")]
    public async Task XML_that_nests_too_deep_is_reported(string operation, int levels, string message) =>
        Assert.Equal(message, await NodeTypes.Failure("xml", $$"""{"operation": "{{operation}}", "fields": [{"name": "a", "path": "/a"}]}""",
            Json.From(new { input = string.Concat(Enumerable.Repeat("<a>", levels)) + string.Concat(Enumerable.Repeat("</a>", levels)) }).GetRawText()));

    [Theory]
    [InlineData("{}", "operation: Operation is required.")]
    [InlineData("""{"operation": "extract"}""", "fields: Add at least one field.")]
    [InlineData("""{"operation": "extract", "fields": [{"name": "a"}]}""", "fields[0].path: Path is required.")]
    [InlineData("""{"operation": "extract", "fields": [{"name": "a", "path": "/a"}, {"name": "a", "path": "/b"}]}""", "fields[1].name: The name `a` is used twice.")]
    public void An_invalid_configuration_of_xml_text_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("xml", data));

    [Theory]
    [InlineData("/a["), InlineData("/p:a"), InlineData("nosuch(1)")]
    public void An_invalid_XPath_is_reported(string path)
    {
        Assert.StartsWith($"fields[0].path: “{path}” is not valid: ", Assert.Single(NodeTypes.Problems("xml", $$"""{"operation": "extract", "fields": [{"name": "a", "path": "{{path}}"}]}""")), StringComparison.Ordinal);
        Assert.StartsWith($"each: “{path}” is not valid: ", Assert.Single(NodeTypes.Problems("xml", $$"""{"operation": "extract", "each": "{{path}}", "fields": [{"name": "a", "path": "."}]}""")), StringComparison.Ordinal);
    }

    // A hundred thousand elements, each of which looks at all others.
    [Fact]
    public async Task An_endless_XPath_can_be_cancelled()
    {
        // Long enough to read the document, on most machines; where it is not, the test still holds.
        using var ending = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var xml = $"<a>{string.Concat(Enumerable.Repeat("<b/>", 100_000))}</a>";
        var work = Task.Run(() => NodeTypes.Execute("xml", """{"operation": "extract", "fields": [{"name": "a", "path": "count(//b[count(preceding-sibling::b[count(//b) > 0]) > 1000000])"}]}""",
            Json.From(new { input = xml }).GetRawText(), cancellation: ending.Token), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.Soon());
    }
}
