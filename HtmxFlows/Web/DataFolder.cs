namespace HtmxFlows.Web;

/// <summary>Where this app keeps its data: <c>HtmxFlows:Data</c>, under the content root unless it is a full path.</summary>
static class DataFolder
{
    public static string Of(IConfiguration configuration, IHostEnvironment environment) =>
        Path.Combine(environment.ContentRootPath, configuration["HtmxFlows:Data"] ?? "data");

    public static string Of(IServiceProvider services) => Of(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>());
}
