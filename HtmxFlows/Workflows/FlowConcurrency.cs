using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>What becomes of a run beyond its workflow's limit.</summary>
public enum WhenLimitReached
{
    /// <summary>It waits for its turn.</summary>
    Queue,

    /// <summary>It is not started.</summary>
    Refuse,

    /// <summary>It takes the place of the oldest that has begun, or of those that still wait.</summary>
    Replace,
}

/// <summary>How many runs of a workflow may be unfinished at once, and how often they start: the flow's object <c>concurrency</c>. Sub-runs do not count.</summary>
public sealed record FlowConcurrency
{
    /// <summary>The longest time for which a start waits for a later one.</summary>
    static readonly TimeSpan LongestDebounce = TimeSpan.FromDays(1);

    /// <summary>The longest period of a rate.</summary>
    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(31);

    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    readonly TimeSpan period = TimeSpan.FromMinutes(1);
    readonly TimeSpan? quiet;
    readonly string per = "PT1M", debounce = "";

    /// <summary>The fields, as the forms and the checks see them.</summary>
    public static ConfigurationShape Shape { get; } = ConfigurationShape.Of(typeof(FlowConcurrency));

    [Display(Name = "Limit", Description = "Maximum runs at once (sub-runs not counted)."), Range(1, 1000)]
    public int? Limit { get; init; }

    [Display(Name = "When the limit is reached", Description = "Queue: new runs wait. Refuse: new runs are rejected. Replace: the oldest run is cancelled; beyond a rate, the runs that wait are.")]
    public WhenLimitReached Beyond { get; init; }

    [Display(Name = "Key", Description = "Limits, rates and quiet times count for each value separately, e.g. {{trigger.body.customer}}. Default: one for all runs.")]
    public Template? Key { get; init; }

    [Display(Name = "Rate", Description = "Maximum runs that start in each period."), Range(1, 100_000)]
    public int? Rate { get; init; }

    [Display(Name = "Per", Description = "The period of the rate, e.g. PT1M, 10s or P1D.")]
    public string Per
    {
        get => per;
        init => (per, period) = (value, value.Length == 0 ? TimeSpan.FromMinutes(1) : DurationText.Parse(value) ?? default);
    }

    [Display(Name = "Debounce", Description = "A new run waits this long for a later one with the same key, which takes its place, e.g. 10s or PT5M.")]
    public string Debounce
    {
        get => debounce;
        init => (debounce, quiet) = (value, DurationText.Parse(value));
    }

    /// <summary>The period of the rate.</summary>
    internal TimeSpan Period => period;

    /// <summary>How long a start waits for a later one; null if it does not wait.</summary>
    internal TimeSpan? Quiet => quiet;

    /// <summary>Whether starts count by a key, for a rate, or wait for later ones; a limit alone needs only the runs that have not ended.</summary>
    internal bool HasLines => Key is { Text.Length: > 0 } || Rate is not null || Quiet is not null;

    /// <summary>Reads it from a flow's JSON; null if it is not there or has a problem.</summary>
    internal static FlowConcurrency? Read(JsonElement source, List<FlowProblem> problems)
    {
        if (!source.TryGetProperty("concurrency", out var given) || given.ValueKind == JsonValueKind.Null)
            return null;
        if (given.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new("`concurrency` is not an object.", Field: "concurrency"));
            return null;
        }
        var found = Shape.FindProblems(given);
        var read = found.Count == 0 ? Shape.FieldsOf(given).Deserialize<FlowConcurrency>(Json.Options)! : null;
        FlowProblem[] all = [.. (read?.FindProblems() ?? found).Select(problem => new FlowProblem(problem.Message, Field: $"concurrency.{problem.Field}"))];
        problems.AddRange(all);
        return all.Length == 0 ? read : null;
    }

    IEnumerable<FieldProblem> FindProblems()
    {
        if (Limit is null && Rate is null && Debounce.Length == 0)
            yield return new("limit", "Give a limit, a rate or a debounce.");
        if (!(period >= Shortest && period <= LongestPeriod))
            yield return new("per", $"“{Excerpt.Of(Per)}” is no duration from 1 second to {LongestPeriod.TotalDays} days. Write it as PT1M, 10s or P1D.");
        if (Debounce.Length > 0 && !(quiet >= Shortest && quiet <= LongestDebounce))
            yield return new("debounce", $"“{Excerpt.Of(Debounce)}” is no duration from 1 second to 1 day. Write it as 10s, 5m or PT1H.");
        if (Key?.FindProblem() is { } problem)
            yield return new("key", problem);
    }
}
