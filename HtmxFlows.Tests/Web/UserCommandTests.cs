using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Web;

namespace HtmxFlows.Tests.Web;

public sealed class UserCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_command_adds_users_who_sign_in_when_the_server_runs()
    {
        Assert.Equal("Ada may sign in, as owner.", await Run(Team.Password, "add", "Ada", "--role", "owner", "--email", "ada@example.com", "--password-stdin"));
        Assert.Equal("Bob may sign in, as viewer.", await Run(Team.Password, "add", "Bob", "--password-stdin", "--role", "viewer"));
        await using var app = new App("Production", ("HtmxFlows:Data", folder.Path));

        Assert.Equal(["Ada", "Bob"], app.Get<Users>().List().Select(user => user.Name));
        Assert.Equal(Role.Owner, Assert.IsType<SignInOutcome.Started>(await app.Get<SignIn>().Try("ada@example.com", Team.Password, "", "")).User.Role);
        Assert.Equal("command line", app.Get<AuditLog>().Read(new(Action: "user.added"), null, 1).Single().Actor);
    }

    [Theory]
    [InlineData("Use: HtmxFlows user add NAME", "add", "Ada", "--role", "owner")]
    [InlineData("Use: HtmxFlows user add NAME", "add", "Ada", "--password-stdin")]
    [InlineData("Use: HtmxFlows user add NAME", "add", "Ada", "--role", "king", "--password-stdin")]
    [InlineData("Use: HtmxFlows user add NAME", "add", "Ada", "--role", "owner", "--password-stdin", "--force")]
    [InlineData("Use: HtmxFlows user add NAME", "remove", "Ada", "--role", "owner", "--password-stdin")]
    [InlineData("Use: HtmxFlows user add NAME")]
    [InlineData("The first user must be an owner.", "add", "Ada", "--role", "viewer", "--password-stdin")]
    [InlineData("This is not an e-mail address.", "add", "Ada", "--role", "owner", "--email", "nonsense", "--password-stdin")]
    public async Task Wrong_arguments_are_explained(string sentence, params string[] args)
    {
        var error = await Assert.ThrowsAsync<SettingException>(() => Run(Team.Password, args));

        Assert.StartsWith(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_password_is_refused()
    {
        var error = await Assert.ThrowsAsync<SettingException>(() => Run("", "add", "Ada", "--role", "owner", "--password-stdin"));

        Assert.Contains("shorter than 12 characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_keeps_the_command_from_its_folder()
    {
        await using var app = new App();
        app.StartServer();
        var error = await Assert.ThrowsAsync<SettingException>(() => UserCommand.Run(["add", "Ada", "--role", "owner", "--password-stdin", $"--HtmxFlows:Data={app.Folder}"], new StringReader(Team.Password), TextWriter.Null));

        Assert.Contains("Another HtmxFlows uses the data folder", error.Message, StringComparison.Ordinal);
    }

    async Task<string> Run(string password, params string[] args)
    {
        await using var output = new StringWriter();
        await UserCommand.Run([.. args, $"--HtmxFlows:Data={folder.Path}"], new StringReader(password), output);
        return output.ToString().Trim();
    }
}
