using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class SimilarNameTests
{
    [Theory]
    [InlineData("custmer", "customer")]
    [InlineData("customre", "customer")]
    [InlineData("Order", "order")]
    [InlineData("ordr", "order")]
    [InlineData("fetch_pages", "fetch_page")]
    [InlineData("invoice", null)]
    [InlineData("od", null)]
    [InlineData("", null)]
    public void A_misspelled_name_finds_the_one_that_it_means(string name, string? known) =>
        Assert.Equal(known, SimilarName.Find(name, ["order", "customer", "fetch_page", "x"]));

    [Fact]
    public void The_name_with_the_fewest_edits_is_found() => Assert.Equal("customer", SimilarName.Find("custoner", ["costumer1", "customer"]));
}
