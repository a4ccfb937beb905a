using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Keys;

namespace HtmxFlows.Web;

/// <summary>
/// <c>HtmxFlows keys rotate</c>: gives the data folder of a server that does not run a new server key. The new key is durable before the commit that
/// seals everything with it, and the old one is kept until after that commit, so that the command can be interrupted at any point and started again.
/// </summary>
static class KeysCommand
{
    public const string Name = "keys";

    const string Usage = "Use: HtmxFlows keys rotate [--HtmxFlows:Data=FOLDER]";

    /// <param name="args">What follows the name of the command.</param>
    /// <exception cref="SettingException">The arguments are not accepted, a key is missing or cannot be written, or a server uses the folder.</exception>
    /// <exception cref="SealedValueException">A value cannot be opened with its key. All stay as they were.</exception>
    public static async Task Run(string[] args, TextWriter output)
    {
        var settings = args.Where(arg => arg.Contains('=', StringComparison.Ordinal)).ToArray();
        if (args.Except(settings).ToArray() is not ["rotate"])
            throw new SettingException(Usage);
        await using var parts = Parts(WebApplication.CreateBuilder(settings));
        var (database, values, keys) = (parts.GetRequiredService<IDatabase>(), parts.GetRequiredService<SealedValues>(), parts.GetRequiredService<KeyRing>());
        var id = keys.Renew();
        var count = await database.Write(writer =>
        {
            var count = values.Rewrap(writer);
            AuditLog.Write(writer, Actor.CommandLine, AuditAction.KeyRotated, new(null, id), parts.GetRequiredService<TimeProvider>().GetUtcNow(), new { values = count });
            return count;
        });
        keys.Retire();
        await output.WriteLineAsync($"The server key is now {id}. Sealed values: {count}.");
    }

    static ServiceProvider Parts(WebApplicationBuilder builder)
    {
        Func<IServiceProvider, string> folder = _ => DataFolder.Of(builder.Configuration, builder.Environment);
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(builder.Configuration).AddSingleton(TimeProvider.System)
            .AddDatabase(folder).AddKeys(builder.Configuration, folder).BuildServiceProvider();
    }
}
