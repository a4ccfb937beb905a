using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HtmxFlows.Views;

namespace HtmxFlows.Tests.Views;

/// <summary>Drawing Markdown never fails, and what it draws fits into any page.</summary>
public sealed class MarkdownTextTests
{
    static string Repeat(string part, int length) => string.Concat(Enumerable.Repeat(part, length / part.Length));

    public static TheoryData<string> Costly => new(
        Repeat(">", 200) + " x", Repeat("- ", 300) + "x", Repeat("- ", 600), Repeat("[", 7900), Repeat("![a", 7800), Repeat("1. ", 8000), Repeat(">- ", 8000), Repeat("[|", 8000), Repeat("*a ", 8000),
        Repeat("[", 4000) + Repeat("]", 4000), Repeat("[a](", 8000), Repeat("*_", 8000), Repeat("|a|b", 8000), Repeat("`", 8000), Repeat("<a", 8000), Repeat("[", 1_000_000), Repeat("x", 1_000_000),
        Repeat("> ", 300) + "x\n", string.Concat(Enumerable.Range(0, 200).Select(level => $"{new string(' ', 2 * level)}- a\n")), Repeat("**a* ", 1900) + Repeat("[", 200));

    [Theory, MemberData(nameof(Costly))]
    public void What_nests_too_deep_or_takes_too_long_is_shown_as_text(string text)
    {
        var drawn = Draw(text);
        Assert.Equal(text.TrimEnd('\n'), Assert.Single(drawn.Children, element => element is { LocalName: "p", ClassName: "text" }).TextContent.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("\ud800 half \udc00")]
    [InlineData("a\0b \u0001\u001b[31m \u202e\u2066x")]
    [InlineData("\ufeff\u2028\u0085\r\n\r")]
    [InlineData("&#x110000; &#0; &nope; &#xd800;")]
    [InlineData("<script>alert(1)</script><x y='")]
    [InlineData("[a]: <\n[b][a] ![][a] <http://a b> http://[ https://a\\")]
    [InlineData("| a |\n|-|\n| b | c | d |\n||")]
    [InlineData("#\n##\n###### \nx\n-\n=\n")]
    public void Odd_characters_and_unfinished_forms_are_drawn(string text)
    {
        var drawn = Draw(text);
        Assert.Empty(drawn.QuerySelectorAll("script, img, h2:empty"));
    }

    [Fact]
    public void Headings_are_of_one_level_and_none_is_empty()
    {
        var drawn = Draw("# One\n\n###### Six\n\n# \n\nSetext\n===\n\n- # In a list");
        Assert.Equal(["One", "Six", "Setext", "In a list"], drawn.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(heading => heading.TextContent));
        Assert.Equal(["heading-1", "heading-6", "heading-1", "heading-1"], drawn.QuerySelectorAll("h2").Select(heading => heading.ClassName));
    }

    [Fact]
    public void What_is_drawn_can_be_used_by_everybody()
    {
        var drawn = Draw("[](https://a.example/) ![](javascript:x) <https://b.example/>\n\n- [x] done\n- [ ] open\n\n```\ncode\n```\n");
        Assert.Equal(["https://a.example/", "link", "https://b.example/"], drawn.QuerySelectorAll("a").Select(link => link.TextContent));
        Assert.Empty(drawn.QuerySelectorAll("input"));
        Assert.Equal(["☑ done", "☐ open"], drawn.QuerySelectorAll("li").Select(item => item.TextContent.Trim()));
        Assert.Equal("0", drawn.QuerySelector("pre")!.GetAttribute("tabindex") ?? drawn.QuerySelector("pre code")!.GetAttribute("tabindex"));
    }

    [Fact]
    public void Columns_of_a_table_are_aligned_without_a_style()
    {
        var drawn = Draw("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |");
        Assert.Equal(["", "center", "end"], drawn.QuerySelectorAll("td").Select(cell => cell.ClassName));
        Assert.Empty(drawn.QuerySelectorAll("[style]"));
    }

    static IElement Draw(string text)
    {
        using var writer = new StringWriter();
        MarkdownText.Render(text).WriteTo(writer, HtmlEncoder.Default);
        return new HtmlParser().ParseDocument($"<body><div>{writer}</div>").QuerySelector("div")!;
    }
}
