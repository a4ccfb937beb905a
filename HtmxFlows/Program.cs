using HtmxFlows.Accounts;
using HtmxFlows.Api;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using HtmxFlows.Files;
using HtmxFlows.Keys;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Pages;
using HtmxFlows.Pages.Workflows;
using HtmxFlows.Runs;
using HtmxFlows.Store;
using HtmxFlows.Triggers;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

if (Commands.Run(args) is { } command)
    return await command;

return await Startup.Explained(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.CheckSettings();
    builder.AddListening();
    builder.AddAllowedHosts();
    builder.AddAccess();
    builder.AddIdentityProvider();
    builder.AddAssets();
    builder.AddRequestLimit();
    builder.AddPages();
    builder.AddBrand();
    builder.Services.AddEditor();
    builder.Services.AddQuestionPages();
    builder.Services.AddLists();
    builder.AddApi();
    builder.AddMcp();
    builder.AddTracing();

    var services = builder.Services;
    services.AddSingleton(TimeProvider.System);
    services.AddSingleton<ServerMetrics>();
    services.AddDatabase(DataFolder.Of);
    services.AddKeys(builder.Configuration, DataFolder.Of);
    services.AddAccounts(builder.Configuration);
    services.AddCredentials(builder.Configuration);
    services.AddFiles(builder.Configuration, DataFolder.Of);

    services.AddOutbound(builder.Configuration);
    services.AddNodes(builder.Configuration);
    services.AddSingleton<StoreEntries>();

    services.AddWorkflows();
    services.AddRuns(builder.Configuration);
    services.AddTriggers(builder.Configuration);
    services.AddLive();
    services.AddHostedService<RunLifetime>();

    var app = builder.Build();
    app.Services.LoadCredentials();
    app.SkipAuthentication();
    app.UsePathBase(builder.Configuration["PathBase"] ?? "");
    app.UseSecurityHeaders();
    app.UseResponseCompression();
    app.UseFriendlyErrors();
    app.UseApiErrors();
    app.UseAllowedHosts();
    app.UseRequestLimit();
    app.UseRouting();
    app.UseCors();
    app.UseAccess();
    app.UseMcpGate();
    app.MapStaticAssets();
    app.MapRazorPages().WithStaticAssets();
    app.MapEditor();
    app.MapBrand();
    app.MapIdentityProvider();
    app.MapRunStreams();
    app.MapApi();
    app.MapMcp();
    app.MapHooks();
    app.MapMetrics();
    app.AnnounceAddress();
    app.AnnounceSetup();
    await app.RunAsync();
});
