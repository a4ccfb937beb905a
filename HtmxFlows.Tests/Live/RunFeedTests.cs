using HtmxFlows.Live;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

public sealed class RunFeedTests(App app)
{
    [Fact]
    public async Task Viewers_that_are_late_share_what_is_made_for_them_as_those_do_that_keep_up()
    {
        var run = await app.RunToEnd(await app.Make("Late", [App.Template("a", "x"), App.Template("b", "y")], "a→b"));
        using var watch = app.Get<RunFeeds>().Open(run)!;

        var early = watch.Feed.After(0)!;
        var late = watch.Feed.After(2)!;

        Assert.Same(early, watch.Feed.After(0));
        Assert.Same(late, watch.Feed.After(2));
        var (whole, rest) = (await early, await late);
        Assert.True(whole.Bytes.Span.EndsWith(rest.Bytes.Span));
    }
}
