using System.Net;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Public forms of several pages.</summary>
public sealed class FormPageTests(App app)
{
    const string Inputs = """
        [{"name": "name", "type": "text", "label": "Your name", "required": true}, {"name": "photo", "type": "file", "required": true},
         {"name": "size", "type": "number", "page": "Your order", "required": true}, {"name": "gift", "type": "boolean"}, {"name": "note", "type": "multiline", "page": "Anything else?"}]
        """;

    static readonly Dictionary<string, string> Ada = new() { ["input.name"] = "Ada" };

    static (string, string, string) Photo => ("input.photo", "me.txt", "a face");

    async Task<(string Slug, Guid Workflow)> Make()
    {
        var slug = Hooks.Slug();
        return (slug, await app.MakeAsking($"Form {slug}", Inputs, [App.Node("form", "form", new { slug, text = "Hello." }), App.Template("say", "{{json run.input}}")], "form→say"));
    }

    IReadOnlyList<RunLine> Runs(Guid workflow) => app.Get<RunStore>().List(workflow, null, 0, 9);

    [Fact]
    public async Task Pages_are_filled_in_one_after_the_other_and_the_last_one_sends()
    {
        var (slug, workflow) = await Make();
        using var visitor = app.Visit();
        var first = await visitor.Open($"/form/{slug}");
        Assert.Equal(("Page 1 of 3", "Hello.", "Next"), (first.One(".note").Words(), first.One(".markdown").Words(), first.One("main form button").Words()));

        // A page is checked when it is left.
        var wrong = await visitor.Submit(first.One("main form"), file: Photo);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Page 1 of 3"), (wrong.Status, wrong.One(".note").Words()));
        Assert.Contains("Your name is required.", wrong.Main.Words(), StringComparison.Ordinal);
        // The file is there already, and is not asked for again.
        Assert.Equal("Kept: me.txt. Choose a file to replace it.", wrong.One("[id$=-kept]").Words());
        Assert.False(wrong.One("[type=file]").HasAttribute("required"));
        var second = await visitor.Submit(wrong.One("main form"), Ada);
        Assert.Equal(("Page 2 of 3", "Your order"), (second.One(".note").Words(), second.One("h2").Words()));
        Assert.Empty(second.All("[name='input.name'], .markdown"));

        // Back keeps what is written, whatever it is, and what was there.
        var back = await visitor.Submit(second.One("main form"), new Dictionary<string, string> { ["input.size"] = "big", ["input.gift"] = "true" }, button: "Back");
        Assert.Equal(("Page 1 of 3", "Ada"), (back.One(".note").Words(), back.One("[name='input.name']").GetAttribute("value")));
        var again = await visitor.Submit(back.One("main form"), new Dictionary<string, string> { ["input.name"] = "Ada L." });
        Assert.Equal("big", again.One("[name='input.size']").GetAttribute("value"));
        Assert.True(again.One("[type=checkbox]").HasAttribute("checked"));
        Assert.Equal("Your order", (await visitor.Submit(again.One("main form"))).One("h2").Words());
        var last = await visitor.Submit(again.One("main form"), new Dictionary<string, string> { ["input.size"] = "42" });
        Assert.Equal(("Page 3 of 3", "Send"), (last.One(".note").Words(), last.One("main form button.primary").Words()));
        Assert.Empty(Runs(workflow));

        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => visitor.Submit(last.One("main form"), new Dictionary<string, string> { ["input.note"] = "Thanks" })));

        Assert.All(sent, answer => Assert.Equal("Thank you.", answer.One("#sent").Words()));
        var run = Assert.Single(Runs(workflow));
        await app.End(run.Id);
        var input = Json.Parse((await visitor.Call($"GET /api/runs/{run.Id}")).Json().Text("result"));
        Assert.Equal(("Ada L.", "42", true, "Thanks"), (input.Text("name"), input.GetProperty("size").GetRawText(), input.GetProperty("gift").GetBoolean(), input.Text("note")));
        var photo = FileValue.Of(input.GetProperty("photo"))!;
        Assert.Equal("me.txt", photo.Name);
        Assert.NotNull(app.Get<FileStore>().Find(photo.Id, run.Id));
    }

    [Fact]
    public async Task What_earlier_pages_hold_cannot_be_forged_or_moved_to_another_form()
    {
        var (slug, workflow) = await Make();
        var (other, _) = await Make();
        using var visitor = app.Visit();
        var second = await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), Ada, file: Photo);
        var kept = second.One("[name=kept]").GetAttribute("value")!;
        Assert.DoesNotContain("Ada", kept, StringComparison.Ordinal);

        foreach (var (address, forged) in new[] { (slug, kept[..^4] + "AAAA"), (slug, "{}"), (other, kept) })
        {
            var refused = await visitor.Submit((await visitor.Open($"/form/{address}")).One("main form"), new Dictionary<string, string> { ["kept"] = forged, ["input.name"] = "Eve" });
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "This form was open for too long. Fill it in again."), (refused.Status, refused.One("[role=alert]").Words()));
            Assert.Equal("Page 1 of 3", refused.One(".note").Words());
        }
        // The id of a file in a text field is a text, and fields of other pages count for nothing.
        var texts = new FormUrlEncodedContent([new("__RequestVerificationToken", second.One("[name=__RequestVerificationToken]").GetAttribute("value")!), new("input.name", "Eve"), new("input.photo", $$"""{"$file": "{{Guid.NewGuid()}}", "name": "x"}"""), new("input.size", "1")]);
        var first = await visitor.Send(new(HttpMethod.Post, $"/form/{slug}") { Content = texts });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, first.Status);
        Assert.Contains("photo is required.", first.Main.Words(), StringComparison.Ordinal);
        Assert.Empty(Runs(workflow));
    }

    [Fact]
    public async Task A_file_that_was_removed_meanwhile_is_asked_for_again()
    {
        var (slug, workflow) = await Make();
        using var visitor = app.Visit();
        var page = await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), Ada, file: Photo);
        page = await visitor.Submit(page.One("main form"), new Dictionary<string, string> { ["input.size"] = "1" });
        await app.Get<IDatabase>().Write(writer => writer.Execute("DELETE FROM files WHERE name = 'me.txt' AND NOT EXISTS (SELECT 1 FROM run_files r WHERE r.file_id = files.id)"));

        var refused = await visitor.Submit(page.One("main form"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Page 1 of 3"), (refused.Status, refused.One(".note").Words()));
        Assert.Contains("photo is required.", refused.Main.Words(), StringComparison.Ordinal);
        Assert.Empty(refused.All("[id$=-kept]"));
        Assert.Empty(Runs(workflow));
    }

    [Fact]
    public async Task Files_that_are_never_sent_are_removed_and_renewed_ones_stay()
    {
        await using var own = new App();
        var files = own.Get<FileStore>();
        Guid[] kept = [await Keep(files), await Keep(files)];
        await own.Get<IDatabase>().Write(writer => writer.Execute("UPDATE files SET made_at = '2020-01-01T00:00:00.0000000Z'"));

        Assert.True(await files.Renew(kept[0]));
        Assert.False(await files.Renew(Guid.NewGuid()));
        await own.Get<FileRemoval>().Remove(TestContext.Current.CancellationToken);

        Assert.Equal([true, false], kept.Select(id => files.Find(id) is not null));
    }

    [Fact]
    public async Task A_flood_of_files_is_slowed_down_and_the_disk_is_not_filled()
    {
        var (slug, _) = await Make();
        using var visitor = app.Visit();
        var form = (await visitor.Open($"/form/{slug}")).One("main form");
        for (var sent = 0; sent < PublicForms.MostSent; sent++)
            Assert.Equal(HttpStatusCode.OK, (await visitor.Submit(form, Ada, file: Photo)).Status);
        var refused = await visitor.Submit(form, Ada, file: Photo);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.NotNull(refused.Header("Retry-After"));

        await using var small = new App("Production", ($"{FileLimits.Section}:FileBytes", "4"));
        for (var kept = 0; kept < FileLimits.MostUnused; kept++)
        {
            Assert.True(small.Get<FileStore>().HasRoom);
            await Keep(small.Get<FileStore>());
        }
        Assert.False(small.Get<FileStore>().HasRoom);
    }

    [Fact]
    public async Task The_form_inside_the_app_is_one_page_with_groups()
    {
        var (_, workflow) = await Make();
        using var visitor = app.Visit();

        var page = await visitor.Open($"/workflows/{workflow}");

        Assert.Equal(["Your order", "Anything else?"], page.Texts("form .group-name"));
        Assert.Equal("Your order", page.One("[name='input.size']").Closest("[role=group]")!.GetAttribute("aria-label"));
        Assert.Equal(5, page.All("form .inputs .input").Count);
    }

    static async Task<Guid> Keep(FileStore files)
    {
        await using var file = files.Begin("a.txt");
        await file.WriteAsync("four"u8.ToArray(), TestContext.Current.CancellationToken);
        return (await files.Keep([file], run: null))[0].Id;
    }
}
