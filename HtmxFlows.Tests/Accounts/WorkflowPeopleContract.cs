using HtmxFlows.Accounts;
using HtmxFlows.Tests.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Accounts;

public abstract class WorkflowPeopleContract(TestDatabase place) : StoreContract(place)
{
    WorkflowPeople People => Get<WorkflowPeople>();

    [Theory]
    [InlineData(Role.Viewer, Role.Editor, Role.Viewer)]
    [InlineData(Role.Editor, Role.Viewer, Role.Viewer)]
    [InlineData(Role.Editor, Role.Editor, Role.Editor)]
    [InlineData(Role.Owner, Role.Viewer, Role.Owner)]
    [InlineData(Role.Editor, null, null)]
    [InlineData(Role.Owner, null, Role.Owner)]
    public async Task The_role_in_a_restricted_workflow_is_the_lower_one(Role own, Role? chosen, Role? expected)
    {
        var (workflow, user, other) = (await Workflow(), await User("Ada", own), await User("Bob", Role.Viewer));
        Assert.Equal(own, People.RoleIn(workflow, user));
        Assert.True(await People.Set(workflow, chosen is { } role ? new Dictionary<Guid, Role> { [user.Id] = role } : new() { [other.Id] = Role.Viewer }, Actor.System));

        Assert.Equal(expected, People.RoleIn(workflow, user));
        Assert.Equal(expected is null ? new[] { workflow } : null, People.HiddenFrom(user));
        Assert.Equal(expected is not null, People.MayCall(workflow, user.Id));
        Assert.True(People.MayCall(workflow, null));
        Reopen();
        Assert.Equal(expected, People.RoleIn(workflow, user));
    }

    [Fact]
    public async Task Without_people_a_workflow_is_for_all_users_again()
    {
        var (workflow, ada, bob) = (await Workflow(), await User("Ada", Role.Editor), await User("Bob", Role.Viewer));
        var changes = 0;
        People.Changed += () => changes++;
        await People.Set(workflow, new Dictionary<Guid, Role> { [bob.Id] = Role.Viewer }, Actor.System);
        await People.Set(workflow, new Dictionary<Guid, Role>(), Actor.System);

        Assert.Equal((Role.Editor, 2), (People.RoleIn(workflow, ada), changes));
        Assert.False(People.Any());
    }

    [Fact]
    public async Task One_who_restricts_a_workflow_keeps_it()
    {
        var (workflow, ada, bob) = (await Workflow(), await User("Ada", Role.Editor), await User("Bob", Role.Viewer));
        await People.Set(workflow, new Dictionary<Guid, Role> { [bob.Id] = Role.Viewer }, new Actor.Person(ada, Guid.Empty));

        Assert.Equal(Role.Editor, People.RoleIn(workflow, ada));
    }

    [Fact]
    public async Task A_workflow_that_does_not_exist_gets_no_people()
    {
        var bob = await User("Bob", Role.Viewer);

        Assert.False(await People.Set(Guid.NewGuid(), new Dictionary<Guid, Role> { [bob.Id] = Role.Viewer }, Actor.System));
        Assert.False(People.Any());
    }

    async Task<Guid> Workflow() => (await Get<WorkflowStore>().Create(new("Shared", "", """{"nodes": [], "edges": []}"""), asDraft: true)).Id();

    /// <summary>A user; before the first, an owner is made.</summary>
    async Task<User> User(string name, Role role)
    {
        if (!Get<Users>().Any())
            await Get<Users>().Add(new("Olga", "", Role.Owner), Team.Password, Actor.CommandLine);
        return Assert.IsType<UserOutcome.Saved>(await Get<Users>().Add(new(name, "", role), Team.Password, Actor.CommandLine)).User;
    }
}
