using System.Globalization;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Tests.Rules;
using HtmxFlows.Web;

namespace HtmxFlows.Tests.Web;

/// <summary>The look of pages for people outside.</summary>
public sealed partial class BrandTests : IDisposable
{
    static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0];

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Public_pages_have_the_brand_and_pages_of_the_app_do_not()
    {
        await using var app = new App("Production", ("HtmxFlows:Brand:Name", "Acme <b>"), ("HtmxFlows:Brand:Accent", "#b3261e"), ("HtmxFlows:Brand:Footer", "[Imprint](https://acme.example/imprint) <script>"), ("HtmxFlows:Brand:Logo", Write(Png)));
        await app.Make("Chat", [App.Node("chat", "chat", new { slug = "help" }), App.Template("say", "x")], "chat→say");
        using var visitor = app.Visit();

        var page = await visitor.Open("/chat/help");

        Assert.Equal("Acme <b>", page.One("header .brand").Words());
        Assert.Equal("https://acme.example/imprint", page.One("footer a").GetAttribute("href"));
        Assert.Empty(page.All("footer script"));
        var logo = await visitor.Open(page.One("header img").GetAttribute("src")!);
        Assert.Equal(("image/png", "nosniff"), (logo.Header("Content-Type"), logo.Header("X-Content-Type-Options")));
        Assert.Equal(Png, logo.Body);
        var sheet = await visitor.Open(page.All("link[rel=stylesheet]").Select(link => link.GetAttribute("href")!).Single(link => link.Contains("brand", StringComparison.Ordinal)));
        Assert.Equal("text/css; charset=utf-8", sheet.Header("Content-Type"));
        Assert.Contains("--accent-ground: #b3261e", sheet.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Acme", (await visitor.Open("/")).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_settings_there_is_no_brand()
    {
        await using var app = new App();
        using var visitor = app.Visit();

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await visitor.Open("/brand/logo")).Status);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await visitor.Open("/brand/style.css")).Status);
        Assert.Equal("HtmxFlows", (await visitor.Open("/sign-in")).One("header .brand").Words());
    }

    [Theory]
    [InlineData("#b3261e")]
    [InlineData("#ffeb3b")]
    [InlineData("#000000")]
    [InlineData("#ffffff")]
    [InlineData("#777777")]
    [InlineData("#00ff00")]
    [InlineData("#2557c9")]
    public void Every_accent_is_legible(string accent)
    {
        var sheet = new Brand(new() { Accent = accent }).StyleSheet!;
        var colours = Hex().Matches(sheet).Select(match => Colour.Parse(match.Value)!.Value).ToArray();

        Assert.Equal(4, colours.Length);
        Assert.InRange(colours[0].ContrastWith(Brand.LightGround), Colour.LegibleContrast, 21);
        Assert.InRange(colours[1].ContrastWith(Brand.DarkGround), Colour.LegibleContrast, 21);
        Assert.Equal(Colour.Parse(accent), colours[2]);
        Assert.InRange(colours[2].ContrastWith(colours[3]), Colour.LegibleContrast, 21);
    }

    [Fact]
    public void The_grounds_are_those_of_the_pages()
    {
        var sheet = Source.Read("wwwroot/app.css");

        Assert.Contains($"--sunken: light-dark({Brand.LightGround},", sheet, StringComparison.Ordinal);
        Assert.Contains($", {Brand.DarkGround});", sheet[sheet.IndexOf("--surface", StringComparison.Ordinal)..].Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#ff0000", "#ffffff", 4.0)]
    public void Contrast_is_that_of_the_guidelines(string one, string other, double contrast) => Assert.Equal(contrast, Math.Round(Colour.Parse(one)!.Value.ContrastWith(Colour.Parse(other)!.Value), 2));

    [Theory]
    [InlineData("red", "HtmxFlows:Brand:Accent is “red”, but it must be a colour such as #b3261e.")]
    [InlineData("#12345", "HtmxFlows:Brand:Accent is “#12345”, but it must be a colour such as #b3261e.")]
    [InlineData("#12 45;", "HtmxFlows:Brand:Accent is “#12 45;”, but it must be a colour such as #b3261e.")]
    public void A_wrong_colour_is_refused_at_the_start(string accent, string problem) => Assert.Equal(problem, Assert.Throws<SettingException>(() => new Brand(new() { Accent = accent })).Message);

    [Fact]
    public void A_logo_that_is_no_image_too_large_or_missing_is_refused_at_the_start()
    {
        Assert.Equal("HtmxFlows:Brand:Logo is no PNG, JPEG, GIF or WebP image.", Problem(Write("<svg onload='alert(1)'/>"u8.ToArray())));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"HtmxFlows:Brand:Logo has {Brand.LargestLogo + Png.Length:N0} bytes, but it may have 262,144. Use a smaller image."), Problem(Write([.. Png, .. new byte[Brand.LargestLogo]])));
        Assert.StartsWith("HtmxFlows:Brand:Logo cannot be read:", Problem(Path.Combine(folder.Path, "nothing.png")), StringComparison.Ordinal);
    }

    static string Problem(string logo) => Assert.Throws<SettingException>(() => new Brand(new() { Logo = logo })).Message;

    string Write(byte[] bytes)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.png");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    [GeneratedRegex("#[0-9a-f]{6}")]
    private static partial Regex Hex();
}
