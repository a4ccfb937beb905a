using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Store;
using HtmxFlows.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Pages;

public sealed class StorePageTests(App app)
{
    readonly string collection = $"c {Guid.NewGuid():N}";

    StoreEntries Entries => app.Get<StoreEntries>();

    [Fact]
    public async Task An_entry_is_added_changed_and_deleted_by_forms()
    {
        using var visitor = app.Visit();
        var form = (await visitor.Open("/store")).One("a[href='/entry']").GetAttribute("href")!;
        var listed = await visitor.Submit((await visitor.Open(form)).One("main form"), Filled("k", """{"n": 1.50}"""));
        Assert.Equal(["k"], listed.Texts("#entries td:first-child"));
        Assert.Equal(["""{"n": 1.50}"""], listed.Texts("#entries code"));

        var change = await visitor.Open(listed.One("#entries td:first-child a").GetAttribute("href")!);
        Assert.Equal("{\n  \"n\": 1.50\n}", change.One("textarea").TextContent);
        await visitor.Submit(change.One("main form"), new Dictionary<string, string> { ["value"] = "two\r\nlines", ["isText"] = "true" });
        Assert.Equal("\"two\\nlines\"", Entries.Find(collection, "k")!.Value);

        var ask = await visitor.Open((await visitor.Open(listed.Address)).One("#entries a[aria-label='Delete k']").GetAttribute("href")!);
        Assert.Equal($"Delete “k” from “{collection}”?", ask.One("h1").Words());
        Assert.NotNull(Entries.Find(collection, "k"));
        var empty = await visitor.Submit(ask.One("main form"));
        Assert.Null(Entries.Find(collection, "k"));
        Assert.Equal("This collection is empty.", empty.One("#entries").Words());
    }

    [Theory]
    [InlineData("k", "{", "value", "Not valid JSON: ")]
    [InlineData("k", "", "value", "Not valid JSON: ")]
    [InlineData("k", """{"a":1,"a":2}""", "value", "Not valid JSON: ")]
    [InlineData("k", "\"\\ud800\"", "value", "Not valid JSON: ")]
    [InlineData(" ", "1", "key", "The key is empty. ")]
    [InlineData("1,000", "1", "key", "The key has 1,000 characters; the limit is 500.")]
    [InlineData("k", "1 MiB", "value", "The value is longer than the limit of 1,048,576 bytes")]
    public async Task An_invalid_entry_is_reported_at_its_field_and_keeps_its_text(string key, string value, string field, string problem)
    {
        using var visitor = app.Visit();
        (key, value) = (key == "1,000" ? new('k', 1000) : key, value == "1 MiB" ? $"\"{new string('x', 1024 * 1024)}\"" : value);
        var page = await visitor.Submit((await visitor.Open($"/entry?collection={collection}")).One("main form"), Filled(key, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.StartsWith(problem, page.One(".problem").Words(), StringComparison.Ordinal);
        Assert.Equal(page.One("[aria-invalid=true]").GetAttribute("aria-describedby"), page.One(".problem").Id);
        Assert.Equal(field, page.One("[aria-invalid=true]").GetAttribute("name"));
        Assert.Equal(value, page.One("textarea").TextContent);
        Assert.Empty(Entries.Search(collection, "", 0, 1));
    }

    [Theory]
    [InlineData("json", "é & <b>\"'</b> 😀 {{prompt}} ${x}")]
    [InlineData("text", "\nfirst\n\nlast\n")]
    public async Task What_is_saved_as_it_was_shown_does_not_change(string kind, string text)
    {
        using var visitor = app.Visit();
        var value = kind == "text" ? Json.Text(text) : Json.From(new { text, number = 1 });
        await Entries.Add(collection, text, value, Actor.Anonymous);
        await visitor.Submit((await visitor.Open($"/entry?collection={collection}&key={Uri.EscapeDataString(text)}")).One("main form"));
        Assert.True(System.Text.Json.JsonElement.DeepEquals(value, Json.Parse(Entries.Find(collection, text)!.Value)));
    }

    [Fact]
    public async Task The_second_of_two_changes_of_an_entry_is_a_conflict_that_can_be_confirmed()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        await Entries.Add(collection, "k", Json.From(1), Actor.Anonymous);
        var address = $"/entry?collection={collection}&key=k";
        var (annas, bens) = (await anna.Open(address), await ben.Open(address));
        await anna.Submit(annas.One("main form"), new Dictionary<string, string> { ["value"] = "2" });

        var told = await ben.Submit(bens.One("main form"), new Dictionary<string, string> { ["value"] = "3" });
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Equal("2", told.One("[role=alert] code").Words());
        Assert.Equal("3", told.One("textarea").TextContent);
        Assert.Equal("2", Entries.Find(collection, "k")!.Value);

        await ben.Submit(told.One("main form"));
        Assert.Equal("3", Entries.Find(collection, "k")!.Value);
    }

    [Fact]
    public async Task A_change_of_an_entry_that_was_deleted_meanwhile_is_a_conflict_that_can_recreate_it()
    {
        using var visitor = app.Visit();
        await Entries.Add(collection, "k", Json.From(1), Actor.Anonymous);
        var form = await visitor.Open($"/entry?collection={collection}&key=k");
        await Entries.Delete(collection, "k", Entries.Find(collection, "k")!.UpdatedAt, Actor.Anonymous);
        var told = await visitor.Submit(form.One("main form"));
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("deleted this entry", told.One("[role=alert]").Words(), StringComparison.Ordinal);
        await visitor.Submit(told.One("main form"));
        Assert.Equal("1", Entries.Find(collection, "k")!.Value);
    }

    [Fact]
    public async Task A_new_entry_does_not_take_the_place_of_another()
    {
        using var visitor = app.Visit();
        await Entries.Add(collection, "k", Json.From(1), Actor.Anonymous);
        var told = await visitor.Submit((await visitor.Open($"/entry?collection={collection}")).One("main form"), Filled("k", "2"));
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Equal("An entry with this key exists. Use another key, or edit that entry.", told.One(".problem").Words());
        Assert.Equal("1", Entries.Find(collection, "k")!.Value);
    }

    [Fact]
    public async Task An_entry_that_was_changed_after_it_was_looked_at_is_not_deleted()
    {
        using var visitor = app.Visit();
        await Entries.Add(collection, "k", Json.From(1), Actor.Anonymous);
        var ask = await visitor.Open($"/entry/deletion?collection={collection}&key=k");
        await Entries.Replace(collection, "k", Json.From(2), Entries.Find(collection, "k")!.UpdatedAt, Actor.Anonymous);
        var told = await visitor.Submit(ask.One("main form"));
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Equal("2", told.One("main pre").Words());
        Assert.NotNull(Entries.Find(collection, "k"));
        await visitor.Submit(told.One("main form"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Submit(told.One("main form"))).Status);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("100%")]
    [InlineData("a?b#c&d=e")]
    [InlineData("../../etc/passwd")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE store_entries; --")]
    [InlineData("line\nbreak\ttab\\")]
    [InlineData("😀 é +")]
    public async Task A_name_may_be_any_text(string name)
    {
        using var visitor = app.Visit();
        var hostile = $"{Guid.NewGuid():N}"[..8];
        await Entries.Add(name, hostile + name, Json.Text(name), Actor.Anonymous);
        var link = (await visitor.Open("/store")).All("#collections td a").Single(link => link.TextContent == name);
        var page = await visitor.Open(link.GetAttribute("href")!);
        Assert.Equal($"Data / {name}", page.One("h1").TextContent);
        var row = page.All("#entries td:first-child a").Single(link => link.TextContent == hostile + name);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open(row.GetAttribute("href")!)).Status);
        Assert.Empty(page.All("main script"));
        await Entries.Delete(name, hostile + name, Entries.Find(name, hostile + name)!.UpdatedAt, Actor.Anonymous);
    }

    [Fact]
    public async Task Entries_and_collections_are_found_by_a_part_of_their_names_and_values()
    {
        using var visitor = app.Visit();
        await Entries.Add(collection, "100%_sure", Json.Text("Robin"), Actor.Anonymous);
        await Entries.Add(collection, "other", Json.From(new { bird = "wren" }), Actor.Anonymous);
        var page = await visitor.Open((await visitor.Open($"/store?q={collection[..12].ToUpperInvariant()}")).One("#collections td a").GetAttribute("href")!);
        Assert.Equal(["100%_sure", "other"], page.Texts("#entries td:first-child"));
        Assert.Equal(["other"], (await visitor.Submit(page.One("form.search"), new Dictionary<string, string> { ["q"] = "WREN" })).Texts("#entries td:first-child"));
        Assert.Equal(["100%_sure"], (await visitor.Submit(page.One("form.search"), new Dictionary<string, string> { ["q"] = "0%_S" })).Texts("#entries td:first-child"));
        Assert.Equal("No entries match “%x”.", (await visitor.Submit(page.One("form.search"), new Dictionary<string, string> { ["q"] = "%x" })).One("#entries").Words());
    }

    [Fact]
    public async Task A_large_collection_is_shown_in_pages_and_a_long_value_by_its_beginning()
    {
        using var visitor = app.Visit();
        await app.Get<IDatabase>().Write(writer =>
        {
            for (var n = 0; n < 51; n++)
                StoreEntries.Put(writer, collection, $"{n:00}", Json.Text(new('x', 1000)), Actor.Anonymous, DateTimeOffset.UnixEpoch);
            return 0;
        });
        var first = await visitor.Open($"/store/{Uri.EscapeDataString(collection)}");
        var second = await visitor.Open(first.One("a[rel=next]").GetAttribute("href")!);
        Assert.Equal((50, "00"), (first.All("#entries tbody tr").Count, first.Texts("#entries td:first-child")[0]));
        Assert.Equal(["50"], second.Texts("#entries td:first-child"));
        Assert.Equal(201, second.One("#entries code").TextContent.Length);
    }

    [Theory]
    [InlineData("/entry?collection=nowhere&key=k")]
    [InlineData("/entry/deletion?collection=nowhere&key=k")]
    [InlineData("/entry/deletion")]
    public async Task What_is_not_there_is_404(string address)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(address)).Status);
    }

    [Fact]
    public async Task A_form_that_says_nonsense_of_what_it_has_seen_is_400()
    {
        using var visitor = app.Visit();
        await Entries.Add(collection, "k", Json.From(1), Actor.Anonymous);
        foreach (var address in new[] { "/entry", "/entry/deletion" })
        {
            var form = (await visitor.Open($"{address}?collection={collection}&key=k")).One("main form");
            Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Submit(form, new Dictionary<string, string> { ["seen"] = "never" })).Status);
        }
        Assert.Equal("1", Entries.Find(collection, "k")!.Value);
    }

    [Fact]
    public async Task What_a_person_keeps_is_masked_as_what_a_node_keeps()
    {
        await using var own = new App("Production", ("HtmxFlows:Secrets:TOKEN", "a-very-secret-token"));
        using var visitor = own.Visit();
        await visitor.Submit((await visitor.Open("/entry")).One("main form"), Filled("k", "\"it is a-very-secret-token\""));
        Assert.Equal("\"it is •••TOKEN•••\"", own.Services.GetRequiredService<StoreEntries>().Find(collection, "k")!.Value);
    }

    Dictionary<string, string> Filled(string key, string value) => new() { ["collection"] = collection, ["key"] = key, ["value"] = value };
}
