using System.Net;
using HtmxFlows.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;

namespace HtmxFlows.Web;

/// <summary>
/// The hosts that the app answers for. Another site can point its own name at this machine (DNS rebinding); its requests look
/// like those of the app's own pages except for the host.
/// </summary>
public sealed class AllowedHosts
{
    const string Setting = "AllowedHosts", AddressSetting = "HtmxFlows:Address";

    /// <summary>How many characters of a host a refusal repeats.</summary>
    const int LongestShown = 255;

    /// <summary>The hosts of the setting, with <c>*.example.com</c> for every name below a domain and <c>*</c> for any; null without the setting.</summary>
    readonly string[]? named;

    /// <summary>The public address of the app, without the scheme's default port; empty if the setting is not set.</summary>
    readonly HostString address;

    /// <exception cref="SettingException">A setting has an invalid value.</exception>
    public AllowedHosts(IConfiguration configuration)
    {
        string[] entries = [.. (configuration[Setting] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Checked)];
        named = entries.Length == 0 ? null : entries;
        address = configuration[AddressSetting] is { Length: > 0 } text ? HostOf(text) : default;
    }

    /// <summary>Whether requests to a host are answered.</summary>
    /// <param name="host">The host of the request, with or without a port; empty if the request has none.</param>
    public bool Allows(HostString host)
    {
        if (named is ["*"])
            return true;
        if (!host.HasValue || host.Host is not { Length: > 0 } full)
            return false;
        // A name with a dot at its end is the same name.
        var name = full.EndsWith('.') ? full[..^1] : full;
        return named is not null ? HostString.MatchesAny(name, [.. named]) : IsLoopback(name) || address.HasValue && name.Equals(address.Host, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The site whose page sends a request. A browser says so in <c>Sec-Fetch-Site</c>, also where it sends no <c>Origin</c>.</summary>
    public SendingSite SiteOf(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => SendingSite.Own,
        "cross-site" or "same-site" => SendingSite.Other,
        // Over plain HTTP to another machine browsers do not say it; but what is not a GET has an Origin.
        "" when request.Headers.Origin.ToString() is { Length: > 0 } origin =>
            Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsOwn(page, request.Host) ? SendingSite.Own : SendingSite.Other,
        _ => SendingSite.Unknown,
    };

    /// <summary>Whether a page belongs to the app: its host is the request's host, or the app's public address.</summary>
    bool IsOwn(Uri page, HostString host) =>
        new[] { host.Value, address.Value }.Contains(page.Authority, StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request's host is refused, and which setting allows it.</summary>
    public static string Refusal(HttpRequest request)
    {
        var host = request.Host.Value ?? "";
        return (host.Length == 0 ? "The request names no host." : $"This server does not answer for the host {Excerpt.Of(host, LongestShown)}.")
            + $" If that is its public name, set {AddressSetting} to its address, or add the host to the setting {Setting}.";
    }

    static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        // An IPv6 address is a host only in brackets.
        || IPAddress.TryParse(name, out var ip) && name.Contains(':', StringComparison.Ordinal) == name.StartsWith('[') && IPAddress.IsLoopback(ip);

    static string Checked(string host) =>
        host == "*" || Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown
            ? new HostString(host).ToUriComponent()
            : throw new SettingException($"The setting {Setting} contains “{host}”, which is not a host. List hosts without scheme and port, separated by semicolons: flows.example.com;*.example.org. Use * for any host.");

    static HostString HostOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.Host.Length > 0
            ? new(new HostString(uri.Authority).ToUriComponent())
            : throw new SettingException($"The setting {AddressSetting} is “{text}”, which is not an address. Use an address like https://flows.example.com.");
}

/// <summary>Refuses requests to other hosts.</summary>
static class HostFiltering
{
    public static void AddAllowedHosts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new AllowedHosts(builder.Configuration));
        // The framework's own filter runs first, does not name the setting, and knows neither 127.0.0.0/8 nor a trailing dot.
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
    }

    /// <summary>Runs before every endpoint, and after the middleware that renders a refusal.</summary>
    public static void UseAllowedHosts(this WebApplication app)
    {
        var hosts = app.Services.GetRequiredService<AllowedHosts>();
        app.Use((http, next) =>
        {
            if (hosts.Allows(http.Request.Host) || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                return next(http);
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        });
    }
}
