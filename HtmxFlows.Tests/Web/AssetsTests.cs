using System.IO.Compression;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace HtmxFlows.Tests.Web;

public sealed partial class AssetsTests : IAsyncDisposable
{
    static readonly string Root = Path.GetFullPath("../..", Here());

    readonly App app = new();

    public static TheoryData<string> Environments => ["Development", "Production"];

    [Fact]
    public async Task Every_file_that_libman_lists_is_on_the_page_with_its_hash()
    {
        var page = await Page();

        Assert.Equal(
            Libraries().SelectMany(library => library.Files).Select(Hash).Order(),
            page.QuerySelectorAll("head > [src*='/lib/'], head > [href*='/lib/']").Select(tag => tag.GetAttribute("integrity")).Order());
    }

    [Fact]
    public void What_is_restored_is_what_libman_lists()
    {
        Assert.Equal(
            Libraries().SelectMany(library => library.Files.Select(file => $"{library.Name} {file}")),
            File.ReadLines(Path.Combine(Root, "HtmxFlows/wwwroot/lib/restored.txt")));
    }

    [Fact]
    public void The_htmx_that_is_there_says_the_version_that_libman_lists()
    {
        var (name, files) = Libraries().Single(library => library.Name.StartsWith("htmx.org@", StringComparison.Ordinal));

        Assert.Contains($"version:\"{name.Split('@')[1]}\"", File.ReadAllText(Path.Combine(Root, files.Single())), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Static_files_are_fingerprinted_compressed_and_kept_forever_in(string environment)
    {
        await using var here = new App(environment);
        using var client = here.CreateClient();
        var addresses = Addresses(await Page());

        Assert.Equal(3, addresses.Length);
        foreach (var address in addresses)
            foreach (var encoding in new[] { "br", "gzip" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
                using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

                Assert.True(response.IsSuccessStatusCode, address);
                Assert.Equal("max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
                Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
                Assert.Equal(await File.ReadAllBytesAsync(Source(address), TestContext.Current.CancellationToken), await Unpacked(response, encoding));
            }
    }

    [Fact]
    public async Task The_libraries_weigh_less_than_20_kB()
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, deflate, br, zstd");
        var weights = new List<long>();
        foreach (var address in Addresses(await Page()).Where(address => address.StartsWith("/lib/", StringComparison.Ordinal)))
            weights.Add((await client.GetByteArrayAsync(address, TestContext.Current.CancellationToken)).Length);

        Assert.InRange(weights.Sum(), 1, 20_000);
    }

    [Fact]
    public async Task The_first_view_weighs_at_most_60_kB_in_6_requests_and_its_style_20_kB()
    {
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, deflate, br, zstd");
        var page = await Page();
        string[] addresses =
        [
            "/", .. Addresses(page), .. page.QuerySelectorAll("link[rel=icon]").Select(icon => icon.GetAttribute("href")!),
            .. page.QuerySelectorAll("use").Select(use => use.GetAttribute("href")!.Split('#')[0]).Distinct(),
        ];
        var weights = new Dictionary<string, long>();
        foreach (var address in addresses)
            weights[address] = (await client.GetByteArrayAsync(address, TestContext.Current.CancellationToken)).Length;

        Assert.InRange(weights.Count, 5, 6);
        Assert.InRange(weights.Values.Sum(), 1, 60_000);
        Assert.InRange(weights.Single(weight => weight.Key.StartsWith("/app.", StringComparison.Ordinal)).Value, 1, 20_000);
    }

    [Fact]
    public async Task A_page_has_no_script_of_ours_and_nothing_inline()
    {
        var page = await Page();

        Assert.All(page.Scripts, script => Assert.StartsWith("/lib/", script.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(page.Scripts, script => Assert.True(script.IsDeferred));
        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src])"));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task<IDocument> Page()
    {
        using var client = app.CreateClient();
        return new HtmlParser().ParseDocument(await client.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    static string[] Addresses(IDocument page) =>
        [.. page.QuerySelectorAll("head > script, head > link[rel=stylesheet]").Select(tag => tag.GetAttribute("src") ?? tag.GetAttribute("href")!)];

    // Fails on an address without a fingerprint.
    static string Source(string address) =>
        Path.Combine(Root, "HtmxFlows/wwwroot") + Fingerprint().Match(address).Result("$`$1");

    static async Task<byte[]> Unpacked(HttpResponseMessage response, string encoding)
    {
        var packed = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream content = encoding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await content.CopyToAsync(unpacked, TestContext.Current.CancellationToken);
        return unpacked.ToArray();
    }

    static (string Name, string[] Files)[] Libraries()
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "libman.json")));
        return [.. list.RootElement.GetProperty("libraries").EnumerateArray().Select(library => (
            library.GetProperty("library").GetString()!,
            library.GetProperty("files").EnumerateArray().Select(file => $"{library.GetProperty("destination")}/{file}").ToArray()))];
    }

    static string Hash(string file) => $"sha384-{Convert.ToBase64String(SHA384.HashData(File.ReadAllBytes(Path.Combine(Root, file))))}";

    [GeneratedRegex(@"\.[0-9a-z]{10}(\.(js|css))$")]
    private static partial Regex Fingerprint();

    static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
