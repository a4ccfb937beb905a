using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Workflows;

public sealed class TriggerOfferTests(App app)
{
    [Theory]
    [InlineData("add=alone", true)]
    [InlineData("add=after&to=a", false)]
    [InlineData("add=before&to=a", true)]
    [InlineData("add=before&to=b", false)]
    [InlineData("add=edge&to=e1", false)]
    [InlineData("node=a&panel=replace", true)]
    [InlineData("node=b&panel=replace", false)]
    public async Task A_trigger_is_offered_where_nothing_comes_before_it(string choice, bool isOffered)
    {
        var workflow = await app.Make("Offers", [App.Template("a", "x"), App.Template("b", "x")], "a→b");
        using var visitor = app.Visit();

        var panel = (await visitor.Open($"/workflows/{workflow}/edit?{choice}&q=webhook")).Main.Words();

        Assert.Equal(isOffered, panel.Contains("Starts a run when another program calls its address", StringComparison.Ordinal));
    }
}
