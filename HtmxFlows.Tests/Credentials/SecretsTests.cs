using HtmxFlows.Credentials;
using HtmxFlows.Data;
using Microsoft.Extensions.Configuration;

namespace HtmxFlows.Tests.Credentials;

public sealed class SecretsTests
{
    [Fact]
    public void Secrets_are_read_from_their_section_by_their_names()
    {
        var secrets = Secrets("TOKEN", "swordfish", "api-key_2", "x y z!");

        Assert.Equal(["TOKEN", "api-key_2"], secrets.Names);
        Assert.Equal("swordfish", secrets.Values.GetProperty("TOKEN").GetString());
        Assert.Equal("•••TOKEN•••", secrets.Mask.Mask("swordfish"));
    }

    [Theory]
    [InlineData("TOKEN", "abc", "shorter than 4 characters")]
    [InlineData("TOKEN", "", "shorter than 4 characters")]
    [InlineData("TOKEN", "       ", "white space")]
    [InlineData("TOKEN:INNER", "swordfish", "has no value")]
    [InlineData("MY TOKEN", "swordfish", "no name that templates can refer to")]
    [InlineData("9", "swordfish", "no name that templates can refer to")]
    public void A_secret_that_cannot_be_used_stops_the_start_and_is_not_told(string name, string value, string reason)
    {
        var error = Assert.Throws<SettingException>(() => Secrets(name, value));

        Assert.Contains($"HtmxFlows:Secrets:{name.Split(':')[0]}", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_too_long_stops_the_start() =>
        Assert.Contains("longer than", Assert.Throws<SettingException>(() => Secrets("TOKEN", new string('x', 4097))).Message, StringComparison.Ordinal);

    static Secrets Secrets(params string[] pairs) => HtmxFlows.Credentials.Secrets.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(pairs.Chunk(2).Select(pair => KeyValuePair.Create($"HtmxFlows:Secrets:{pair[0]}", (string?)pair[1]))).Build());
}
