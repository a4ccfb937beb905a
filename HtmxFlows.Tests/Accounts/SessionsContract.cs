using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Accounts;

public abstract class SessionsContract(TestDatabase place) : StoreContract(place)
{
    const string Address = "10.1.2.3";

    Sessions Sessions => Get<Sessions>();

    [Fact]
    public async Task A_session_is_found_by_its_secret_which_is_stored_nowhere()
    {
        var ada = await Ada();
        var secret = await Sessions.Begin(ada, Address, "A browser");

        Assert.Equal(ada.Id, Sessions.Find(secret, Address)!.User.Id);
        Assert.Null(Sessions.Find(secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'), Address));
        Assert.Null(Sessions.Find("", Address));
        Assert.DoesNotContain(Database.Read(connection => connection.Query<string>("SELECT hash || id || agent FROM sessions")), row => row.Contains(secret, StringComparison.Ordinal));
        Reopen();
        Assert.Equal(ada.Id, Sessions.Find(secret, Address)!.User.Id);
    }

    [Fact]
    public async Task A_session_ends_two_weeks_after_its_last_use()
    {
        var secret = await Sessions.Begin(await Ada(), Address, "");
        Time.Advance(Sessions.LongestPause - TimeSpan.FromMinutes(1));
        Assert.NotNull(Sessions.Find(secret, Address));
        Time.Advance(Sessions.LongestPause - TimeSpan.FromMinutes(1));
        Assert.NotNull(Sessions.Find(secret, Address));
        Time.Advance(Sessions.LongestPause);

        Assert.Null(Sessions.Find(secret, Address));
    }

    [Fact]
    public async Task A_session_in_use_ends_ninety_days_after_the_sign_in()
    {
        var secret = await Sessions.Begin(await Ada(), Address, "");
        for (var day = 1; day < Sessions.LongestUse.TotalDays; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            Assert.NotNull(Sessions.Find(secret, Address));
        }
        Time.Advance(TimeSpan.FromDays(1));

        Assert.Null(Sessions.Find(secret, Address));
    }

    [Fact]
    public async Task A_session_that_is_ended_is_found_no_more_and_tells_those_who_follow_it()
    {
        var ada = await Ada();
        var (one, other) = (await Sessions.Begin(ada, Address, ""), await Sessions.Begin(ada, Address, ""));
        var found = Sessions.Find(one, Address)!;
        Assert.True(await Sessions.End(ada, found.Session.Id, Actor.System));

        Assert.True(found.Ended.IsCancellationRequested);
        Assert.Null(Sessions.Find(one, Address));
        Assert.NotNull(Sessions.Find(other, Address));
        Assert.False(await Sessions.End(ada, found.Session.Id, Actor.System));
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another_user()
    {
        var ada = await Ada();
        var bob = await Bob(ada);
        var secret = await Sessions.Begin(ada, Address, "");

        Assert.False(await Sessions.End(bob, Sessions.Find(secret, Address)!.Session.Id, Actor.System));
        Assert.NotNull(Sessions.Find(secret, Address));
    }

    [Fact]
    public async Task A_disabled_user_is_signed_out_everywhere_and_for_good()
    {
        var ada = await Ada();
        var bob = await Bob(ada);
        var secret = await Sessions.Begin(bob, Address, "");
        var found = Sessions.Find(secret, Address)!;
        await Get<Users>().Change(bob.Id, new("Bob", "", Role.Viewer, IsDisabled: true), Actor.System);

        Assert.True(found.Ended.IsCancellationRequested);
        Assert.Null(Sessions.Find(secret, Address));
        await Get<Users>().Change(bob.Id, new("Bob", "", Role.Viewer), Actor.System);
        Assert.Null(Sessions.Find(secret, Address));
    }

    [Fact]
    public async Task Another_role_counts_at_the_next_request()
    {
        var bob = await Bob(await Ada());
        var secret = await Sessions.Begin(bob, Address, "");
        Assert.Equal(Role.Viewer, Sessions.Find(secret, Address)!.User.Role);
        await Get<Users>().Change(bob.Id, new("Bob", "", Role.Editor), Actor.System);

        Assert.Equal(Role.Editor, Sessions.Find(secret, Address)!.User.Role);
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_but_the_one_that_sets_it()
    {
        var ada = await Ada();
        var (kept, other) = (await Sessions.Begin(ada, Address, ""), await Sessions.Begin(ada, Address, ""));
        await Get<Users>().SetPassword(ada.Id, "another four words", Sessions.Find(kept, Address)!.Session.Id, Actor.System);

        Assert.NotNull(Sessions.Find(kept, Address));
        Assert.Null(Sessions.Find(other, Address));
    }

    [Fact]
    public async Task A_use_is_written_every_few_minutes_and_not_at_each_request()
    {
        var ada = await Ada();
        var secret = await Sessions.Begin(ada, Address, "");
        var begun = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromMinutes(1));
        Sessions.Find(secret, "10.9.9.9");
        await Database.Write(_ => true);
        Assert.Equal((begun, Address), Used());
        Time.Advance(TimeSpan.FromMinutes(5));
        Sessions.Find(secret, "10.9.9.9");
        await Database.Write(_ => true);
        Assert.Equal((Time.GetUtcNow(), "10.9.9.9"), Used());

        (DateTimeOffset, string) Used() => (Sessions.Of(ada.Id).Single().UsedAt, Sessions.Of(ada.Id).Single().Address);
    }

    async Task<User> Ada() => Assert.IsType<UserOutcome.Saved>(await Get<Users>().Add(new("Ada", "", Role.Owner), Team.Password, Actor.CommandLine)).User;

    async Task<User> Bob(User ada) => Assert.IsType<UserOutcome.Saved>(await Get<Users>().Add(new("Bob", "", Role.Viewer), Team.Password, new Actor.Person(ada, Guid.Empty))).User;
}
