using System.IO.Compression;
using System.Text;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Whole runs that download files and send them on.</summary>
public sealed class HttpFileTests : FlowTests
{
    const string Save = """w file {"operation": "write", "value": "{{prompt}}", "fileName": "note.txt"}""";

    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Application/ZIP;charset=utf-8", "application/zip; charset=utf-8")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("image/png", MediaType.Unknown)]
    [InlineData("nonsense", MediaType.Unknown)]
    [InlineData(null, MediaType.Unknown)]
    public async Task What_is_not_text_becomes_a_file(string? type, string kept)
    {
        await using var peer = await Sending("/a/report.pdf", type, "bytes"u8.ToArray());
        var file = await Download($$"""{"url": "{{peer.Url}}a/report.pdf"}""");
        Assert.Equal(new(file.Id, "report.pdf", kept, 5, file.Sha256), file);
        Assert.Equal("bytes", Read(file));
    }

    [Theory]
    [InlineData("attachment; filename=\"summary.csv\"", "summary.csv")]
    [InlineData("attachment; filename=\"x\"; filename*=UTF-8''%C3%9Cbersicht.csv", "Übersicht.csv")]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("attachment; filename=\"\"", "last name.csv")]
    [InlineData("nonsense;;", "last name.csv")]
    [InlineData(null, "last name.csv")]
    public async Task The_name_is_that_of_the_answer_or_of_its_address(string? disposition, string name)
    {
        await using var peer = await HttpPeer.Start(async http =>
        {
            http.Response.ContentType = "text/csv; charset=windows-1252";
            if (disposition is not null)
                http.Response.Headers.ContentDisposition = disposition;
            await http.Response.Body.WriteAsync("a"u8.ToArray());
        });
        var file = await Download($$"""{"url": "{{peer.Url}}folder/last%20name.csv?x=1", "response": "file"}""");
        Assert.Equal((name, "text/csv; charset=windows-1252"), (file.Name, file.Type));
    }

    [Fact]
    public async Task Text_and_empty_bodies_are_no_files()
    {
        await using var peer = await Sending("/", "application/pdf", []);
        Assert.Equal("null", (await Body($$"""{"url": "{{peer.Url}}"}""")).GetRawText());
        Assert.Equal(0, (await Download($$"""{"url": "{{peer.Url}}", "response": "file"}""")).Size);
        await using var text = await Sending("/", "text/plain", "x"u8.ToArray());
        Assert.Equal("\"x\"", (await Body($$"""{"url": "{{text.Url}}"}""")).GetRawText());
    }

    [Fact]
    public async Task A_download_may_be_longer_than_an_answer_in_memory()
    {
        var bytes = new byte[3 * 1024 * 1024];
        Random.Shared.NextBytes(bytes);
        await using var peer = await Sending("/", null, bytes);
        var file = await Download($$"""{"url": "{{peer.Url}}"}""");
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))), (file.Size, file.Sha256));
    }

    [Fact]
    public async Task A_download_is_unpacked_and_a_bomb_ends_at_the_limit_of_a_file()
    {
        await using var engine = Engine.Start(files: new() { FileBytes = 100_000 });
        await using var peer = await HttpPeer.Start(async http =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[http.Request.Path == "/small" ? 1000 : 10_000_000]);
        });
        var small = FileValue.Of((await engine.Run($$"""f http {"url": "{{peer.Url}}small"}""")).Result!.Value.GetProperty("body"))!;
        Assert.Equal(1000, small.Size);
        Assert.Contains("is larger than 100,000 bytes, the limit.", (await engine.Run($$"""f http {"url": "{{peer.Url}}"}""")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_is_cut_off_fails_and_leaves_no_file()
    {
        await using var peer = RawPeer.Start(async (stream, stop) => await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin"u8.ToArray(), stop));
        Assert.Contains("The connection was lost", await Failure($$"""f http {"url": "{{peer.Url}}"}"""), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Engine.Folder, FileSetup.Folder), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_download_that_contains_a_secret_is_not_kept()
    {
        Engine.Credentials.Replace([new("KEY", "very-secret")]);
        await using var peer = await Sending("/", null, "your key is very-secret"u8.ToArray());
        Assert.Contains("The file “download” contains a secret, so it is not kept", await Failure($$"""f http {"url": "{{peer.Url}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_is_not_text_is_no_file()
    {
        await using var peer = await HttpPeer.Start(async http =>
        {
            http.Response.StatusCode = 404;
            await http.Response.Body.WriteAsync("no"u8.ToArray());
        });
        Assert.Contains("answered 404 Not Found", await Failure($$"""f http {"url": "{{peer.Url}}", "response": "file"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("auto")]
    public async Task A_file_is_sent_as_a_body(string kind)
    {
        await using var peer = await HttpPeer.Saying("");
        var end = await Engine.Run($$$$"""
            {{{{Save}}}}
            f http {"url": "{{{{peer.Url}}}}", "method": "put", "bodyKind": "{{{{kind}}}}", "body": "{{w}}"}
            w -> f
            """, "héllo");
        Assert.Equal(RunStatus.Completed, end.Status);
        var request = Assert.Single(peer.Requests);
        Assert.Equal(("héllo", "text/plain; charset=utf-8", "6"), (request.Body, request.Headers["Content-Type"], request.Headers["Content-Length"]));
    }

    [Fact]
    public async Task A_file_is_sent_again_after_a_redirect()
    {
        await using var peer = await HttpPeer.Start(http =>
        {
            if (http.Request.Path == "/")
                (http.Response.StatusCode, http.Response.Headers.Location) = (307, "/there");
            return Task.CompletedTask;
        });
        await Engine.Run($$$$"""
            {{{{Save}}}}
            f http {"url": "{{{{peer.Url}}}}", "method": "post", "bodyKind": "file", "body": "{{w}}"}
            w -> f
            """, "x");
        Assert.Equal(["/ x", "/there x"], peer.Requests.Select(request => $"{request.Target} {request.Body}"));
    }

    [Fact]
    public async Task Files_are_parts_of_a_form()
    {
        await using var peer = await HttpPeer.Saying("");
        await Engine.Run($$$$"""
            {{{{Save}}}}
            f http {"url": "{{{{peer.Url}}}}", "method": "post", "bodyKind": "multipart", "form": [{"name": "title", "value": "T"}, {"name": "file", "value": "{{w}}"}, {"name": "other", "value": "{{w}}", "fileName": "o.bin", "type": "a/b"}]}
            w -> f
            """, "content");
        var request = Assert.Single(peer.Requests);
        var boundary = request.Headers["Content-Type"].Split("boundary=")[1];
        Assert.Equal(
            $"""
            --{boundary}
            Content-Disposition: form-data; name="title"

            T
            --{boundary}
            Content-Disposition: form-data; name="file"; filename="note.txt"
            Content-Type: text/plain; charset=utf-8

            content
            --{boundary}
            Content-Disposition: form-data; name="other"; filename="o.bin"
            Content-Type: a/b

            content
            --{boundary}--

            """.ReplaceLineEndings("\r\n"), request.Body);
        Assert.Equal(Encoding.UTF8.GetByteCount(request.Body), int.Parse(request.Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_body_of_the_type_file_must_be_a_file() =>
        Assert.Contains("The value is the text “x”; a file is required.", await Failure("""f http {"url": "http://127.0.0.1:9/", "method": "post", "bodyKind": "file", "body": "x"}"""), StringComparison.Ordinal);

    static Task<HttpPeer> Sending(string path, string? type, byte[] bytes) => HttpPeer.Start(async http =>
    {
        if (type is not null)
            http.Response.Headers.ContentType = type;
        if (http.Request.Path == path)
            await http.Response.Body.WriteAsync(bytes);
    });

    async Task<FileValue> Download(string configuration) => FileValue.Of(await Body(configuration))!;

    async Task<System.Text.Json.JsonElement> Body(string configuration)
    {
        var end = await Engine.Run($"f http {configuration}");
        Assert.Null(end.Error);
        return end.Result!.Value.GetProperty("body");
    }

    string Read(FileValue file)
    {
        using var reader = new StreamReader(Engine.Files.Open(file));
        return reader.ReadToEnd();
    }
}
