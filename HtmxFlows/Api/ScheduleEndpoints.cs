using System.Globalization;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Views;

namespace HtmxFlows.Api;

/// <summary><c>/api/schedules/preview</c>.</summary>
static class ScheduleEndpoints
{
    const int UsualCount = 5, MostMoments = 100;

    public static void MapSchedules(this IEndpointRouteBuilder api) =>
        api.MapGet("/schedules/preview", Preview).WithName("previewSchedule").Produces<SchedulePreviewDocument>().Produces<InvalidRequest>(422, "application/problem+json")
            .WithSummary("Returns the next moments of a schedule: of cron or every, in a zone (default UTC), from a day or moment on (default now), count of them (default 5, at most 100)");

    static IResult Preview(TimeProvider time, string? cron = null, string? every = null, string? zone = null, string? from = null, string? count = null)
    {
        var number = UsualCount;
        List<FieldProblem> problems = [];
        if (!string.IsNullOrEmpty(count) && (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > MostMoments))
            problems.Add(new("count", $"The count must be a whole number from 1 to {MostMoments}."));
        var (rule, wrong) = ScheduleRule.Of(new() { Cron = cron ?? "", Every = every ?? "", Zone = zone ?? "", From = from ?? "" }, seed: 0);
        if (problems.Count > 0 || rule is null)
            return ApiProblems.Invalid(StatusCodes.Status422UnprocessableEntity, [.. wrong, .. problems]);
        // The first moment counts, too.
        var since = rule.From ?? time.GetUtcNow();
        return Results.Ok(new SchedulePreviewDocument([.. SchedulePreview.Of(rule, since, since.AddTicks(-1), number).Moments.Select(moment => Text(moment.Due))]));
    }

    static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString(moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
