using System.Net;
using System.Net.Http.Headers;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class FilePageTests(App app) : IDisposable
{
    const string Gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    readonly Visitor visitor = app.Visit();

    public void Dispose() => visitor.Dispose();

    [Fact]
    public async Task A_file_is_sent_as_an_attachment_under_a_safe_name()
    {
        var file = await Make(new { operation = "write", value = "<script>alert(1)</script>", fileName = "Übersicht \"1\".html", type = "text/html" });
        var page = await visitor.Open($"/files/{file.Id}");
        Assert.Equal((HttpStatusCode.OK, "<script>alert(1)</script>"), (page.Status, page.Source));
        Assert.Equal("attachment; filename=\"_bersicht _1_.html\"; filename*=UTF-8''%C3%9Cbersicht%20_1_.html", page.Header("Content-Disposition"));
        Assert.Equal(("nosniff", "text/html; charset=utf-8", "no-cache, private"), (page.Header("X-Content-Type-Options"), page.Header("Content-Type"), page.Header("Cache-Control")));
        Assert.StartsWith("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_requested_and_an_unchanged_one_is_not_sent()
    {
        var file = await Make(new { operation = "write", value = "0123456789" });
        using var part = new HttpRequestMessage(HttpMethod.Get, $"/files/{file.Id}") { Headers = { Range = new RangeHeaderValue(2, 4) } };
        Assert.Equal("234", (await visitor.Send(part)).Source);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/files/{file.Id}");
        again.Headers.TryAddWithoutValidation("If-None-Match", $"\"{file.Sha256}\"");
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.Send(again)).Status);
    }

    [Theory]
    [InlineData("/files/0b7f5c1e-1d2a-4a7e-9d2c-3e4f5a6b7c8d")]
    [InlineData("/files/..%2f..%2fhtmxflows.db")]
    [InlineData("/files/x")]
    public async Task Another_address_is_not_found(string address) => Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(address)).Status);

    [Fact]
    public async Task A_run_shows_name_size_and_link_and_an_image_that_is_one()
    {
        var (run, file) = await MakeRun(new { operation = "from-base64", value = Gif, fileName = "dot.gif" });
        var page = await visitor.Open($"/runs/{run}");
        var link = page.One(".result .files a");
        Assert.Equal(($"/files/{file.Id}", "dot.gif", "42 bytes · image/gif"), (link.GetAttribute("href"), link.Words(), page.One(".result .files .kind").Words()));
        Assert.Equal(($"/files/{file.Id}", "dot.gif"), (page.One(".result .files img").GetAttribute("src"), page.One(".result .files img").GetAttribute("alt")));
        Assert.Empty(page.All(".entry pre"));
        // The line of the step, which opens on its output, names the file; the result shows it.
        Assert.Equal("dot.gif · 42 bytes", page.One("li[data-node=w] summary > .gist").Words());
        Assert.Equal("image/gif", (await visitor.Open($"/files/{file.Id}")).Header("Content-Type"));
    }

    [Theory]
    [InlineData("image/png", "<script>")]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("text/html", "<b>x</b>")]
    public async Task What_is_not_such_an_image_is_not_shown(string type, string content)
    {
        var (run, _) = await MakeRun(new { operation = "write", value = content, type });
        var page = await visitor.Open($"/runs/{run}");
        Assert.Single(page.All(".result .files a"));
        Assert.Empty(page.All(".result .files img"));
    }

    [Fact]
    public async Task A_forged_type_changes_nothing_about_what_the_server_sends()
    {
        var file = await Make(new { operation = "write", value = "<script>", type = "text/html" });
        var forged = (file with { Type = "image/png", Name = "<b>x</b>" }).ToJson();
        var run = await app.RunToEnd(await app.Make("Forged", [App.Node("a", "json", new { operation = "parse", value = forged.GetRawText() })]));
        var page = await visitor.Open($"/runs/{run}");
        Assert.Equal("<b>x</b>", page.One(".result .files a").Words());
        Assert.StartsWith("text/html", (await visitor.Open(page.One(".result .files img").GetAttribute("src")!)).Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_files_has_the_newest_first_with_its_size_and_the_run_that_made_it()
    {
        await Make(new { operation = "write", value = "0", fileName = "figures of before.csv" });
        var (run, file) = await MakeRun(new { operation = "write", value = "0123456789", fileName = "figures 100%.csv", type = "text/csv" });
        var page = await visitor.Open("/files?q=figures");
        Assert.Equal(["figures 100%.csv", "10 bytes", "text/csv", "Run of Files", "just now"], page.All(".files-table tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.Words()));
        Assert.Equal(($"/files/{file.Id}", $"/runs/{run}"), (page.All(".files-table tbody td a")[0].GetAttribute("href"), page.All(".files-table tbody tr")[0].QuerySelector("td:nth-child(4) a")!.GetAttribute("href")));
        Assert.Single((await visitor.Open("/files?q=RES%20100%25")).All(".files-table tbody tr"));
        Assert.Equal("No files match “100_”.", (await visitor.Open("/files?q=100_")).One(".empty").Words());
    }

    [Fact]
    public async Task Files_inside_a_value_are_listed_below_it()
    {
        var run = await app.RunToEnd(await app.Make("Nested", [App.Node("w", "file", new { operation = "write", value = "x" }), App.Node("s", "set", new { fields = new[] { new { name = "f", value = "{{w}}" } } })], "w→s"));
        var page = await visitor.Open($"/runs/{run}");
        Assert.Single(page.All(".result .files a"));
        Assert.Single(page.All(".result pre"));
    }

    [Fact]
    public async Task The_API_gives_the_value_as_it_is()
    {
        var (run, file) = await MakeRun(new { operation = "write", value = "x" });
        using var answer = System.Text.Json.JsonDocument.Parse((await visitor.Open($"/api/runs/{run}")).Source);
        Assert.Equal(file, FileValue.Of(answer.RootElement.GetProperty("result")));
    }

    async Task<FileValue> Make(object data) => (await MakeRun(data)).File;

    async Task<(Guid Run, FileValue File)> MakeRun(object data)
    {
        var run = await app.RunToEnd(await app.Make("Files", [App.Node("w", "file", data)]));
        return (run, FileValue.Of(RunState.Of(run, app.Get<Journal>().Read(run)).Result!.Value)!);
    }
}
