using System.Globalization;
using System.Text;
using HtmxFlows.Accounts;

namespace HtmxFlows.Tests.Accounts;

public sealed class AppSecretTests
{
    /// <summary>The last six digits of the test values of RFC 6238, appendix B, for SHA-1.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, AppSecret.Of(Encoding.ASCII.GetBytes("12345678901234567890")).CodeAt(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void The_text_is_read_back_and_other_texts_are_refused()
    {
        var secret = AppSecret.New();

        Assert.Equal(secret.Value, AppSecret.Parse(secret.Text)!.Value);
        Assert.All(["", "ABC", "!", secret.Text[..16], $"{secret.Text}AAAA", "äöü"], text => Assert.Null(AppSecret.Parse(text)));
    }

    [Fact]
    public void The_address_names_the_server_and_the_user() => Assert.Equal(
        string.Create(CultureInfo.InvariantCulture, $"otpauth://totp/HtmxFlows:Ada%20L%C3%A9%3F?secret={AppSecret.Parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")!.Text}&issuer=HtmxFlows"),
        AppSecret.Parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")!.Address("HtmxFlows", "Ada Lé?"));
}
