using HtmxFlows.Tests.Web;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace HtmxFlows.Tests.Rules;

/// <summary>An endpoint of the running app.</summary>
/// <param name="Route">Its pattern: <c>/runs/{id:guid}</c>.</param>
/// <param name="Methods">In alphabetical order; none stands for any.</param>
/// <param name="IsPage">Whether a Razor page answers.</param>
sealed record AppEndpoint(string Route, IReadOnlyList<string> Methods, bool IsPage)
{
    /// <summary>Whether programs call it, with problem details for errors and JSON for changes.</summary>
    public bool IsApi => IsApiRoute(Route);

    public static bool IsApiRoute(string route) => route.StartsWith("/api/", StringComparison.Ordinal) || route is "/mcp/{server}/" or "/metrics";

    /// <summary>All but static files.</summary>
    public static async Task<IReadOnlyList<AppEndpoint>> All(App app)
    {
        app.StartServer();
        return await Task.WhenAll(app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => Of(app, endpoint)));
    }

    static async Task<AppEndpoint> Of(App app, RouteEndpoint endpoint)
    {
        var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>();
        var methods = page is null
            ? endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
            : AllowedMethods.Of((await app.Get<PageLoader>().LoadAsync(page, endpoint.Metadata)).HandlerMethods);
        return new($"/{endpoint.RoutePattern.RawText!.TrimStart('/')}", [.. methods.Order(StringComparer.Ordinal)], page is not null);
    }
}
