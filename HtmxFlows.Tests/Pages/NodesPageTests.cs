using System.Net;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class NodesPageTests(App app)
{
    [Fact]
    public async Task Every_type_is_there_under_its_category_with_what_it_does_its_ports_and_its_examples()
    {
        using var visitor = app.Visit();
        var page = await visitor.Open("/nodes");
        foreach (var type in app.Get<NodeCatalogue>().Types)
        {
            var article = page.One($"article[id='{type.Name}']");
            Assert.Equal($"category-{type.Category}", article.ParentElement!.GetAttribute("aria-labelledby"));
            Assert.Contains(type.Summary, article.TextContent, StringComparison.Ordinal);
            Assert.Equal(type.Shape.Fields.Count, article.QuerySelectorAll("tbody th:not(.inner)").Length);
            Assert.Equal(type.Examples.Select(example => example.Title), article.QuerySelectorAll(".example summary").Select(summary => summary.TextContent));
        }
        Assert.Equal(app.Get<NodeCatalogue>().Types.Select(type => $"#{type.Name}"), page.All(".index li:not(:last-child) a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task An_example_of_a_pure_type_shows_what_it_gives_and_one_that_touches_the_world_does_not()
    {
        using var visitor = app.Visit();
        var page = await visitor.Open("/nodes");
        Assert.Equal("""{ "total": 440 }""", page.All("#compute .example")[0].QuerySelector(".gives")!.Words());
        Assert.Equal("Output, port true", page.One("#branch .example:first-of-type dt:last-of-type").Words());
        Assert.Equal("There is no city called Atlantis.", page.One("#fail .gives").Words());
        Assert.Empty(page.All("#http .gives"));
    }

    [Fact]
    public async Task Every_function_is_there_with_the_value_of_its_example()
    {
        using var visitor = app.Visit();
        var page = await visitor.Open("/nodes");
        Assert.Equal(FunctionCatalogue.Names.Select(name => $"function-{name}").Order(StringComparer.Ordinal), page.All("#functions ~ .table tr[id]").Select(row => row.Id!).Order(StringComparer.Ordinal));
        Assert.Equal("\"ADA LOVELACE\"", page.One("#function-upper .gives").Words());
        Assert.Equal("1234.57", page.One("#function-round .gives").Words());
        Assert.Equal("\"31.01.2030 23:30\"", page.One("#function-format .gives").Words());
    }

    [Theory]
    [InlineData("TOP group", "compute")]
    [InlineData("paging", "http")]
    [InlineData("increment", "store")]
    [InlineData("  Templates   types ", null)]
    [InlineData("<script>", null)]
    public async Task A_search_finds_the_types_that_have_all_its_words(string text, string? type)
    {
        using var visitor = app.Visit();
        var page = await visitor.Submit((await visitor.Open("/nodes")).One("form.search"), new Dictionary<string, string> { ["q"] = text });
        if (type is null)
            Assert.Empty(page.All(".node-type"));
        else
            Assert.Contains(type, page.All(".node-type").Select(article => article.Id));
        Assert.True(page.All(".node-type").Count < app.Get<NodeCatalogue>().Types.Count);
        Assert.Equal(text, page.One("#q").GetAttribute("value"));
    }

    [Fact]
    public async Task A_curl_command_becomes_a_node_to_paste()
    {
        using var visitor = app.Visit();
        var link = (await visitor.Open("/nodes")).One("#http a[href$='/curl']").GetAttribute("href")!;
        const string Command = "curl -k 'https://example.com/?a=<b>' \\\n  -H 'Accept: text/html'";
        var page = await visitor.Submit((await visitor.Open(link)).One("main form"), new Dictionary<string, string> { ["command"] = Command });
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("""{ "id": "call", "type": "http", "data": { "method": "get", "url": "https://example.com/?a=<b>", "headers": [ { "name": "Accept", "value": "text/html" } ] } }""", page.One(".gives").Words());
        Assert.Equal(["--insecure: Certificates are always checked, so this is ignored."], page.Texts(".problems li"));
        Assert.Equal(Command, page.One("textarea").TextContent.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("", "The command has no address. Paste a complete command: curl https://example.com/…")]
    [InlineData("1 MB", "The command is longer than 100,000 characters. Paste a shorter one, and put the long part into the node.")]
    public async Task A_command_of_which_no_node_comes_is_422_and_says_why(string command, string problem)
    {
        using var visitor = app.Visit();
        var page = await visitor.Submit((await visitor.Open("/nodes/curl")).One("main form"), new Dictionary<string, string> { ["command"] = command == "1 MB" ? new('x', 1_000_000) : command });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([problem], page.Texts(".problems li"));
        Assert.Empty(page.All(".gives"));
    }
}
