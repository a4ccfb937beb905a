
namespace HtmxFlows.Data;

public static class DatabaseSetup
{
    /// <summary>Registers the database in a folder, which is kept for this process. <c>HtmxFlows:Synchronous</c> says how durable a commit is.</summary>
    /// <param name="folder">Gives the path of the folder.</param>
    public static IServiceCollection AddDatabase(this IServiceCollection services, Func<IServiceProvider, string> folder) => services
        .AddSingleton(parts => FolderLock.Take(folder(parts)))
        .AddSingleton<IDatabase>(parts => Open(parts, folder(parts)))
        .AddSingleton<DatabaseTroubleLog>().AddSingleton<BackgroundRemoval>();

    static SqliteDatabase Open(IServiceProvider parts, string folder)
    {
        parts.GetRequiredService<FolderLock>();
        return new SqliteDatabase(
            Path.Combine(folder, "htmxflows.db"), parts.GetRequiredService<IConfiguration>()["HtmxFlows:Synchronous"] ?? "FULL",
            logger: parts.GetRequiredService<ILogger<SqliteDatabase>>());
    }
}
