namespace HtmxFlows.Web;

/// <summary>The address of the app, as others know it: that of the settings, or the one that a request uses.</summary>
public sealed class ServerAddress(IConfiguration configuration)
{
    /// <summary>The address without a slash at its end, with the path base.</summary>
    /// <param name="path">A path of the app below it.</param>
    public string Of(HttpRequest request, string path = "") =>
        $"{(configuration["HtmxFlows:Address"] is { Length: > 0 } address ? address.TrimEnd('/') : $"{request.Scheme}://{request.Host}")}{request.PathBase}{path}";
}
