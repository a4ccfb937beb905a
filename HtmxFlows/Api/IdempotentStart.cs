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

    /// <summary>The longest key, in characters.</summary>
    public const int LongestKey = 255;

    /// <param name="request">What is asked for. The same key with another request is refused.</param>
    /// <param name="start">Starts the run, and writes these rows in the commit of its start.</param>
    public static async Task<RunStart> Of(HttpContext http, StartKeys keys, object request, Func<Action<DatabaseWriter, Guid>?, Task<RunStart>> start)
    {
        if (http.Request.Headers[Header].ToString() is not { Length: > 0 } key)
            return await start(null);
        if (key.Length > LongestKey)
            return new RunStart.Refused([new FieldProblem(Header, $"The header {Header} is longer than {LongestKey} characters.")]);
        return await Once(keys, $"api:{http.Actor().Id?.ToString() ?? http.Actor().Kind}", key, request, http.RequestServices.GetRequiredService<TimeProvider>(), start);
    }

    /// <summary>The same for a key that does not come in the header.</summary>
    /// <param name="scope">Whose key it is.</param>
    /// <inheritdoc cref="Of" path="/param"/>
    public static async Task<RunStart> Once(StartKeys keys, string scope, string key, object request, TimeProvider time, Func<Action<DatabaseWriter, Guid>?, Task<RunStart>> start)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json.From(request).GetRawText())));
        var (outcome, _) = await keys.Once(scope, key, async () => keys.Find(scope, key) is { } known ? new KeyedStart(known.Request, new RunStart.Started(known.Run))
            : new KeyedStart(hash, await start((writer, run) => StartKeys.Write(writer, scope, key, hash, run, time.GetUtcNow()))));
        return outcome.Request == hash ? outcome.Start : new RunStart.Refused([new FieldProblem(Header, $"This {Header} has started a run with another request. Use a new one.")]);
    }

    /// <summary>Documents the header.</summary>
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.Takes(Header, "A text of your own: the same one gives the same run for 72 hours, and starts no other");

    sealed record KeyedStart(string Request, RunStart Start);
}
