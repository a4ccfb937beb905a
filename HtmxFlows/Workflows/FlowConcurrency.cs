using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Workflows;

/// <summary>What becomes of a run beyond its workflow's limit.</summary>
public enum WhenLimitReached
{
    /// <summary>It waits for its turn.</summary>
    Queue,

    /// <summary>It is not started.</summary>
    Refuse,

    /// <summary>It takes the place of the oldest, which is cancelled.</summary>
    Replace,
}

/// <summary>How many runs of a workflow may be unfinished at once: the flow's object <c>concurrency</c>.</summary>
public sealed record FlowConcurrency
{
    /// <summary>The fields, as the forms and the checks see them.</summary>
    public static ConfigurationShape Shape { get; } = ConfigurationShape.Of(typeof(FlowConcurrency));

    [Display(Name = "Limit", Description = "Maximum runs at once (sub-runs not counted)."), Required, Range(1, 1000)]
    public int? Limit { get; init; }

    [Display(Name = "When the limit is reached", Description = "Queue: new runs wait. Refuse: new runs are rejected. Replace: the oldest run is cancelled.")]
    public WhenLimitReached Beyond { get; init; }

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
        problems.AddRange(found.Select(problem => new FlowProblem(problem.Message, Field: $"concurrency.{problem.Field}")));
        return found.Count == 0 ? Shape.FieldsOf(given).Deserialize<FlowConcurrency>(Json.Options) : null;
    }
}
