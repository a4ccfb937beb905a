namespace HtmxFlows.Live;

/// <summary>The addresses of the streams.</summary>
static class StreamEndpoints
{
    public static void MapRunStreams(this WebApplication app)
    {
        app.MapGet("/runs/{id:guid}/events", (Guid id, HttpContext http, RunEventsResponse response) => response.Serve(http, id)).ExcludeFromDescription();
        app.MapGet("/runs/{id:guid}/freshness", (Guid id, HttpContext http, Freshness freshness, long seq = 0) => freshness.Answer(http, id, seq)).ExcludeFromDescription();
        app.MapGet("/runs/{id:guid}/log", (Guid id, HttpContext http, LogPage page) => page.Serve(http, id)).ExcludeFromDescription();
    }
}
