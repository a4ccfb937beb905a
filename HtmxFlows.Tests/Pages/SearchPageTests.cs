using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class SearchPageTests(App app)
{
    [Fact]
    public async Task One_search_finds_workflows_runs_and_nodes()
    {
        using var visitor = app.Visit();
        var mark = $"csv {Guid.NewGuid():N}";
        var workflow = await app.Make($"Reads {mark}", [App.Template("a", "x")]);
        var run = await app.RunToEnd(workflow, $"Please read {mark}");

        var page = await visitor.Open($"{(await visitor.Open("/")).One("header form").GetAttribute("action")}?q={Uri.EscapeDataString(mark)}");
        var nodes = await visitor.Open("/search?q=csv");

        Assert.Equal([$"/workflows/{workflow}"], page.All("section[aria-labelledby=found-workflows] li a").Select(link => link.GetAttribute("href")));
        Assert.Equal([$"/runs/{run}"], page.All("section[aria-labelledby=found-runs] li a").Select(link => link.GetAttribute("href")));
        Assert.Contains("/nodes?q=csv#csv", nodes.All("section[aria-labelledby=found-nodes] li a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_run_is_found_by_its_id()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("By id", [App.Template("a", "x")]));

        var page = await visitor.Open($"/search?q={run}");

        Assert.Equal([$"/runs/{run}"], page.All(".lines a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("/search", "Enter a name, a part of a prompt, or the id of a run.")]
    [InlineData("/search?q=%20", "Enter a name, a part of a prompt, or the id of a run.")]
    [InlineData("/search?q=nothing-has-this-name", "Nothing matches “nothing-has-this-name”. Try fewer or other words.")]
    public async Task A_search_without_results_says_what_to_do(string address, string sentence)
    {
        using var visitor = app.Visit();
        Assert.Equal(sentence, (await visitor.Open(address)).One("#found").Words());
    }
}
