using System.Text;
using HtmxFlows.Credentials;

namespace HtmxFlows.Tests.Credentials;

public sealed class SecretFilterTests
{
    static readonly SecretFilter Filter = new(["swordfish-4711", "Öl & Essig+", "c3dvcmRm+/"]);

    [Theory]
    [InlineData("swordfish-4711")]
    [InlineData("before swordfis after")]
    [InlineData("SWORDFIS")]
    [InlineData("sword\rfish")]
    [InlineData("öL+&+essig ")]
    public void A_text_that_has_the_beginning_of_a_way_is_suspected(string text) => Assert.True(Filter.MayBeIn(text));

    [Theory]
    [InlineData("c3dvcmRm+/")]
    [InlineData("x c3dv\r\ncmRm\t+/ y")]
    [InlineData("c3dvcmRm-_")]
    public void Base64_is_suspected_with_breaks_and_in_its_other_alphabet(string text) => Assert.True(Filter.MayBeInDigits(text));

    [Theory]
    [InlineData("")]
    [InlineData("swordfi")]
    [InlineData("sword.fish")]
    [InlineData("wordfish-4711")]
    [InlineData("\0\0\0\0\0\0\0\0\0")]
    public void Another_text_is_not(string text) => Assert.False(Filter.MayBeIn(text) || Filter.MayBeInDigits(text));

    [Fact]
    public void Without_secrets_nothing_is_suspected() => Assert.False(new SecretFilter([]).MayBeIn("anything at all"));

    [Fact]
    public void Among_many_secrets_each_is_masked_by_its_name_and_other_texts_stay()
    {
        var random = new Random(4711);
        string Text(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)random.Next('!', '~'))]);
        var secrets = Enumerable.Range(0, CredentialStore.Most).Select(i => KeyValuePair.Create($"S{i}", Text(random.Next(4, 60)))).ToArray();
        var mask = new SecretMask(secrets);

        foreach (var (name, value) in secrets.Where(secret => secret.Value.Length >= 12))
        {
            Assert.Contains($"•••{name}•••", mask.Mask($"before {value} after"), StringComparison.Ordinal);
            Assert.Contains("•••", mask.Mask($"before {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{value}"))} after"), StringComparison.Ordinal);
            Assert.Contains("•••", mask.Mask(Convert.ToHexString(Encoding.UTF8.GetBytes(value))), StringComparison.Ordinal);
        }
        Assert.Equal("a text of words alone", mask.Mask("a text of words alone"));
    }
}
