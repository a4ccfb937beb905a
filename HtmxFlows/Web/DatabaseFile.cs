using HtmxFlows.Data;
using Microsoft.Extensions.Options;

namespace HtmxFlows.Web;

/// <summary>The database file of this app: <c>HtmxFlows:Data</c>, under the content root unless it is a full path.</summary>
static class DatabaseFile
{
    public static Database Open(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var folder = Path.Combine(services.GetRequiredService<IHostEnvironment>().ContentRootPath, options.Data);
        return new Database(Path.Combine(folder, "htmxflows.db"), options.Synchronous);
    }
}
