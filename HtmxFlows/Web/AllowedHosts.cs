using System.Net;
using HtmxFlows.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;

namespace HtmxFlows.Web;

/// <summary>
/// The hosts that the app answers as. A page of another site can have its own name lead to this machine (DNS rebinding); its requests look
/// like those of the app's own pages in everything but the host.
/// </summary>
public sealed class AllowedHosts
{
    const string Setting = "AllowedHosts", AddressSetting = "HtmxFlows:Address";

    /// <summary>The most characters of a host that an answer repeats.</summary>
    const int LongestShown = 255;

    /// <summary>What the setting names, with <c>*.example.com</c> for every name below a domain and <c>*</c> for any; null without the setting.</summary>
    readonly string[]? named;

    /// <summary>Where people reach the app, without the port if it is that of the scheme; empty if the setting does not say.</summary>
    readonly HostString address;

    /// <exception cref="SettingException">One of the settings holds something else.</exception>
    public AllowedHosts(IConfiguration configuration)
    {
        string[] entries = [.. (configuration[Setting] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Checked)];
        named = entries.Length == 0 ? null : entries;
        address = configuration[AddressSetting] is { Length: > 0 } text ? HostOf(text) : default;
    }

    /// <summary>Whether requests to a host are answered.</summary>
    /// <param name="host">What the request says, with a port or without; empty if it says none.</param>
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

    /// <summary>Whether a page is one of the app's own: it is at the host that the request is sent to, or where people reach the app through a proxy.</summary>
    public bool IsOwn(Uri page, HostString host) =>
        new[] { host.Value, address.Value }.Contains(page.Authority, StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request is refused by its host, and which setting changes that.</summary>
    public static string Refusal(HttpRequest request)
    {
        var host = request.Host.Value ?? "";
        return (host.Length == 0 ? "The request names no host." : $"This server does not answer as {(host.Length > LongestShown ? host[..LongestShown] + "…" : host)}.")
            + $" If people reach it by that name, set {AddressSetting} to its address, or add the host to the setting {Setting}.";
    }

    static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        // An address in brackets is an IPv6 address; without them it would be no host.
        || IPAddress.TryParse(name, out var ip) && name.Contains(':', StringComparison.Ordinal) == name.StartsWith('[') && IPAddress.IsLoopback(ip);

    static string Checked(string host) =>
        host == "*" || Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) != UriHostNameType.Unknown
            ? new HostString(host).ToUriComponent()
            : throw new SettingException($"The setting {Setting} names “{host}”, which is no host. Write hosts without scheme and port, with semicolons between: flows.example.com;*.example.org. Any host is *.");

    static HostString HostOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.Host.Length > 0
            ? new(new HostString(uri.Authority).ToUriComponent())
            : throw new SettingException($"The setting {AddressSetting} is “{text}”, which is no address. Write it like https://flows.example.com.");
}

/// <summary>Has the app refuse requests to other hosts.</summary>
static class HostFiltering
{
    public static void AddAllowedHosts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new AllowedHosts(builder.Configuration));
        // The framework would refuse first, without a word about the setting, and knows neither 127.0.0.0/8 nor a dot at the end.
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
    }

    /// <summary>Comes before everything that could answer, and after what makes a page or problem details of a refusal.</summary>
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
