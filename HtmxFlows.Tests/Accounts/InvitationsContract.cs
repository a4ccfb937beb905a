using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Accounts;

public abstract class InvitationsContract(TestDatabase place) : StoreContract(place)
{
    Invitations Invitations => Get<Invitations>();

    [Fact]
    public async Task An_invitation_works_for_a_week()
    {
        var secret = await Invitations.Make(Role.Editor, "Ada", Actor.CommandLine);
        Time.Advance(Invitations.Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal((Role.Editor, "Ada"), (Invitations.Find(secret)!.Role, Invitations.List().Single().Note));
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Null(Invitations.Find(secret));
        Assert.Empty(Invitations.List());
        Assert.IsType<UserOutcome.Missing>(await Invitations.Accept(secret, "Ada", "", Team.Password, Actor.Anonymous));
    }

    [Fact]
    public async Task A_refused_user_leaves_the_invitation_as_it_was()
    {
        var secret = await Invitations.Make(Role.Editor, "", Actor.CommandLine);
        Assert.IsType<UserOutcome.Refused>(await Invitations.Accept(secret, "Ada", "", "short", Actor.Anonymous));

        Assert.IsType<UserOutcome.Saved>(await Invitations.Accept(secret, "Ada", "", Team.Password, Actor.Anonymous));
    }
}
