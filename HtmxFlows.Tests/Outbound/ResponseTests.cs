using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using HtmxFlows.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Outbound;

public sealed class ResponseTests
{
    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 3", "two different Content-Lengths")]
    [InlineData("Content-Length: 3\r\nContent-Length: 5", "two different Content-Lengths")]
    [InlineData("Content-Length: 5, 3", "")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", "both Content-Length and Transfer-Encoding")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5", "both Content-Length and Transfer-Encoding")]
    public async Task An_answer_that_says_in_two_ways_where_it_ends_is_refused(string headers, string why)
    {
        await using var peer = RawPeer.Writing($"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{(headers.Contains("chunked", StringComparison.Ordinal) ? "5\r\nhello\r\n0\r\n\r\n" : "hello")}");
        using var door = Door.ToLoopback();

        Assert.Contains(why, await door.Failure(Door.Get(peer.Url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_has_status_headers_body_and_type_whatever_the_status()
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = 418;
            context.Response.ContentType = "application/json; charset=\"utf-8\"";
            context.Response.Headers.Append("X-One", new(["1", "2"]));
            return context.Response.WriteAsync("""{"a":1}""");
        });
        using var door = Door.ToLoopback();

        var answer = await door.Send(Door.Get(peer.Url));

        Assert.Equal((418, "I'm a teapot", false), (answer.Status, answer.Reason, answer.IsSuccess));
        Assert.Equal(("application/json", "utf-8"), (answer.ContentType, answer.Charset));
        Assert.Equal("1, 2", answer.Headers["x-one"]);
        Assert.Equal("""{"a":1}""", answer.Text());
        Assert.Equal(peer.Url, answer.Url);
    }

    [Theory]
    [InlineData("text/plain", "C3A4", "ä")]
    [InlineData("text/plain; charset=utf8", "C3A4", "ä")]
    [InlineData("text/plain; charset=iso-8859-1", "E4", "ä")]
    [InlineData("text/plain; charset=windows-1252", "80", "€")]
    [InlineData("text/plain; charset=iso-8859-1", "EFBBBFC3A4", "ä")]
    [InlineData("text/plain; charset=utf-16", "E400", "ä")]
    public async Task Text_is_decoded_by_its_mark_or_charset(string type, string bytes, string text)
    {
        await using var peer = await HttpPeer.Start(Bytes(type, Convert.FromHexString(bytes)));
        using var door = Door.ToLoopback();

        Assert.Equal(text, (await door.Send(Door.Get(peer.Url))).Text());
    }

    [Fact]
    public async Task A_charset_that_nobody_knows_is_an_error_that_names_it()
    {
        await using var peer = await HttpPeer.Start(Bytes("text/plain; charset=klingon", [65]));
        using var door = Door.ToLoopback();

        var answer = await door.Send(Door.Get(peer.Url));

        Assert.Contains("\"klingon\"", Assert.Throws<OutboundException>(() => answer.Text()).Message);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_body_is_unpacked(string encoding)
    {
        await using var peer = await HttpPeer.Start(Packed(encoding, Pack(encoding, "hello"u8.ToArray())));
        using var door = Door.ToLoopback();

        var answer = await door.Send(Door.Get(peer.Url));

        Assert.Equal("hello", answer.Text());
        Assert.Contains(encoding, peer.Requests[0].Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_small_body_that_unpacks_to_a_huge_one_is_an_error_that_names_the_limit(string encoding)
    {
        var bomb = Pack(encoding, new byte[10_000_000]);
        await using var peer = await HttpPeer.Start(Packed(encoding, bomb));
        using var door = Door.ToLoopback(maxResponseBytes: 100_000);

        var message = await door.Failure(Door.Get(peer.Url));

        Assert.True(bomb.Length < 100_000, "what travels must be below the limit");
        Assert.Contains("longer than 100,000 bytes", message);
        Assert.Contains("Outbound:MaxResponseBytes", message);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_damaged_or_shortened_compressed_body_is_an_error(string encoding)
    {
        var packed = Pack(encoding, [.. Enumerable.Range(0, 5000).Select(number => (byte)(number * number / 7))]);
        await using var shortened = await HttpPeer.Start(Packed(encoding, packed[..^(packed.Length / 2)]));
        await using var damaged = await HttpPeer.Start(Packed(encoding, [.. packed.Select(part => (byte)~part)]));
        using var door = Door.ToLoopback();

        Assert.Contains("compressed body is damaged", await door.Failure(Door.Get(shortened.Url)));
        Assert.Contains("compressed body is damaged", await door.Failure(Door.Get(damaged.Url)));
    }

    [Fact]
    public async Task A_body_as_long_as_the_limit_is_whole_and_one_byte_more_is_an_error()
    {
        await using var peer = await HttpPeer.Start(context =>
            context.Response.WriteAsync(new string('a', int.Parse(context.Request.Path.Value![1..], null))));
        using var door = Door.ToLoopback(maxResponseBytes: 50_000);

        Assert.Equal(50_000, (await door.Send(Door.Get(new Uri(peer.Url, "/50000")))).Body.Length);
        Assert.Contains("longer than 50,000 bytes", await door.Failure(Door.Get(new Uri(peer.Url, "/50001"))));
    }

    [Fact]
    public async Task An_endless_body_is_ended_at_the_limit()
    {
        await using var peer = RawPeer.Start(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            while (true) await stream.WriteAsync(new byte[4096], stop);
        });
        using var door = Door.ToLoopback(maxResponseBytes: 50_000);

        Assert.Contains("longer than 50,000 bytes", await door.Failure(Door.Get(peer.Url)));
    }

    [Fact]
    public async Task A_HEAD_answer_may_announce_more_than_the_limit_since_nothing_comes()
    {
        await using var peer = RawPeer.Writing("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
        using var door = Door.ToLoopback();

        var answer = await door.Send(Door.Get(peer.Url) with { Method = HttpMethod.Head });

        Assert.Empty(answer.Body);
        Assert.Equal("99999999", answer.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("")]
    public async Task A_broken_answer_is_an_error_and_never_a_part_of_it(string bytes)
    {
        await using var peer = RawPeer.Writing(bytes);
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get(peer.Url));

        Assert.Contains("The connection was lost, or the response was not HTTP", message);
    }

    [Fact]
    public async Task Endless_headers_are_an_error()
    {
        await using var peer = RawPeer.Start(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            while (true) await stream.WriteAsync("X-One: 1234567890\r\n"u8.ToArray(), stop);
        });
        using var door = Door.ToLoopback();

        Assert.Contains("failed.", await door.Failure(Door.Get(peer.Url)));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_error_that_names_it()
    {
        using var door = Door.ToLoopback();
        // Bound and not listening: nobody else can take the port in the meantime.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var message = await door.Failure(Door.Get($"http://{socket.LocalEndPoint}/"));

        Assert.Contains($"Connecting to {socket.LocalEndPoint} failed", message);
    }

    [Fact]
    public async Task A_name_without_an_address_is_an_error_that_names_it()
    {
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get("http://nowhere.invalid/"));

        Assert.Contains("The name nowhere.invalid has no address", message);
    }

    [Fact]
    public async Task A_server_without_TLS_behind_https_is_an_error()
    {
        await using var peer = await HttpPeer.Saying("plain");
        using var door = Door.ToLoopback();
        var url = new UriBuilder(peer.Url) { Scheme = "https" }.Uri;

        Assert.Contains("The secure connection failed", await door.Failure(Door.Get(url)));
    }

    static RequestDelegate Bytes(string type, byte[] body) => context =>
    {
        context.Response.ContentType = type;
        return context.Response.Body.WriteAsync(body).AsTask();
    };

    static RequestDelegate Packed(string encoding, byte[] body) => context =>
    {
        context.Response.Headers.ContentEncoding = encoding;
        return context.Response.Body.WriteAsync(body).AsTask();
    };

    static byte[] Pack(string encoding, byte[] plain)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
            _ => new BrotliStream(packed, CompressionLevel.Optimal),
        })
            stream.Write(plain);
        return packed.ToArray();
    }
}
