using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Selectors find what the library finds, in time that does not grow with the power of their parts.</summary>
public sealed class HtmlSelectorTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("p")]
    [InlineData("div p")]
    [InlineData("div > p, ul li")]
    [InlineData("p + p")]
    [InlineData("div ~ p")]
    [InlineData("div > ul ~ p + div p.a")]
    [InlineData("ul li:nth-child(2n + 1) > p")]
    [InlineData("div:has(> p.a) p, li:not(.a, :first-child)")]
    [InlineData("[data-x='a ~ b'] p")]
    [InlineData("* div * p")]
    [InlineData("html > body > *")]
    public void It_finds_what_the_library_finds(string selector)
    {
        var expected = new CssSelectorParser().ParseSelector(selector)!;
        for (var seed = 0; seed < 60; seed++)
        {
            var page = HtmlText.Parse(Random(seed), Cancellation);
            Assert.Equal(HtmlText.Descendants(page).Where(element => expected.Match(element, page)), Find(selector, page));
        }
    }

    static string Random(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["<div>", "</div>", "<p>", "<p class=a>", "</p>", "<ul>", "</ul>", "<li>", "<li class=a>", "<div data-x='a ~ b'>", "text"];
        return string.Concat(Enumerable.Range(0, 60).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    [Theory]
    [InlineData("x ~ p ~ p ~ p ~ p ~ p ~ p ~ p", "<p>", 500)]
    [InlineData("x div div div div div div div div div div", "<div>", 400)]
    [InlineData("x > div div > div div > div div > div div > div div", "<div>", 400)]
    [InlineData("x + p ~ p + p ~ p + p ~ p + p", "<p>", 500)]
    public void Many_parts_do_not_multiply(string selector, string tag, int times) =>
        Assert.Empty(Find(selector, HtmlText.Parse(string.Concat(Enumerable.Repeat(tag, times)), Cancellation)));

    [Theory]
    [InlineData("body:has(x ~ p ~ p ~ p)")]
    [InlineData("p:not(x ~ p ~ p ~ p)")]
    [InlineData("body:has(p:has(p:has(x)))")]
    [InlineData("body:has(x p p p p p p p p p p p)")]
    [InlineData("p:is(p:nth-child(2):nth-last-child(3):nth-of-type(4))")]
    public void Brackets_that_take_too_long_fail_with_a_sentence(string selector) =>
        Assert.Contains("take too long on a page of", Assert.Throws<NodeException>(() =>
            Find(selector, HtmlText.Parse("<div>" + string.Concat(Enumerable.Repeat("<p>x", 5000)) + string.Concat(Enumerable.Repeat("<div>", 20)), Cancellation))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("li:not(:nth-child(2n + 1))")]
    [InlineData("body:has(a[href*='x y'])")]
    [InlineData("p:not(.a, .b , .c)")]
    [InlineData("div:has(> p)")]
    public void Ordinary_brackets_are_no_trouble_on_a_large_page(string selector) =>
        Assert.NotNull(Find(selector, HtmlText.Parse(string.Concat(Enumerable.Repeat("<p>x", 8000)), Cancellation)));

    [Fact]
    public void A_selector_has_limits()
    {
        Assert.Null(HtmlSelector.Parse(new string('a', HtmlSelector.Longest + 1)));
        Assert.Null(HtmlSelector.Parse(string.Join(' ', Enumerable.Repeat("a", HtmlSelector.MostParts + 1))));
        Assert.Null(HtmlSelector.Parse(string.Concat(Enumerable.Repeat(":not(", 100))));
        Assert.Null(HtmlSelector.Parse("td || col"));
        Assert.NotNull(HtmlSelector.Parse(string.Join(' ', Enumerable.Repeat("a", HtmlSelector.MostParts))));
    }

    [Fact]
    public void Looking_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var page = HtmlText.Parse(string.Concat(Enumerable.Repeat("<p>", 1000)), Cancellation);
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => HtmlSelector.Parse("p ~ p")!.Matching(page, new(page, 1000, 4), cancel.Token).Count());
        Assert.Throws<OperationCanceledException>(() => HtmlText.Write(page, new(), cancel.Token));
        Assert.Throws<OperationCanceledException>(() => HtmlText.Read(page, cancel.Token));
    }

    static IReadOnlyList<IElement> Find(string selector, IElement page) => [.. HtmlSelector.Parse(selector)!.Matching(page, HtmlPage.Of(page, Cancellation), Cancellation)];
}
