using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>Starts of runs that clients may repeat: the header Idempotency-Key of an actor starts one run within 72 hours, however often it is sent.</summary>
static class IdempotentStart
{
    public const string Header = "Idempotency-Key";

    static readonly FieldProblem Other = new(Header, $"This {Header} has started a run with another request. Use a new one.");

    static readonly FieldProblem TooLong = new(Header, $"The header {Header} is longer than {LongestKey} characters.");

    /// <summary>The longest key, in characters.</summary>
    public const int LongestKey = 255;

    /// <param name="request">What is asked for. The same key with another request is refused.</param>
    /// <param name="start">Starts the run, and writes these rows in the commit of its start.</param>
    public static async Task<RunStart> Of(HttpContext http, object request, Func<Action<DatabaseWriter, Guid>?, Task<RunStart>> start)
    {
        if (http.Request.Headers[Header].ToString() is not { Length: > 0 } key)
            return await start(null);
        if (key.Length > LongestKey)
            return new RunStart.Refused([TooLong]);
        return await Once(http.RequestServices.GetRequiredService<StartKeys>(), ScopeOf(http), key, request, http.RequestServices.GetRequiredService<TimeProvider>(), start);
    }

    /// <summary>Repeats many runs once for a key, also if the server ends in between: a repeated request starts those that were not started.</summary>
    /// <param name="begin">Begins the work, for the runs before a moment, with the start of each.</param>
    public static async Task<BulkOutcome> OfMany(HttpContext http, object request, Func<DateTimeOffset?, BulkActions.RepeatOnce?, BulkOutcome> begin)
    {
        if (http.Request.Headers[Header].ToString() is not { Length: > 0 } key)
            return begin(null, null);
        if (key.Length > LongestKey)
            return new BulkOutcome.Refused(TooLong);
        var (keys, time) = (http.RequestServices.GetRequiredService<StartKeys>(), http.RequestServices.GetRequiredService<TimeProvider>());
        var (scope, hash) = ($"{ScopeOf(http)}/bulk", HashOf(request));
        var (noted, _) = await keys.Once(scope, key, () => keys.Note(scope, key, hash));
        return noted.Request != hash ? new BulkOutcome.Refused(Other)
            : begin(noted.At, (run, start) => Once(keys, $"{scope}/{key}", run.ToString(), run, time, start));
    }

    /// <summary>Whose the key of a request is.</summary>
    public static string ScopeOf(HttpContext http) => $"api:{http.Actor().Id?.ToString() ?? http.Actor().Kind}";

    /// <summary>The same for a key that does not come in the header.</summary>
    /// <param name="scope">Whose key it is.</param>
    /// <inheritdoc cref="Of" path="/param"/>
    public static async Task<RunStart> Once(StartKeys keys, string scope, string key, object request, TimeProvider time, Func<Action<DatabaseWriter, Guid>?, Task<RunStart>> start)
    {
        var hash = HashOf(request);
        var (outcome, _) = await keys.Once(scope, key, async () => keys.Find(scope, key) is { } known ? new KeyedStart(known.Request, new RunStart.Started(known.Run))
            : new KeyedStart(hash, await start((writer, run) => StartKeys.Write(writer, scope, key, hash, run, time.GetUtcNow()))));
        return outcome.Request == hash ? outcome.Start : new RunStart.Refused([Other]);
    }

    static string HashOf(object request) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json.From(request).GetRawText())));

    /// <summary>Documents the header.</summary>
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.Takes(Header, "A text of your own: the same one gives the same run for 72 hours, and starts no other");

    sealed record KeyedStart(string Request, RunStart Start);
}
