using HtmxFlows.Conditions;
using HtmxFlows.Expressions;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Conditions;

/// <summary>Regular expressions that users write: which are refused before anything is built, and what a match may take.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("^[A-Z]{2}-\\d{4,6}$", "AB-12345", true)]
    [InlineData("[]x]", "]", true)]
    [InlineData("[^]x]", "]", false)]
    [InlineData("a{2}|(?i:B)", "b", true)]
    [InlineData("x{,2}", "x{,2}", true)]
    [InlineData("\\{\\[\\(", "{[(", true)]
    [InlineData("(?<year>\\d{4})", "2030", true)]
    [InlineData("\\p{Lu}\\u00e9", "Éé", true)]
    public void A_usable_pattern_matches(string pattern, string text, bool matches)
    {
        Assert.Null(Pattern.FindProblem(pattern));
        Assert.Equal(matches, Pattern.IsMatch(text, pattern));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { new string('a', 2001), "has 2001 characters; the limit is 2000" },
        { "a{10001}", "more than 10000 characters and classes" },
        { "a{1,2147483647}", "more than 10000 characters and classes" },
        { "((a{50}){50}){50}", "more than 10000 characters and classes" },
        { string.Concat(Enumerable.Repeat("(", 200)) + "b" + string.Concat(Enumerable.Repeat("){2}", 200)), "more than 10000 characters and classes" },
        { "(?:(?:\\w{100}){100}|x){100}", "more than 10000 characters and classes" },
        { "[\\-\\]]((a{50}){50}){50}]", "more than 10000 characters and classes" },
        { string.Concat(Enumerable.Repeat("[a-[b-", 300)), "nested classes" },
        { "[+--[](a{50}){50}){50}]", "nested classes" },
        { "[\\c][](a)]", "\\c is not available" },
        { "\\c[", "\\c is not available" },
        { string.Concat(Enumerable.Range(0, 1000).Select(at => (char)(0x4e00 + at))), "more than 64 different classes" },
        { string.Concat(Enumerable.Range(0, 200).Select(at => $"[{(char)(0x4e00 + at)}-{(char)(0x5e00 + at)}]")), "more than 64 different classes" },
        { string.Concat(Enumerable.Range(0, 200).Select(at => $"\\u4e{at:x2}")), "more than 64 different classes" },
        { "(?#[)((a{50}){50}){50}(?#])", "comments are not available" },
        { "(?x) # [\n((a{50}){50}){50} # ]", "the option x" },
        { "(?i-X:a)", "the option x" },
        { "(?=a)", "look-ahead" },
        { "(?<!a)b", "look-ahead" },
        { "(?>a)", "atomic" },
        { "(a)\\1", "back references" },
        { "(?<n>a)\\k<n>", "back references" },
        { "[a", "a class is not closed" },
        { "(a", "Not enough )'s" },
        { "a**", "Nested quantifier" },
        { "\\p{Nope}", "Unknown property" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_costly_or_wrong_pattern_is_refused_before_it_is_built(string pattern, string problem)
    {
        Assert.Contains(problem, Pattern.FindProblem(pattern), StringComparison.Ordinal);
        Assert.Equal(Pattern.FindProblem(pattern), Assert.Throws<NodeException>(() => Pattern.IsMatch("a", pattern)).Message);
    }

    [Fact]
    public void What_cannot_be_built_though_it_reads_well_fails_with_a_sentence() =>
        Assert.Contains("cannot be used", Assert.Throws<NodeException>(() => Pattern.IsMatch("xy", "(?<a>x)(?<-a>y)")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_match_that_takes_too_long_fails_with_a_sentence() =>
        Assert.Contains("took longer than 1 s on a text of 1000000 characters", Assert.Throws<NodeException>(() => Pattern.IsMatch(
            new string('a', 1_000_000), "(a|aa|aaa|aaaa|[a-z]{1,50}){1,20}b.{0,500}c")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("filter", """{"conditions": [{"left": "a", "operator": "matches", "right": "("}]}""", "conditions[0].right")]
    [InlineData("branch", """{"conditions": [{"left": "a", "operator": "not-matches", "right": "("}]}""", "conditions[0].right")]
    [InlineData("switch", """{"cases": [{"name": "a", "conditions": [{"left": "a", "operator": "matches", "right": "("}]}]}""", "cases[0].conditions[0].right")]
    [InlineData("repeat", """{"workflow": "w", "until": [{"left": "a", "operator": "matches", "right": "("}]}""", "until[0].right")]
    public void A_pattern_without_expressions_is_checked_when_it_is_saved(string type, string data, string field) =>
        Assert.StartsWith($"{field}: The regular expression “(” cannot be used:", Assert.Single(NodeTypes.Problems(type, data)), StringComparison.Ordinal);
}
