using System.Net.ServerSentEvents;
using System.Text;
using HtmxFlows.Live;

namespace HtmxFlows.Tests.Live;

public sealed class SseFormatTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "one", "one" },
        { "", "" },
        { "one\ntwo", "one\ntwo" },
        { "one\rtwo", "one\ntwo" },
        { "one\r\ntwo", "one\ntwo" },
        { "one\n\rtwo\r\r\nthree", "one\n\ntwo\n\nthree" },
        { "\n", "\n" },
        { "\r\n", "\n" },
        { "\r", "\n" },
        { "ends\n\n", "ends\n\n" },
        { " leading space", " leading space" },
        { "data: x\n\nevent: done\nid: 99\nretry: 1", "data: x\n\nevent: done\nid: 99\nretry: 1" },
        { ": comment", ": comment" },
        { "Ä漢😀\0\u2028\u0085", "Ä漢😀\0\u2028\u0085" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void What_dotnet_reads_is_what_was_written_with_its_line_ends_joined(string text, string read)
    {
        using var stream = new MemoryStream(SseFormat.Event("node-completed", text, "7"));

        var item = Assert.Single(SseParser.Create(stream).Enumerate());

        Assert.Equal(("node-completed", read, "7"), (item.EventType, item.Data, item.EventId));
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task What_a_browser_reads_is_what_was_written_with_its_line_ends_joined(string text, string read)
    {
        using var reader = new SseReader(new MemoryStream([.. SseFormat.Event("node-completed", text, "7"), .. SseFormat.Event("panel", "x")]));

        Assert.Equal(
            [new SseEvent("node-completed", read, "7"), new SseEvent("panel", "x", "7")],
            await reader.ToEnd(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_comment_and_a_delay_are_no_events()
    {
        using var reader = new SseReader(new MemoryStream([.. SseFormat.Retry(TimeSpan.FromSeconds(1.5)), .. Encoding.UTF8.GetBytes(SseFormat.Comment)]));

        Assert.Empty(await reader.ToEnd(TestContext.Current.CancellationToken));
        Assert.Equal(1500, reader.Retry);
        Assert.Equal([""], reader.Comments);
    }

    [Fact]
    public void An_event_is_these_bytes_and_no_others() =>
        Assert.Equal("id: 12\nevent: a\ndata: x\ndata: y\n\n", Encoding.UTF8.GetString(SseFormat.Event("a", "x\ry", "12")));
}
