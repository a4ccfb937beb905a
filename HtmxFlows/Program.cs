using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

var builder = WebApplication.CreateBuilder(args);
builder.AddListening();
builder.AddAssets();
builder.AddPages();

builder.Services.AddSingleton(builder.Configuration.GetSection("HtmxFlows:Nodes").Get<NodeLimits>() ?? new());
builder.Services.AddSingleton(builder.Configuration.GetSection("HtmxFlows:Runs").Get<RunLimits>() ?? new());
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(DataFolder.OpenDatabase);

builder.Services.AddOutbound(builder.Configuration);
builder.Services.AddSingleton<SqlSandbox>();
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
