using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc…")]
    [InlineData("ab🤖", 4, "ab🤖")]
    [InlineData("ab🤖c", 3, "ab…")]
    [InlineData("ab🤖c", 4, "ab🤖…")]
    [InlineData("🤖🤖", 1, "…")]
    public void A_long_text_is_cut_between_characters(string text, int most, string excerpt) => Assert.Equal(excerpt, Excerpt.Of(text, most));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("ab🤖c", 3, "ab")]
    public void A_start_has_no_ellipsis(string text, int most, string start) => Assert.Equal(start, Excerpt.Start(text, most));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "…bcd")]
    [InlineData("a🤖bc", 3, "…bc")]
    [InlineData("a🤖bc", 4, "…🤖bc")]
    public void The_end_of_a_long_text_starts_between_characters(string text, int most, string end) => Assert.Equal(end, Excerpt.EndOf(text, most));
}
