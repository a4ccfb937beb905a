namespace HtmxFlows.Live;

/// <summary>The addresses of the streams.</summary>
static class StreamEndpoints
{
    public static void MapRunStreams(this WebApplication app)
    {
        // Taken once: if each request asked for them, each stream would hold a scope of services as long as it lasts.
        var events = app.Services.GetRequiredService<RunEventsResponse>();
        var log = app.Services.GetRequiredService<LogPage>();
        var chat = app.Services.GetRequiredService<ChatEventsResponse>();
        app.MapGet("/chat/{key}/{conversation:guid}/turns/{run:guid}/events", (string key, Guid conversation, Guid run, HttpContext http) => chat.Serve(http, key, conversation, run)).ExcludeFromDescription();
        app.MapGet("/runs/{id:guid}/events", (Guid id, HttpContext http) => events.Serve(http, id)).ExcludeFromDescription();
        app.MapGet("/runs/{id:guid}/freshness", (Guid id, HttpContext http, Freshness freshness, long seq = 0) => freshness.Answer(http, id, seq)).ExcludeFromDescription();
        app.MapGet("/runs/{id:guid}/log", (Guid id, HttpContext http) => log.Serve(http, id)).ExcludeFromDescription();
    }
}
