using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;

namespace HtmxFlows.Tests.Accounts;

public abstract class UsersContract(TestDatabase place) : StoreContract(place)
{
    Users Users => Get<Users>();

    [Fact]
    public async Task The_first_user_is_an_owner()
    {
        Assert.False(Users.Any());
        Assert.Equal("role", Refused(await Users.Add(new("Ada", "", Role.Editor), Team.Password, Actor.Anonymous)).Field);
        var ada = await Add("Ada", Role.Owner);

        Assert.True(Users.Any());
        Assert.Equal((ada.Id, "Ada", Role.Owner, false), (Users.List().Single().Id, ada.Name, ada.Role, ada.IsDisabled));
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_adds_a_second_user()
    {
        await Add("Ada", Role.Owner);

        Assert.Contains("Someone else has set up", Refused(await Users.Add(new("Eve", "", Role.Owner), Team.Password, Actor.Anonymous)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", "new@example.com", "name")]
    [InlineData(" ADA ", "new@example.com", "name")]
    [InlineData("Bob", "ADA@example.com", "email")]
    [InlineData("", "", "name")]
    [InlineData("ada@example.com", "", "name")]
    [InlineData("Bob", "nonsense", "email")]
    public async Task A_name_or_address_that_is_taken_or_unusable_is_refused(string name, string email, string field)
    {
        var ada = await Add("Ada", Role.Owner, "ada@example.com");

        Assert.Equal(field, Refused(await Users.Add(new(name, email, Role.Viewer), Team.Password, new Actor.Person(ada, Guid.Empty))).Field);
        Assert.Single(Users.List());
    }

    [Theory]
    [InlineData(Role.Editor, false)]
    [InlineData(Role.Owner, true)]
    public async Task The_last_owner_stays_an_owner_who_can_sign_in(Role role, bool disabled)
    {
        var ada = await Add("Ada", Role.Owner);
        var bob = await Add("Bob", Role.Owner, by: ada);
        Assert.IsType<UserOutcome.Saved>(await Users.Change(bob.Id, new("Bob", "", Role.Owner, IsDisabled: true), new Actor.Person(ada, Guid.Empty)));

        Assert.Contains("only owner", Refused(await Users.Change(ada.Id, new("Ada", "", role, disabled), new Actor.Person(ada, Guid.Empty))).Message, StringComparison.Ordinal);
        Assert.Equal((Role.Owner, false), (Users.Find(ada.Id)!.Role, Users.Find(ada.Id)!.IsDisabled));
    }

    [Fact]
    public async Task Changes_are_in_the_audit_log_without_passwords()
    {
        var ada = await Add("Ada", Role.Owner);
        var actor = new Actor.Person(ada, Guid.Empty) { Address = "10.1.2.3" };
        Time.Advance(TimeSpan.FromSeconds(1));
        var bob = await Add("Bob", Role.Viewer, by: ada);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Users.Change(bob.Id, new("Bob", "", Role.Runner), actor);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Users.SetPassword(bob.Id, "another four words", null, actor);
        await Users.Change(Guid.NewGuid(), new("Nobody", "", Role.Runner), actor);

        var entries = Get<AuditLog>().Read(new(), null, 10);
        Assert.Equal(["user.password-changed", "user.changed", "user.added", "user.added"], entries.Select(entry => entry.Action));
        Assert.Equal(("user", ada.Id, "Ada", "10.1.2.3", bob.Id, "Bob", """{"role":["viewer","runner"]}"""),
            (entries[1].ActorKind, entries[1].ActorId, entries[1].Actor, entries[1].Address, entries[1].SubjectId, entries[1].Subject, entries[1].Details));
        Assert.Equal(("anonymous", null), (entries[3].ActorKind, entries[3].ActorId));
        Assert.DoesNotContain(entries, entry => entry.Details.Contains("words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_is_found_by_name_and_by_address_in_any_case()
    {
        var ada = await Add("Ada", Role.Owner, "ada@example.com");

        Assert.Equal(ada.Id, Users.FindByLogin(" aDa ")?.User.Id);
        Assert.Equal(ada.Id, Users.FindByLogin("Ada@Example.com")?.User.Id);
        Assert.Null(Users.FindByLogin("Bob"));
    }

    async Task<User> Add(string name, Role role, string email = "", User? by = null) =>
        Assert.IsType<UserOutcome.Saved>(await Users.Add(new(name, email, role), Team.Password, by is null ? Actor.Anonymous : new Actor.Person(by, Guid.Empty))).User;

    static AccountProblem Refused(UserOutcome outcome) => Assert.Single(Assert.IsType<UserOutcome.Refused>(outcome).Problems);
}
