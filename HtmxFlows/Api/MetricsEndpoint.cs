using HtmxFlows.Diagnostics;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>What the server counts, for monitoring.</summary>
static class MetricsEndpoint
{
    /// <summary>Maps <c>/metrics</c>. What it gives is counted from then on.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<ServerMetrics>();
        app.Services.GetRequiredService<RunMeasures>();
        app.Services.GetRequiredService<TriggerMeasures>();
        var feeds = app.Services.GetRequiredService<RunFeeds>();
        metrics.BeforeRead(() => metrics.Viewers.Set(feeds.Viewers));
        app.MapGet(ApiPaths.Metrics, (HttpContext http) => Write(http, metrics)).ExcludeFromDescription();
    }

    static async Task Write(HttpContext http, ServerMetrics metrics)
    {
        // Read as a whole before the answer begins, so that a database that cannot be read is an error.
        using var text = new MemoryStream();
        await metrics.Write(text, http.RequestAborted);
        http.Response.ContentType = ServerMetrics.ContentType;
        http.Response.Headers.CacheControl = "no-store";
        text.Position = 0;
        await text.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
