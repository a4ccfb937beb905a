using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

public sealed class LogPageTests(App app)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_ordinary_HTML_with_an_item_for_each_event()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Logged", [App.Template("a", "{{prompt}}")]), "<b>\r</li></ol>");

        var page = await visitor.Open($"/runs/{run}/log");
        var run1 = await visitor.Open($"/runs/{run}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("text/html", page.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(run1.All("#log > li").Select(entry => entry.OuterHtml), page.All("ol > li").Select(entry => entry.OuterHtml));
        Assert.Equal([("Run page", $"/runs/{run}", "_top"), ("Refresh", $"/runs/{run}", "_top")],
            page.All("main .more a").Select(link => (link.Words(), link.GetAttribute("href"), link.GetAttribute("target"))));
        Assert.EndsWith("</html>", page.Source.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_written_during_the_run_and_ends_with_it()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Followed", [App.Template("a", "so far"), App.Endless("b")], "a→b"));
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/log"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation), Encoding.UTF8);
        var text = new StringBuilder();
        var some = new char[4096];
        await Waits().Soon();

        await visitor.Submit((await visitor.Open($"/runs/{run}")).Form("/cancellation"));
        text.Append(await reader.ReadToEndAsync(Cancellation).Soon());

        var page = new HtmlParser().ParseDocument(text.ToString());
        Assert.Equal(["identity"], response.Content.Headers.ContentEncoding);
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal((await visitor.Open($"/runs/{run}")).All("#log > li").Select(entry => entry.OuterHtml), page.QuerySelectorAll("ol > li").Select(entry => entry.OuterHtml));
        Assert.Contains("Cancelled", page.QuerySelector("ol")!.Words(), StringComparison.Ordinal);

        // The server writes something every few seconds, whatever the run does.
        async Task Waits()
        {
            while (!text.ToString().Contains("</b> waits ", StringComparison.Ordinal))
                text.Append(some, 0, await reader.ReadAsync(some, Cancellation));
        }
    }
}
