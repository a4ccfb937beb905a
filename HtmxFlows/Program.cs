using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.AddListening();
builder.AddAssets();
builder.AddPages();

builder.Services.Configure<DatabaseOptions>(builder.Configuration.GetSection("HtmxFlows"));
builder.Services.Configure<NodeLimits>(builder.Configuration.GetSection("HtmxFlows:Nodes"));
builder.Services.Configure<RunLimits>(builder.Configuration.GetSection("HtmxFlows:Runs"));
builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<NodeLimits>>().Value);
builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<RunLimits>>().Value);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(DatabaseFile.Open);

foreach (var type in NodeCatalogue.All())
    builder.Services.AddSingleton(typeof(NodeType), type);
builder.Services.AddSingleton<NodeCatalogue>();
builder.Services.AddSingleton<WorkflowStore>();
builder.Services.AddSingleton<SampleWorkflows>();

builder.Services.AddSingleton<Journal>();
builder.Services.AddSingleton<RunServices>();
builder.Services.AddSingleton<RunStore>();
builder.Services.AddSingleton<RunSupervisor>();
builder.Services.AddHostedService<RunLifetime>();

builder.Services.AddSingleton<RunReader>();
builder.Services.AddSingleton<RunFrames>();
builder.Services.AddSingleton<RunFeeds>();
builder.Services.AddSingleton<RunEventsResponse>();
builder.Services.AddSingleton<LogPage>();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseFriendlyErrors();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapRunStreams();
app.AnnounceAddress();
app.Run();
