using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>There is no JavaScript of ours, and nothing inline that the content security policy would refuse.</summary>
public sealed partial class ScriptRule
{
    [Fact]
    public void No_file_of_ours_is_a_script() =>
        Assert.DoesNotContain(Source.Files, file => Path.GetExtension(file) is ".js" or ".mjs" or ".cjs" or ".ts" or ".jsx" or ".tsx" or ".wasm");

    [Fact]
    public void No_page_has_anything_inline()
    {
        var pages = Source.Files.Where(file => file.EndsWith(".cshtml", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(pages);
        Assert.DoesNotContain(pages, file => Inline().IsMatch(Source.Read(file)));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", true)]
    [InlineData("<script type=\"module\">", true)]
    [InlineData("<style>", true)]
    [InlineData("<p style=\"color: red\">", true)]
    [InlineData("<button onclick=\"x()\">", true)]
    [InlineData("<button hx-on:click=\"x()\">", true)]
    [InlineData("<a href=\"javascript:x()\">", true)]
    [InlineData("<script src=\"~/lib/htmx.org/dist/htmx.min.js\" defer></script>", false)]
    [InlineData("<link rel=\"stylesheet\" href=\"~/app.css\">", false)]
    [InlineData("<p>one = two</p>", false)]
    public void Inline_scripts_and_styles_are_recognized(string html, bool isInline) => Assert.Equal(isInline, Inline().IsMatch(html));

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|<style\b|<[^>]*\s(style|on[a-z]+|hx-on[^\s=]*)\s*=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
