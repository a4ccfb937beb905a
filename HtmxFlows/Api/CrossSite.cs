using HtmxFlows.Data;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>
/// Which pages of other sites may use the API: none, but those that the setting <c>Cors:Origins</c> names.
/// </summary>
public sealed class CrossSite(IConfiguration configuration)
{
    readonly AllowedHosts hosts = new(configuration);

    /// <summary>The origins that may: <c>https://flows.example.com</c>, a list or separated by commas.</summary>
    /// <exception cref="SettingException">One is no origin.</exception>
    public string[] Origins { get; } = [.. SettingSection.List(configuration.GetSection("Cors:Origins")).Select(Checked)];

    /// <summary>Whether a request that changes something comes from a page that may not.</summary>
    public bool Refuses(HttpRequest request) =>
        hosts.SiteOf(request) == SendingSite.Other && !Origins.Contains(request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase);

    static string Checked(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.PathAndQuery == "/"
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new SettingException($"Cors:Origins names {origin}, which is no origin. Write them as https://flows.example.com.");
}
