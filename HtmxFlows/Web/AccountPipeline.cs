using System.Globalization;
using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HtmxFlows.Web;

/// <summary>How the app knows people, and asks those whom it does not know.</summary>
static class AccountPipeline
{
    public static void AddAccess(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton(new Reach(Listening.IsNetwork(builder.Configuration))).AddSingleton<Openness>().AddSingleton<SessionCookie>().AddSingleton<SignInCookie>().AddSingleton<IdentityCookie>().AddSingleton<AccountCookie>().AddSingleton<VisitorCookie>().AddSingleton<ChatVisits>().AddSingleton<BrowserSession>().AddSingleton<SecondFactorCheck>().AddSingleton<WorkflowGuard>().AddSingleton<AccessCheck>();

    /// <summary>Runs after routing, and before every endpoint.</summary>
    public static void UseAccess(this WebApplication app)
    {
        var (check, factor) = (app.Services.GetRequiredService<AccessCheck>(), app.Services.GetRequiredService<SecondFactorCheck>());
        app.Use(check.Check);
        app.Use(factor.Check);
    }

    /// <summary>Prints the address of the set-up when the app is ready, if others can reach it and it has no user.</summary>
    public static void AnnounceSetup(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        if (!app.Services.GetRequiredService<Openness>().IsUnset)
            return;
        var listened = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var root = app.Configuration["HtmxFlows:Address"] is { Length: > 0 } address ? address.TrimEnd('/') : listened;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"This server has no users. Within {SetupToken.Lifetime.TotalMinutes} minutes, open {root}{app.Configuration["PathBase"]}/setup?token={app.Services.GetRequiredService<SetupToken>().Issue()}"));
    });
}
