using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Web;

/// <summary><c>HtmxFlows user add NAME --role owner [--email E] --password-stdin</c>: adds a user to the data folder of a server that does not run.</summary>
static class UserCommand
{
    public const string Name = "user";

    const string Usage = "Use: HtmxFlows user add NAME --role owner|editor|runner|viewer [--email ADDRESS] --password-stdin [--HtmxFlows:Data=FOLDER]";

    /// <param name="args">What follows the name of the command.</param>
    /// <param name="input">The password is its first line.</param>
    /// <exception cref="SettingException">The arguments or the values are not accepted, or a server uses the folder.</exception>
    public static async Task Run(string[] args, TextReader input, TextWriter output)
    {
        var given = Given.Read(args) ?? throw new SettingException(Usage);
        var password = await input.ReadLineAsync() ?? "";
        var builder = WebApplication.CreateBuilder(given.Settings);
        await using var parts = Parts(builder);
        var outcome = await parts.GetRequiredService<Users>().Add(new(given.Name, given.Email, given.Role), password, Actor.CommandLine);
        if (outcome is UserOutcome.Refused refused)
            throw new SettingException(string.Join(' ', refused.Problems.Select(problem => problem.Message)));
        await output.WriteLineAsync($"{given.Name} may sign in, as {given.Role.Word()}.");
    }

    static ServiceProvider Parts(WebApplicationBuilder builder) => new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(builder.Configuration).AddSingleton(TimeProvider.System)
        .AddDatabase(_ => DataFolder.Of(builder.Configuration, builder.Environment)).AddAccounts(builder.Configuration).BuildServiceProvider();

    /// <param name="Settings">Arguments that are settings.</param>
    sealed record Given(string Name, Role Role, string Email, string[] Settings)
    {
        /// <returns>Null if the arguments are not those of the command.</returns>
        public static Given? Read(string[] args)
        {
            string[] settings = [.. args.Where(arg => arg.Contains('=', StringComparison.Ordinal))];
            if (args.Except(settings).ToArray() is not ["add", var name, .. var options] || !options.Contains("--password-stdin"))
                return null;
            var pairs = options.Where(option => option != "--password-stdin").Chunk(2).ToArray();
            return pairs.All(pair => pair is ["--role" or "--email", _]) && Roles.Find(ValueOf(pairs, "--role")) is { } role ? new(name, role, ValueOf(pairs, "--email") ?? "", settings) : null;
        }

        static string? ValueOf(string[][] pairs, string option) => pairs.FirstOrDefault(pair => pair[0] == option)?[1];
    }
}
