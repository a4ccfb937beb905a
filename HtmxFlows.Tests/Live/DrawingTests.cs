using System.Net;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>Drawing what a node wrote never fails: on the run's page, in its log, on its stream, and where a person is asked.</summary>
public sealed class DrawingTests(App app)
{
    static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    public static TheoryData<string> Hostile => new(
        Repeat(">", 200) + " x", Repeat("- ", 300) + "x", Repeat("[", 7900), Repeat("![a", 2600), Repeat("> ", 300) + "x", Repeat("[a](", 2000), Repeat("|a|b\n", 1500),
        "a\0b \u0001\u001b[31m\u202e\u2066", "[](http://x.example) # \n#\n- [ ] x", new string('x', 50_000), Repeat("\n", 20_000) + "x");

    [Theory, MemberData(nameof(Hostile))]
    public async Task Whatever_a_node_writes_is_drawn_on_page_stream_log_and_question(string text)
    {
        using var visitor = app.Visit();
        var said = await app.RunToEnd(await app.Make("Drawing", [App.Template("said", "{{prompt}}", markdown: true)]), text);
        var asked = await app.Start(await app.Make("Asking", [App.Node("asked", "approve", new { text = "{{prompt}}" })]), text);
        await Eventually.Equal(true, () => Task.FromResult(app.Get<HtmxFlows.Live.RunReader>().State(asked)!.Run.Node("asked").Question is not null));

        foreach (var address in new[] { $"/runs/{said}", $"/runs/{said}/log", $"/runs/{said}/output?node=said", $"/runs/{asked}" })
            Assert.Equal(HttpStatusCode.OK, (await visitor.Open(address)).Status);
        var page = await visitor.Open($"/runs/{asked}");
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open(page.One("form.question").GetAttribute("action")!)).Status);
        Assert.Single((await visitor.Open($"/runs/{said}")).All("li.node-completed"));

        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{said}/events") { Headers = { { "Last-Event-ID", "0" } } });
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var events = await reader.ToEnd(TestContext.Current.CancellationToken).Soon();
        Assert.Equal("done", events[^1].Name);
    }
}
