using HtmxFlows.Data;

namespace HtmxFlows.Web;

/// <summary>Where this app keeps its data: <c>HtmxFlows:Data</c>, under the content root unless it is a full path.</summary>
static class DataFolder
{
    public static string Of(IConfiguration configuration, IHostEnvironment environment) =>
        Path.Combine(environment.ContentRootPath, configuration["HtmxFlows:Data"] ?? "data");

    /// <summary>Keeps it for this process, as long as there are the services.</summary>
    public static FolderLock Lock(IServiceProvider services) =>
        FolderLock.Take(Of(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>()));

    /// <summary>Opens the database in it, once it is this process's; <c>HtmxFlows:Synchronous</c> says how hard a commit presses it onto the disk.</summary>
    public static Database OpenDatabase(IServiceProvider services)
    {
        services.GetRequiredService<FolderLock>();
        var configuration = services.GetRequiredService<IConfiguration>();
        var folder = Of(configuration, services.GetRequiredService<IHostEnvironment>());
        return new Database(Path.Combine(folder, "htmxflows.db"), configuration["HtmxFlows:Synchronous"] ?? "FULL");
    }
}
