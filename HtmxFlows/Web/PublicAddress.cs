namespace HtmxFlows.Web;

/// <summary>Addresses as people and other servers use them: below the setting <c>HtmxFlows:Address</c>, else below the host of the request.</summary>
static class PublicAddress
{
    /// <param name="path">A path of the app, without its path base.</param>
    public static string Of(HttpRequest request, IConfiguration configuration, string path)
    {
        var root = configuration["HtmxFlows:Address"] is { Length: > 0 } address ? address.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
        return $"{root}{request.PathBase}{path}";
    }
}
