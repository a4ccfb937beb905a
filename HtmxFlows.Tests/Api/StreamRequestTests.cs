using System.Net;
using HtmxFlows.Tests.Live;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>Streams for programs that are asked for in ways that browsers do not.</summary>
public sealed class StreamRequestTests(App app) : IDisposable
{
    const string Sse = "text/event-stream", Lines = "application/x-ndjson", Plain = "text/plain";

    readonly Visitor client = app.Visit();

    public static TheoryData<string> Streams => [Sse, Lines, Plain];

    [Theory, MemberData(nameof(Streams))]
    public async Task A_cursor_that_is_nonsense_is_none(string accept)
    {
        var run = await app.RunToEnd(await app.Make("Nonsense", [App.Template("a", "x")]));
        var whole = (await client.Call($"GET /runs/{run}", null, ("Accept", accept))).Source;

        foreach (var cursor in new[] { "", "abc", "-1", "1.5", "0x1", "1,2", $"{run}/2", "99999999999999999999999", "+1", new string('9', 5000) })
        {
            var answer = await client.Call($"GET /runs/{run}", null, ("Accept", accept), ("Last-Event-ID", cursor));

            Assert.Equal((HttpStatusCode.OK, whole), (answer.Status, answer.Source));
        }
    }

    [Theory, MemberData(nameof(Streams))]
    public async Task A_cursor_beyond_the_end_gets_nothing_and_the_end_all_the_same(string accept)
    {
        var run = await app.Start(await app.Make("Beyond", [App.Endless()]));
        using var response = await client.Stream(ApiCalls.Request($"GET /runs/{run}", null, ("Accept", accept), ("Last-Event-ID", "999999")));
        var text = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        await client.Call($"POST /api/runs/{run}/cancellation");

        Assert.Equal("", (await text.Soon()).Trim(' ', ':', '\n'));
        Assert.Equal(HttpStatusCode.NoContent, (await client.Call($"GET /runs/{run}", null, ("Accept", accept), ("Last-Event-ID", "999999"))).Status);
    }

    [Theory]
    [InlineData("/runs/{0}", Sse)]
    [InlineData("/runs/{0}", Lines)]
    [InlineData("/runs/{0}", Plain)]
    [InlineData("/runs/{0}", "application/json")]
    [InlineData("/api/runs/{0}/events", Sse)]
    [InlineData("/runs/{0}/events", "*/*")]
    [InlineData("/runs/{0}/log", "*/*")]
    public async Task HTTP_1_0_gets_the_same_answer_and_the_end_of_the_connection_after_it(string address, string accept)
    {
        var run = await app.RunToEnd(await app.Make("Old", [App.Template("a", "x")]));
        var path = string.Format(null, address, run);

        using var viewer = await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET {path} HTTP/1.0", $"Accept: {accept}", "Last-Event-ID: 0");
        var answer = (await viewer.ReadToEnd()).Split("\r\n\r\n", 2);

        Assert.StartsWith("HTTP/1.1 200 OK", answer[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Transfer-Encoding", answer[0], StringComparison.Ordinal);
        Assert.Equal(
            WithoutRetry((await client.Call($"GET {path}", null, ("Accept", accept), ("Last-Event-ID", "0"))).Source),
            WithoutRetry(answer[1]));
    }

    [Theory]
    [InlineData("/runs/{0}", Sse)]
    [InlineData("/runs/{0}", Lines)]
    [InlineData("/runs/{0}", Plain)]
    [InlineData("/api/runs/{0}", "application/json")]
    [InlineData("/api/runs/{0}/events", Sse)]
    [InlineData("/runs/{0}/events", "*/*")]
    [InlineData("/runs/{0}/log", "*/*")]
    public async Task A_HEAD_is_answered_or_refused_at_once_for_unfinished_and_ended_runs(string address, string accept)
    {
        var live = await app.Start(await app.Make("Going", [App.Endless()]));
        var over = await app.RunToEnd(await app.Make("Gone", [App.Template("a", "x")]));

        foreach (var run in new[] { live, over, Guid.Empty })
        {
            var answer = await client.Call($"HEAD {string.Format(null, address, run)}", null, ("Accept", accept)).Soon();

            Assert.InRange((int)answer.Status, 200, 499);
            Assert.Empty(answer.Body);
        }
    }

    [Theory]
    [InlineData("Last-Event-ID: \u00ff\u00fe")]
    [InlineData("Accept: \u0001")]
    [InlineData("Accept: text/event-stream;q=2;q=x,,;")]
    public async Task Headers_that_are_no_text_are_refused_or_passed_over(string header)
    {
        var run = await app.RunToEnd(await app.Make("Bytes", [App.Template("a", "x")]));

        using var viewer = await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET /runs/{run}/events HTTP/1.0", header);

        Assert.Matches("^HTTP/1.1 (200|400) ", await viewer.ReadToEnd());
    }

    public void Dispose() => client.Dispose();

    static string WithoutRetry(string text) => text.StartsWith("retry: ", StringComparison.Ordinal) ? text[text.IndexOf("\n\n", StringComparison.Ordinal)..] : text;
}
