using HtmxFlows.Credentials;

namespace HtmxFlows.Tests.Credentials;

public sealed class CredentialSourceTests
{
    [Fact]
    public void A_replacement_is_a_new_snapshot_with_the_next_version_and_leaves_the_earlier_one_alone()
    {
        var source = new CredentialSource(new([new("TOKEN", "first-value")]));
        var earlier = source.Current;

        source.Replace([new("TOKEN", "second-value")]);

        Assert.Equal((1, "first-value"), (earlier.Version, earlier.Find("TOKEN")));
        Assert.Equal((2, "second-value"), (source.Current.Version, source.Current.Find("TOKEN")));
    }
}
