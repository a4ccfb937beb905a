using System.Text;
using HtmxFlows.Credentials;

namespace HtmxFlows.Tests.Credentials;

public sealed class SecretScanTests
{
    [Theory]
    [InlineData("a sesame b", true)]
    [InlineData("sesam|e", true)]
    [InlineData("s|e|s|a|m|e", true)]
    [InlineData("x|y|open it", true)]
    [InlineData("sesam| e", false)]
    [InlineData("Sesame", false)]
    public void A_secret_is_found_across_pieces(string pieces, bool found)
    {
        var scan = new SecretScan(new([new("ONE", "sesame"), new("TWO", "open it")]));
        Assert.Equal(found, pieces.Split('|').Any(piece => scan.Finds(Encoding.UTF8.GetBytes(piece))));
    }

    [Fact]
    public void Without_secrets_nothing_is_found() => Assert.False(new SecretScan(Secrets.None).Finds("x"u8));
}
