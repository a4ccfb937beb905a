using HtmxFlows.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddAssets();
builder.Services.AddRazorPages();

var app = builder.Build();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.Run();
