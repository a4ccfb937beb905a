using HtmxFlows.Accounts;

namespace HtmxFlows.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("four plain words")]
    [InlineData("Tr0ub4dor&3-and-more")]
    [InlineData("ふるさとのうみはあおい、そらも")]
    [InlineData("            . spaces")]
    public void A_long_password_that_is_not_common_is_accepted(string password) => Assert.Null(PasswordRules.FindProblem(password, "Ada"));

    [Theory]
    [InlineData("12 is enough", null)]
    [InlineData("eleven char", "shorter than 12")]
    [InlineData("", "shorter than 12")]
    [InlineData("password1234", "first that attackers try")]
    [InlineData("P@ssw0rd2026!", "first that attackers try")]
    [InlineData("123456789012", "first that attackers try")]
    [InlineData("210987654321", "first that attackers try")]
    [InlineData("qwertyuiopas", "first that attackers try")]
    [InlineData("aaaaaaaaaaaaaaaa", "first that attackers try")]
    [InlineData("abcabcabcabcabc", "first that attackers try")]
    [InlineData("Changeme123456", "first that attackers try")]
    [InlineData("correcthorsebatterystaple", "first that attackers try")]
    [InlineData("AdaLovelaceAdaLovelace1", "mostly the name")]
    public void A_short_or_common_password_is_refused_with_the_reason(string password, string? reason)
    {
        var problem = PasswordRules.FindProblem(password, "Ada Lovelace".Replace(" ", "", StringComparison.Ordinal));

        Assert.Equal(reason is null, problem is null);
        Assert.Contains(reason ?? "", problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_password_has_128_characters()
    {
        var password = string.Concat(Enumerable.Range(0, 64).Select(n => $"{n:x2}"));

        Assert.Null(PasswordRules.FindProblem(password, "Ada"));
        Assert.Contains("longer than 128", PasswordRules.FindProblem(password + "x", "Ada"), StringComparison.Ordinal);
    }
}
