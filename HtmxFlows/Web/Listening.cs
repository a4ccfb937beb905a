using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HtmxFlows.Web;

/// <summary>The addresses of the app: loopback only, unless a setting names others.</summary>
static class Listening
{
    const string DefaultAddress = "http://127.0.0.1:5000";

    /// <summary>Sets the default address.</summary>
    public static void AddListening(this WebApplicationBuilder builder)
    {
        if (!Configured(builder.Configuration).Any())
            builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <summary>Whether others than this machine can reach the app, and no setting opens it to them: it then demands a session, without users too.</summary>
    public static bool IsNetwork(ConfigurationManager configuration) =>
        !configuration.GetValue<bool>("AllowAnonymousNetwork") && Configured(configuration).Any(address => !IsLoopback(address));

    /// <summary>Prints the addresses when the app is ready.</summary>
    public static void AnnounceAddress(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine($"HtmxFlows is ready at {string.Join(" and ", addresses)}");
    });

    static IEnumerable<string> Configured(ConfigurationManager configuration)
    {
        foreach (var url in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return url;
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
            yield return endpoint["Url"] ?? "";
        foreach (var port in new[] { configuration["http_ports"], configuration["https_ports"] }.OfType<string>().Where(ports => ports.Length > 0))
            yield return $"port {port} on all addresses";
    }

    static bool IsLoopback(string address)
    {
        try
        {
            var host = BindingAddress.Parse(address).Host.Trim('[', ']');
            return host == "localhost" || host.StartsWith("unix:", StringComparison.Ordinal) || IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
