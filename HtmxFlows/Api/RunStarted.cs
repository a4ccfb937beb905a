using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>The answer to a start.</summary>
/// <param name="Url">The run's page, which is also its address in every other representation.</param>
/// <param name="Events">Its events.</param>
public sealed record RunStarted(Guid Id, RunStatus Status, string Url, string Events)
{
    public static RunStarted Of(HttpContext http, Guid run, RunStatus status) => new(run, status, $"{http.Request.PathBase}/runs/{run}", $"{http.Request.PathBase}/api/runs/{run}/events");
}
