namespace HtmxFlows.Web;

/// <summary>The addresses that are for programs: errors there are problem details, and tokens are accepted.</summary>
static class ApiPaths
{
    public const string Mcp = "/mcp";

    public static bool Include(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments(Mcp, out var rest) && rest.HasValue && !rest.Value!.Trim('/').Contains('/', StringComparison.Ordinal);
}
