using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>Frames are the same bytes for every viewer, so they hold nothing that only some viewers may do: each loads that by its own request.</summary>
public sealed partial class FrameTests(App app)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stream_of_a_run_that_asks_holds_no_key_and_no_form()
    {
        using var visitor = app.Visit();
        var run = await Asking();
        var page = await visitor.Open($"/runs/{run}");

        using var live = await Connect(visitor, run, "0");
        using var late = await Connect(visitor, run, null);
        await visitor.Submit(page.One("form.question"), button: "decision=approve");
        await app.End(run);
        var streams = new[] { await live.Content.ReadAsStringAsync(Cancellation), await late.Content.ReadAsStringAsync(Cancellation), (await visitor.Open($"/runs/{run}/log")).Source };

        foreach (var stream in streams)
        {
            Assert.Contains("Open the question", stream, StringComparison.Ordinal);
            AssertHoldsNoAction(stream, app.Get<ApprovalAddresses>().KeyOf(run, "ask"));
        }
        Assert.All(streams[..2], stream => Assert.Contains($"hx-get=\"/runs/{run}/questions/ask\"", stream, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("calling")]
    public async Task The_stream_of_a_run_holds_no_action_whatever_its_end(string kind)
    {
        using var visitor = app.Visit();
        var run = kind switch
        {
            "ended" => await app.RunToEnd(await app.Make("Ended", [App.Template("a", "x")])),
            "failed" => await app.RunToEnd(await app.Make("Failed", [App.Node("a", "fail", new { message = "No." })])),
            "cancelled" => await app.Start(await app.Make("Cancelled", [App.Node("ask", "approve", new { text = "Well?" })])),
            _ => await app.RunToEnd(await app.Make("Calls", [App.Node("a", "workflow", new { workflow = await Part() })])),
        };
        await app.Get<RunSupervisor>().Cancel(run, HtmxFlows.Accounts.Actor.Anonymous).Soon();

        foreach (var seen in new[] { "0", null })
        {
            using var stream = await Connect(visitor, run, seen);
            AssertHoldsNoAction(await stream.Content.ReadAsStringAsync(Cancellation), app.Get<ApprovalAddresses>().KeyOf(run, "ask"));
        }
    }

    [Fact]
    public async Task What_a_frame_leaves_to_the_viewer_is_at_the_address_that_it_names()
    {
        using var visitor = app.Visit();
        var run = await Asking();
        using var late = await Connect(visitor, run, null);
        using var reader = new SseReader(await late.Content.ReadAsStreamAsync(Cancellation));
        SseEvent snapshot;
        do
            snapshot = (await reader.Next(Cancellation).Soon())!;
        while (snapshot.Name != "snapshot");

        var placeholder = new HtmlParser().ParseDocument(snapshot.Data).QuerySelector("#question-ask")!;
        var form = await visitor.Send(new(HttpMethod.Get, placeholder.GetAttribute("hx-get")) { Headers = { { "HX-Request", "true" } } });

        Assert.Equal((HttpStatusCode.OK, "question-ask"), (form.Status, form.One("form.question").Id));
        Assert.Equal(placeholder.GetAttribute("hx-get"), placeholder.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("Answer The editor", placeholder.QuerySelector("a")!.Words());
    }

    /// <summary>No key, no form or control, and no address that changes something.</summary>
    static void AssertHoldsNoAction(string stream, string key)
    {
        Assert.DoesNotContain(key, stream, StringComparison.Ordinal);
        Assert.DoesNotMatch(Action(), stream);
        // The number of the last event, by which the page asks whether it is behind, is the only field.
        Assert.All(Field().Matches(stream), field => Assert.Contains("name=\"seq\"", field.Value, StringComparison.Ordinal));
    }

    [GeneratedRegex("<form|<button|<select|<textarea|hx-(post|put|patch|delete)=|key=|/approvals/|/retry|/cancellation|__RequestVerificationToken", RegexOptions.IgnoreCase)]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Field();

    async Task<string> Part()
    {
        var name = $"Part {Guid.NewGuid()}";
        await app.Make(name, [App.Template("a", "x")]);
        return name;
    }

    async Task<Guid> Asking()
    {
        var run = await app.Start(await app.Make("Asks", [App.Node("ask", "approve", new { label = "The editor", text = "Publish?" })]));
        await Eventually.Equal(RunStatus.Waiting, () => Task.FromResult(app.Get<RunReader>().Status(run)!.Value));
        return run;
    }

    static Task<HttpResponseMessage> Connect(Visitor visitor, Guid run, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/runs/{run}/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return visitor.Stream(request);
    }
}
