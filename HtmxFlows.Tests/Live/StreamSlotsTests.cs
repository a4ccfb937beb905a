using HtmxFlows.Live;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Live;

/// <summary>The streams that a browser may hold.</summary>
public sealed class StreamSlotsTests(App app)
{
    [Theory]
    [InlineData("HTTP/1.0", true)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", false)]
    [InlineData("HTTP/3", false)]
    public void Over_HTTP_1_of_any_kind_a_browser_has_so_many_seats_and_over_later_ones_any_number(string protocol, bool isLimited)
    {
        var (seats, browser) = (new StreamSlots(), Guid.NewGuid());

        var taken = Enumerable.Range(0, StreamSlots.PerBrowser + 3).Select(_ => seats.Take(Request(protocol, browser))).ToArray();

        Assert.Equal(isLimited ? StreamSlots.PerBrowser : taken.Length, taken.Count(seat => seat is not null));
        Assert.NotNull(seats.Take(Request(protocol, Guid.NewGuid())));
    }

    [Fact]
    public void A_seat_that_is_given_back_is_free_once_however_often_it_is_given_back()
    {
        var (seats, browser) = (new StreamSlots(), Guid.NewGuid());
        var taken = Enumerable.Range(0, StreamSlots.PerBrowser).Select(_ => seats.Take(Request("HTTP/1.1", browser))!).ToArray();

        taken[0].Dispose();
        taken[0].Dispose();

        Assert.NotNull(seats.Take(Request("HTTP/1.1", browser)));
        Assert.Null(seats.Take(Request("HTTP/1.1", browser)));
    }

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/1.1")]
    public async Task Without_a_slot_a_stream_gives_the_news_and_ends_so_that_the_browser_reconnects(string protocol)
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Seated", [App.Endless()]));
        var (path, cookie) = ($"/runs/{run}/events", $"Cookie: htmxflows-browser={Guid.NewGuid():N}");
        var seated = new List<RawViewer>();
        for (var seat = 0; seat < StreamSlots.PerBrowser; seat++)
            seated.Add(await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET {path} {protocol}", cookie));
        foreach (var viewer in seated)
            Assert.DoesNotContain("retry: 2000\n", await viewer.ReadTo("event: panel"), StringComparison.Ordinal);

        using var next = await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET {path} {protocol}", cookie, "Last-Event-ID: 1", "Connection: close");
        using var other = await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET {path} {protocol}", cookie, "Connection: close");
        var texts = new[] { await next.ReadToEnd(), await other.ReadToEnd() };

        Assert.All(texts, text => Assert.Contains("retry: 2000\n", text, StringComparison.Ordinal));
        Assert.Contains("id: 2\nevent: node-started\n", texts[0], StringComparison.Ordinal);
        Assert.Contains("event: snapshot\n", texts[1], StringComparison.Ordinal);
        Assert.All(texts, text => Assert.DoesNotContain("event: done", text, StringComparison.Ordinal));
        seated[0].Dispose();
        await Eventually.Equal(true, async () => await IsSeated(path, cookie, protocol));
        seated.ForEach(viewer => viewer.Dispose());
    }

    async Task<bool> IsSeated(string path, string cookie, string protocol)
    {
        using var viewer = await RawViewer.Connect(app.ClientOptions.BaseAddress, $"GET {path} {protocol}", cookie);
        return !(await viewer.ReadTo("event: panel")).Contains("retry: 2000\n", StringComparison.Ordinal);
    }

    static HttpRequest Request(string protocol, Guid browser) =>
        new DefaultHttpContext { Request = { Protocol = protocol, Headers = { Cookie = $"htmxflows-browser={browser:N}" } } }.Request;
}
