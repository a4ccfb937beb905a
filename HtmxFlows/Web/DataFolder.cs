using HtmxFlows.Data;

namespace HtmxFlows.Web;

/// <summary>Where this app keeps its data: <c>HtmxFlows:Data</c>, under the content root unless it is a full path.</summary>
static class DataFolder
{
    public static string Of(IConfiguration configuration, IHostEnvironment environment) =>
        Path.Combine(environment.ContentRootPath, configuration["HtmxFlows:Data"] ?? "data");

    /// <summary>Opens the database in it; <c>HtmxFlows:Synchronous</c> says how hard a commit presses it onto the disk.</summary>
    public static Database OpenDatabase(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var folder = Of(configuration, services.GetRequiredService<IHostEnvironment>());
        return new Database(Path.Combine(folder, "htmxflows.db"), configuration["HtmxFlows:Synchronous"] ?? "FULL");
    }
}
