using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

/// <summary>JSON that people read has letters and emoji, and no escapes that JSON does not require.</summary>
public sealed class ReadableJsonTests(App app)
{
    const string Said = "日本 Ä 🤖 <b>";

    // JsonSerializer escapes by default, as clients do.
    static string Node { get; } = App.Node("a", "set", new { fields = new[] { new { name = "said", value = Said } } });

    [Fact]
    public async Task A_workflow_page_and_an_export_show_letters_and_emoji()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Readable", [Node]);
        Assert.Contains("\\uD83E", Node, StringComparison.Ordinal);

        var page = await visitor.Open($"/workflows/{workflow}");
        var export = await visitor.Open($"/workflows/{workflow}/export");

        Assert.Contains($"\"{Said}\"", page.One("#row-a pre").TextContent, StringComparison.Ordinal);
        Assert.Contains($"\"{Said}\"", export.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_encodes_markup_in_json_for_html()
    {
        using var visitor = app.Visit();

        var page = await visitor.Open($"/workflows/{await app.Make("Readable", [Node])}");

        Assert.DoesNotContain("<b>", page.Source, StringComparison.Ordinal);
        Assert.Empty(page.All("pre b"));
    }

    [Theory]
    [InlineData("/api/runs/{0}/events", "application/json")]
    [InlineData("/api/runs/{0}/events", "application/x-ndjson")]
    [InlineData("/api/runs/{0}/events", "text/event-stream")]
    [InlineData("/api/runs/{0}", "application/json")]
    [InlineData("/runs/{0}", "text/plain")]
    [InlineData("/runs/{0}/output?node=a", "text/html")]
    public async Task A_run_shows_letters_and_emoji_in_every_representation(string address, string type)
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Readable", [Node]));

        using var request = new HttpRequestMessage(HttpMethod.Get, string.Format(null, address, run));
        request.Headers.Add("Accept", type);

        Assert.Contains(Said, (await visitor.Send(request)).Source, StringComparison.Ordinal);
    }
}
