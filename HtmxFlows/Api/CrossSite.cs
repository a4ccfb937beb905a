namespace HtmxFlows.Api;

/// <summary>
/// Which pages of other sites may use the API: none, but those that the setting <c>Cors:Origins</c> names. A browser says with
/// <c>Sec-Fetch-Site</c> where a request comes from, and does so also where it sends no <c>Origin</c>.
/// </summary>
public sealed class CrossSite(IConfiguration configuration)
{
    /// <summary>The origins that may: <c>https://flows.example.com</c>, a list or separated by commas.</summary>
    public string[] Origins { get; } = configuration.GetSection("Cors:Origins").Get<string[]>()
        ?? (configuration["Cors:Origins"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a request that changes something comes from a page that may not.</summary>
    public bool Refuses(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && !Origins.Contains(request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase);
}
