namespace HtmxFlows.Tests.Functions;

public sealed class PatternFunctionsTests
{
    [Theory]
    [InlineData("{{matches text \"^Ada\"}}", "true")]
    [InlineData("{{matches text \"^ada\"}}", "false")]
    [InlineData("{{extract \"Order 42, 43\" \"\\d+\"}}", "\"42\"")]
    [InlineData("{{extract \"k=v\" \"(?<key>\\w)=(\\w)\" \"key\"}}", "\"k\"")]
    [InlineData("{{extract \"k=v\" \"(\\w)=(\\w)\" 2}}", "\"v\"")]
    [InlineData("{{extract \"none\" \"\\d+\"}}", "null")]
    [InlineData("{{extract-all \"1, 22\" \"\\d+\"}}", "[\"1\",\"22\"]")]
    [InlineData("{{extract-all \"ab\" \"(b)?\" 1}}", "[null,\"b\",null]")]
    [InlineData("{{replace-all text \"(\\w+) (\\w+)\" \"$2, $1 ${2} $$ $x $0\"}}", "\"Lovelace, Ada Lovelace $ $x Ada Lovelace\"")]
    [InlineData("{{replace-all \"abc\" \"\" \"-\"}}", "\"-a-b-c-\"")]
    public void A_pattern_function_returns_its_value(string template, string json) => Assert.Equal(json, Call.Value(template));

    [Theory]
    [InlineData("{{matches text \"(?=a)\"}}", "look-ahead and look-behind are not available")]
    [InlineData("{{matches text \"(\"}}", "The regular expression “(” cannot be used")]
    [InlineData("{{extract text \"a\" 3}}", "`extract`: the pattern has no group 3.")]
    [InlineData("{{replace-all text \"a\" \"$9\"}}", "`replace-all`: the pattern has no group 9.")]
    [InlineData("{{matches none \"a\"}}", "`matches`: text is null; text is required.")]
    public void A_pattern_that_cannot_be_used_is_refused(string template, string message) =>
        Assert.Contains(message, Call.Failure(template), StringComparison.Ordinal);
}
