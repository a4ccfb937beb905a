using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Runs;

public abstract class ApprovalAddressesContract(TestDatabase place) : StoreContract(place)
{
    [Fact]
    public void The_signing_key_is_made_once_and_kept()
    {
        var run = Guid.NewGuid();
        var key = new ApprovalAddresses(Database).KeyOf(run, "ask");
        Reopen();
        var addresses = new ApprovalAddresses(Database);
        Assert.Equal(key, addresses.KeyOf(run, "ask"));
        Assert.True(addresses.Fits(run, "ask", key));
        Assert.False(addresses.Fits(run, "other", key));
    }
}
