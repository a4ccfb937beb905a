using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

public sealed class ProgressTests(App app)
{
    [Fact]
    public async Task A_loop_shows_how_far_it_has_come_live_and_on_a_fresh_page()
    {
        using var visitor = app.Visit();
        await app.Make("Progress part", [App.Node("pause", "wait", new { seconds = "{{prompt}}" })]);
        var run = await app.Start(await app.Make("Progress", [App.Node("each", "for-each", new { items = new[] { 0, 0, 31536000 }, workflow = "Progress part", together = 3 })]));
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/events"));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (true)
        {
            var next = await reader.Next(TestContext.Current.CancellationToken).Soon();
            Assert.True(next is not null, string.Join("\n", app.Get<Journal>().Read(run)));
            if (next.Data.Contains("waiting, 2 of 3", StringComparison.Ordinal))
                break;
        }

        Assert.Equal("For each · waiting, 2 of 3", (await visitor.Open($"/runs/{run}")).One("#node-each .kind").Words());
        var called = app.Get<Journal>().Read(run).OfType<NodeWaiting>().Single().Calls!.Runs[2].Run;
        await app.Get<RunSupervisor>().Cancel(called).Soon();
        await app.End(run);
        Assert.Equal("For each · failed", (await visitor.Open($"/runs/{run}")).One("#node-each .kind").Words());
    }
}
