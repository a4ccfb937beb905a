namespace HtmxFlows.Web;

/// <summary>The addresses that are for programs: errors there are problem details, and tokens are accepted.</summary>
static class ApiPaths
{
    public const string Api = "/api", Mcp = "/mcp", Hooks = "/hook", Metrics = "/metrics";

    public static bool Include(PathString path) => path.StartsWithSegments(Api) || path.StartsWithSegments(Hooks) || path.StartsWithSegments(Metrics)
        // Below it are pages, too.
        || path.StartsWithSegments(Mcp, out var server) && server.Value!.Trim('/') is { Length: > 0 } name && !name.Contains('/', StringComparison.Ordinal);
}
