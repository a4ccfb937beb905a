using System.Globalization;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class WorkflowLookTests(App app)
{
    [Fact]
    public async Task The_picture_has_the_size_that_is_chosen_and_keeps_what_else_the_address_says()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Sizes", [App.Template("a", "x"), App.Template("b", "y")], "a→b");
        var whole = await visitor.Open($"/workflows/{workflow}?find=b&zoom=100");
        var half = await visitor.Open(whole.One("#zoom-50").GetAttribute("href")!);

        Assert.Equal(Width(whole) / 2, Width(half));
        Assert.Equal(whole.One(".picture > svg").GetAttribute("viewBox"), half.One(".picture > svg").GetAttribute("viewBox"));
        Assert.Equal(["true"], half.All("#zoom-50").Select(link => link.GetAttribute("aria-current")));
        Assert.Equal("b", half.One("#find").GetAttribute("value"));
        Assert.Equal("true", (await visitor.Open($"/workflows/{workflow}?zoom=nonsense")).One("#zoom-auto").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Nodes_are_found_by_a_form_and_marked_and_listed()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Finds", [App.Template("first", "a needle in data"), App.Template("needle", "y"), App.Template("other", "z")], "first→needle");
        var before = await visitor.Open($"/workflows/{workflow}?zoom=150");

        var page = await visitor.Submit(before.One(".flow-bar form"), new Dictionary<string, string> { ["find"] = "NEEDLE" });

        Assert.Equal(["node-first", "node-needle"], page.All("a.node[data-found=found]").Select(node => node.Id));
        Assert.Equal("2 nodes match “NEEDLE”. Clear", page.One(".found p").Words());
        Assert.Equal(["#node-first", "#node-needle"], page.All(".found li a").Select(link => link.GetAttribute("href")));
        Assert.Equal("true", page.One("#zoom-150").GetAttribute("aria-current"));
        Assert.Empty((await visitor.Open(page.One(".found p a").GetAttribute("href")!)).All("[data-found=found]"));
        Assert.Contains("No nodes match", (await visitor.Open($"/workflows/{workflow}?find=hay")).One(".found").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_outline_is_one_click_away_and_what_is_found_is_marked_there_too()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Outlined", [App.Template("a", "x"), App.Template("b", "y")], "a→b");
        var picture = await visitor.Open($"/workflows/{workflow}?find=y");

        Assert.Equal("picture-as-text", picture.One("#picture").GetAttribute("aria-describedby"));
        var outline = await visitor.Open(picture.One("#picture-as-text").GetAttribute("href")!);

        Assert.Empty(outline.All("#picture"));
        Assert.Equal(["outline-a", "outline-b"], outline.All(".outline > li").Select(item => item.Id));
        Assert.Equal(["outline-b"], outline.All(".outline > li[data-found=found]").Select(item => item.Id));
        Assert.Equal(["#outline-b"], outline.All(".found li a").Select(link => link.GetAttribute("href")));
        Assert.Single((await visitor.Open(outline.One("#view-picture").GetAttribute("href")!)).All("#picture"));
    }

    [Fact]
    public async Task Of_very_many_nodes_one_at_a_time_is_shown_in_full()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Many", [.. Enumerable.Range(0, 101).Select(n => App.Template($"n{n}", "x"))]);
        var page = await visitor.Open($"/workflows/{workflow}?zoom=50");
        Assert.Empty(page.All(".nodes li"));

        var chosen = await visitor.Open(page.One("#node-n7").GetAttribute("href")!);

        Assert.EndsWith("#row-n7", page.One("#node-n7").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(["row-n7"], chosen.All(".nodes li").Select(row => row.Id));
        Assert.Equal("true", chosen.One("#node-n7").GetAttribute("aria-current"));
        Assert.Equal("true", chosen.One("#zoom-50").GetAttribute("aria-current"));
    }

    static double Width(Page page) => double.Parse(page.One(".picture > svg").GetAttribute("width")!, CultureInfo.InvariantCulture);
}
