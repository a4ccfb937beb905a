using Xunit.Sdk;

namespace HtmxFlows.Tests;

public sealed class ProgramsTests
{
    [Theory, InlineData(null), InlineData("true")]
    public void An_installed_program_is_used(string? ci) => Assert.Equal("/usr/sbin/nginx", Programs.Require("nginx", "/usr/sbin/nginx", ci));

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("true", false)]
    public void A_test_without_its_program_is_skipped_or_fails_where_CI_is_set(string? ci, bool isSkipped)
    {
        var (wasSkipped, reason) = Missing(ci);

        Assert.Equal(isSkipped, wasSkipped);
        Assert.Contains("apt-get install nginx", reason, StringComparison.Ordinal);
    }

    // Assert.Throws lets the exception pass that skips a test.
    static (bool IsSkipped, string Reason) Missing(string? ci)
    {
        try
        {
            return (false, Programs.Require("nginx", null, ci));
        }
        catch (Exception outcome) when (outcome is SkipException or XunitException)
        {
            return (outcome is SkipException, outcome.Message);
        }
    }
}
