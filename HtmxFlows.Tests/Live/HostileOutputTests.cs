using System.Net.ServerSentEvents;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>A megabyte of what could do harm to a stream, a page or a terminal: it arrives as it was, and does none.</summary>
public sealed class HostileOutputTests(App app) : IDisposable
{
    const string Hostile =
        "\r\n\n\r\u0000\ufeff\u2028\u0085data: x\rid: 7\n\nevent: done\ndata: y\n\nretry: 1\n:\n\n</script></style></textarea></title></p></li></ol></iframe>"
        + "<script>alert(1)</script><img src=x onerror=alert(1)><div hx-get=\"/\" hx-trigger=\"load\" sse-connect=\"/\" data-hx-post=\"/\" onclick='x()'>"
        + "<svg onload=x><a href=javascript:x><iframe src=//x><form action=/><input autofocus onfocus=x>]]>--><!--&lt;b&gt;&amp;&#x3C;\"'`ä𝄞\\";

    // The limits of a prompt and of an output leave room for little more.
    const int PromptLength = 60_000, Times = 16, MostShown = 8000;

    static readonly string Prompt = Hostile + new string('x', PromptLength - 2 * Hostile.Length) + Hostile;
    static readonly string Text = string.Concat(Enumerable.Repeat(Prompt, Times));

    static readonly string[] Elements = ["li", "time", "div", "span", "p", "b", "details", "summary", "pre", "code", "a", "strong", "em", "ul", "ol", "blockquote", "hr", "br", "svg", "use"];
    static readonly string[] Attributes = ["class", "id", "data-seq", "data-node", "data-status", "hx-disable", "datetime", "open", "tabindex", "href", "rel", "target", "download", "dir", "data-category", "data-of", "aria-hidden", "width", "height", "viewbox"];

    readonly Visitor visitor = app.Visit();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_arrives_as_it_was_for_programs()
    {
        var run = await Run();
        var state = (await visitor.Call($"GET /api/runs/{run}")).Json();
        var events = (await visitor.Call($"GET /api/runs/{run}/events")).Json().EnumerateArray().Select(next => next.GetRawText()).ToArray();

        using var response = await visitor.Stream(ApiCalls.Request($"GET /runs/{run}", null, ("Accept", "text/event-stream")));
        var streamed = await SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation).ToListAsync(Cancellation);
        var lines = (await visitor.Call($"GET /runs/{run}", null, ("Accept", "application/x-ndjson"))).Source.Split('\n')[..^1];

        Assert.Equal(events, streamed.Select(next => next.Data));
        Assert.Equal(events, lines);
        var outputs = events.Select(next => JsonElement.Parse(next)).Where(next => next.Text("event") is "node-completed" or "node-failed").ToDictionary(next => next.Text("nodeId"));
        foreach (var node in state.GetProperty("nodes").EnumerateArray())
            Assert.Equal(Hostile, node.Text("label"));
        Assert.Equal(Text, outputs["text"].Text("output"));
        Assert.Equal(Text, Node("text").Text("output"));
        Assert.Equal(Prompt, Node("json").GetProperty("output").Text("it"));
        Assert.Equal(Prompt, Node("refusal").Text("error"));
        Assert.Equal(Prompt, state.Text("prompt"));

        JsonElement Node(string id) => state.GetProperty("nodes").EnumerateArray().Single(node => node.Text("id") == id);
    }

    [Fact]
    public async Task It_is_inert_for_people()
    {
        var run = await Run();
        var page = await visitor.Open($"/runs/{run}");
        var log = await visitor.Open($"/runs/{run}/log");
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/events") { Headers = { { "Last-Event-ID", "0" } } });
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var events = await reader.ToEnd(Cancellation).Soon();

        var count = page.All("#log > li").Count;
        Assert.Equal(Enumerable.Range(1, count).Select(seq => $"{seq}"), events.Where(next => !next.IsView).Select(next => next.Id));
        Assert.InRange(reader.Retry!.Value, 1000, 2999);
        AssertInert([.. page.All("#log > li")], count);
        AssertInert([.. log.All("ol.log > li")], count);
        AssertInert([.. events.SelectMany(next => new HtmlParser().ParseDocument(next.Data).QuerySelectorAll("li.entry"))], count);

        // And elsewhere: in the picture, the timeline, the title.
        var harmless = await visitor.Open($"/runs/{await app.RunToEnd(await app.Make("Harmless", [App.Template("a", "x")]))}");
        Assert.Equal(harmless.All("script").Count, page.All("script").Count);
        Assert.Equal(harmless.All("img").Count, page.All("img").Count);
        foreach (var source in events.Select(next => new HtmlParser().ParseDocument(next.Data)).Append(page.Document))
            Assert.Empty(source.QuerySelectorAll("main img, .entry img, iframe, textarea:not([name=prompt]), [onerror], [onload], [onclick], [onfocus], [autofocus], [data-hx-post], svg svg:not([id^=nodes-], #counts, #selection, .icon), [hx-get='/'], [sse-connect]"));
        Assert.Contains(page.All("svg *").Select(element => element.TextContent), text => text.Contains("</script>", StringComparison.Ordinal));
    }

    public void Dispose() => visitor.Dispose();

    async Task<Guid> Run() => await app.RunToEnd(await app.Make("Hostile",
        [
            App.Node("text", "template", new { label = Hostile, template = string.Concat(Enumerable.Repeat("{{prompt}}", Times)) }),
            App.Node("markdown", "template", new { label = Hostile, template = "{{prompt}}", markdown = true }),
            App.Node("json", "set", new { label = Hostile, fields = new[] { new { name = "it", value = "{{prompt}}" } } }),
            App.Node("refusal", "fail", new { label = Hostile, message = "{{prompt}}", settings = new { onError = "continue" } }),
        ]), Prompt);

    /// <summary>No element and no attribute came of it, and the text is there, up to where it says that it is cut.</summary>
    static void AssertInert(IElement[] entries, int count)
    {
        Assert.Equal(count, entries.Length);
        var all = entries.SelectMany(entry => entry.QuerySelectorAll("*").Prepend(entry)).ToArray();
        Assert.Empty(all.Select(element => element.LocalName).Except(Elements));
        Assert.Empty(all.SelectMany(element => element.Attributes).Select(attribute => attribute.Name).Except(Attributes));
        Assert.All(entries, entry => Assert.True(entry.HasAttribute("hx-disable")));
        Assert.All(entries.SelectMany(entry => entry.QuerySelectorAll("a[href]")), link => Assert.Matches("^/(runs|workflows)/", link.GetAttribute("href")));

        var text = Of("text", "node-completed");
        Assert.Equal(Shown(Text[..MostShown]), text.QuerySelector(".text")!.TextContent);
        Assert.Contains($"Cut after {MostShown:N0} of {Text.Length:N0} characters.", text.QuerySelector(".cut")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Shown(Prompt), Of("refusal", "node-failed").QuerySelector(".text")!.TextContent);
        Assert.Contains("alert(1)", Of("markdown", "node-completed").QuerySelector(".markdown")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("\\u0000", Of("json", "node-completed").QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.All(entries.Where(entry => entry.GetAttribute("data-node") is { Length: > 0 }).SelectMany(entry => entry.QuerySelectorAll(".who")), who => Assert.StartsWith(Shown(Hostile), who.TextContent, StringComparison.Ordinal));

        IElement Of(string node, string name) => entries.Single(entry => entry.GetAttribute("data-node") == node && entry.ClassList.Contains(name));
    }

    /// <summary>HTML has no way to write a NUL, and reads the number of a C1 control as a letter of Windows-1252.</summary>
    static string Shown(string text) => text.Replace('\0', '\uFFFD').Replace('\u0085', '…');
}
