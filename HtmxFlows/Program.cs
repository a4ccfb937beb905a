using HtmxFlows.Api;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Runs;
using HtmxFlows.Store;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

return await Startup.Explained(async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddListening();
    builder.AddAllowedHosts();
    builder.AddAssets();
    builder.AddRequestLimit();
    builder.AddPages();
    builder.AddApi();

    var services = builder.Services;
    services.AddSingleton(TimeProvider.System);
    services.AddSingleton(DataFolder.Lock);
    services.AddSingleton(DataFolder.OpenDatabase);
    services.AddSingleton<DatabaseTroubleLog>();
    services.AddSingleton(Secrets.Of(builder.Configuration));

    services.AddOutbound(builder.Configuration);
    services.AddNodes(builder.Configuration);
    services.AddSingleton<StoreEntries>();

    services.AddSingleton<WorkflowStore>();
    services.AddSingleton<WorkflowDeletion>();
    services.AddSingleton<DraftStore>();
    services.AddSingleton<SampleWorkflows>();
    services.AddSingleton<WorkflowTemplates>();

    services.AddSingleton(builder.Configuration.GetSection("HtmxFlows:Runs").Get<RunLimits>() ?? new());
    services.AddSingleton<Journal>();
    services.AddSingleton(parts => new ApprovalAddresses(parts.GetRequiredService<HtmxFlows.Data.Database>(), builder.Configuration["HtmxFlows:Address"] ?? ""));
    services.AddSingleton<RunServices>();
    services.AddSingleton<RunStore>();
    services.AddSingleton<RunRecovery>();
    services.AddSingleton<RunSupervisor>();
    services.AddSingleton<NodeTrial>();
    services.AddSingleton<RunScheduler>();
    services.AddHostedService<RunLifetime>();

    services.AddSingleton<RunReader>();
    services.AddSingleton<RunFrames>();
    services.AddSingleton<RunFeeds>();
    services.AddSingleton<RunFollower>();
    services.AddSingleton<StreamSeats>();
    services.AddSingleton<StreamResponses>();
    services.AddSingleton<RunEventsResponse>();
    services.AddSingleton<Freshness>();
    services.AddSingleton<LogPage>();

    var app = builder.Build();
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
    app.MapStaticAssets();
    app.MapRazorPages().WithStaticAssets();
    app.MapRunStreams();
    app.MapApi();
    app.AnnounceAddress();
    await app.RunAsync();
});
