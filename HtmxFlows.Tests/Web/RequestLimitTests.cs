using HtmxFlows.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests.Web;

/// <summary>Bodies that are too large, or are none: the answer arrives, also at a client that sends everything before it reads.</summary>
public sealed class RequestLimitTests(App app)
{
    const string Sentence = "The request is larger than this server accepts. Send less at once.";

    /// <summary>More than the sockets between client and server hold.</summary>
    const int TooMuch = RequestLimit.LargestRequest + 24 * 1024 * 1024;

    [Theory]
    [InlineData("/api/workflows", "application/json")]
    [InlineData("/workflows/import", "application/x-www-form-urlencoded")]
    [InlineData("/workflows/import", "multipart/form-data; boundary=x")]
    [InlineData("/nodes/curl", "text/plain")]
    [InlineData("/nowhere", "application/json")]
    public async Task A_body_that_is_too_large_is_refused_and_the_answer_arrives(string address, string type)
    {
        var answer = await RawExchange.Send(app.Address, $"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {TooMuch}\r\nConnection: close\r\n\r\n" + new string('a', TooMuch));

        Assert.Equal(413, RawExchange.Status(answer));
        Assert.Contains(Sentence, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/workflows", "application/json", "")]
    [InlineData("/workflows/import", "application/x-www-form-urlencoded", "")]
    [InlineData("/workflows/import", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n")]
    public async Task A_body_that_turns_out_to_be_too_large_is_refused_by_the_same_word(string address, string type, string beginning)
    {
        var body = beginning + new string('a', TooMuch);

        var answer = await RawExchange.Send(app.Address, $"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n");

        Assert.Equal(413, RawExchange.Status(answer));
        Assert.Contains(Sentence, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("zz")]
    [InlineData("1\r\nab")]
    public async Task A_chunk_that_cannot_be_is_400_and_logs_nothing(string chunk)
    {
        using var log = new LogLines(LogLevel.Error);
        await using var own = new App { Configure = host => host.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(log)) };
        foreach (var (address, type) in new[] { ("/api/workflows", "application/json"), ("/workflows/new", "application/x-www-form-urlencoded"), ("/workflows/import", "multipart/form-data; boundary=x") })
        {
            var answer = await RawExchange.Send(own.Address, $"POST {address} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunk}\r\na\r\n0\r\n\r\n");

            Assert.Contains(RawExchange.Status(answer), new[] { 400, 413 });
        }
        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "TOO MANY")]
    [InlineData("application/x-www-form-urlencoded", "LONG KEY")]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=", "x")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("multipart/form-data; boundary=x", "--x")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"json")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: nonsense\r\n\r\na\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n: \r\n\r\na\r\n--x--\r\n")]
    [InlineData("text/plain", "json=x")]
    [InlineData("application/json", "{}")]
    [InlineData("", "json=x")]
    [InlineData("nonsense", "json=x")]
    public async Task A_form_that_cannot_be_read_is_400(string type, string body)
    {
        body = body switch
        {
            "TOO MANY" => string.Join('&', Enumerable.Range(0, RequestLimit.MostFormValues + 2).Select(number => $"k{number}=")),
            "LONG KEY" => new string('k', 5000) + "=x",
            _ => body,
        };
        foreach (var address in new[] { "/workflows/import", "/workflows/new", "/nodes/curl" })
        {
            var answer = await RawExchange.Send(app.Address, $"POST {address} HTTP/1.1\r\nHost: localhost\r\n{(type.Length > 0 ? $"Content-Type: {type}\r\n" : "")}RequestVerificationToken: x\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

            Assert.Equal(400, RawExchange.Status(answer));
            Assert.Contains("The form was incomplete, outdated or unreadable.", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_broken_cookie_of_the_forms_is_a_new_form_and_logs_nothing()
    {
        using var log = new LogLines(LogLevel.Error);
        await using var own = new App { Configure = host => host.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(log)) };

        var page = await RawExchange.Send(own.Address, "GET /workflows/new HTTP/1.1\r\nHost: localhost\r\nCookie: htmxflows-form=x\r\nConnection: close\r\n\r\n");
        var sent = await RawExchange.Send(own.Address, "POST /workflows/new HTTP/1.1\r\nHost: localhost\r\nCookie: htmxflows-form=x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\nConnection: close\r\n\r\nname=a");

        Assert.Equal((200, 400), (RawExchange.Status(page), RawExchange.Status(sent)));
        Assert.Contains("Set-Cookie: htmxflows-form=", page, StringComparison.Ordinal);
        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData(8 * 1024, 200)]
    [InlineData(40 * 1024, 431)]
    public async Task Headers_that_are_too_long_are_431(int length, int status)
    {
        var answer = await RawExchange.Send(app.Address, $"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', length)}\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, RawExchange.Status(answer));
    }
}
