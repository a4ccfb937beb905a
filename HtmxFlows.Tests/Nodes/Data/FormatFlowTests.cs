using HtmxFlows.Data;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Whole runs that read and write files of other programs: feeds, envelopes, exported tables, JSON of models.</summary>
public sealed class FormatFlowTests : FlowTests
{
    const string Feed = """<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>https://ex.com</link><atom:link href="https://ex.com/feed"/><item><title>One</title><media:title>Picture</media:title></item></channel></rss>""";

    [Fact]
    public async Task Elements_with_a_prefix_are_distinguished_from_those_without() =>
        Assert.Equal("\"https://ex.com https://ex.com/feed One Picture\"", await Result("""
            x xml {"operation": "parse", "value": "{{prompt}}"}
            t template {"template": "{{x.rss.channel.link}} {{x.rss.channel.[atom:link].[@href]}} {{x.rss.channel.item.title}} {{x.rss.channel.item.[media:title]}}"}
            x -> t
            """, Feed));

    [Theory]
    [InlineData("<urlset/>", "[]")]
    [InlineData("<urlset><url>a</url></urlset>", """["a"]""")]
    [InlineData("<urlset><url>b</url><url>a</url></urlset>", """["a","b"]""")]
    public async Task A_named_element_is_a_list_however_many_there_are(string xml, string json) =>
        Assert.Equal(json, await Result("""
            x xml {"operation": "parse", "value": "{{prompt}}", "lists": ["urlset/url"]}
            s sort {"items": "{{x.urlset.url}}", "keys": [{}]}
            x -> s
            """, xml));

    [Fact]
    public async Task An_envelope_is_written_with_its_prefix() =>
        Assert.Equal("""<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><a>1</a></soap:Body></soap:Envelope>""", Json.Parse((await Result("""
            a json {"operation": "parse", "value": "{{prompt}}"}
            x xml {"operation": "format", "value": "{{a}}"}
            a -> x
            """, """{"soap:Envelope": {"@xmlns:soap": "http://schemas.xmlsoap.org/soap/envelope/", "soap:Body": {"a": 1}}}"""))!).GetString()!.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("\n<?xml version=\"1.0\"?><a>1</a>", """{"a":"1"}""")]
    [InlineData("\uFEFF \r\n<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<a>caf&eacute; &amp; R&D</a>", """{"a":"café & R&D"}""")]
    public async Task XML_that_feed_readers_read_is_read(string xml, string json) =>
        Assert.Equal(json, await Result("""x xml {"operation": "parse", "value": "{{prompt}}"}""", xml));

    [Theory]
    [InlineData("""{"skipLines": 3}""", "Account report\nPeriod,2024\n\nDate,Amount\n2024-01-01,5\n", """[{"Date":"2024-01-01","Amount":"5"}]""")]
    [InlineData("""{"quotes": "lenient"}""", "a,b\n5\" pipe,2\n", """[{"a":"5\" pipe","b":"2"}]""")]
    [InlineData("""{"delimiter": ","}""", "sep=;\na;b\n1\n", """[{"a":"1","b":""}]""")]
    public async Task An_exported_table_is_read_by_its_settings(string settings, string csv, string json) =>
        Assert.Equal(json, await Result($$$"""c csv {"operation": "parse", "value": "{{prompt}}", {{{settings[1..]}}}""", csv));

    [Theory]
    [InlineData("{}", "```json\n{\"a\":1}\n```", """{"a":1}""")]
    [InlineData("""{"lenient": true}""", "The answer is {\"a\":1}.", """{"a":1}""")]
    [InlineData("""{"duplicateKeys": "last-wins"}""", """{"id":1,"name":"a","id":2}""", """{"id":2,"name":"a"}""")]
    public async Task JSON_is_found_where_models_and_peers_put_it(string settings, string text, string json) =>
        Assert.Equal(json, await Result($$$"""j json {"operation": "parse", "value": "{{prompt}}"{{{(settings == "{}" ? "" : ", ")}}}{{{settings[1..]}}}""", text));
}
