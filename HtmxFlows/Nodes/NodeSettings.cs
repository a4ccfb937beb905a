using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>The settings that every node has, whatever its type: <c>data.settings</c>.</summary>
public sealed record NodeSettings
{
    /// <summary>The port that a failed node takes when its settings say so.</summary>
    public const string ErrorPort = "error";

    /// <summary>The fields, as the catalogue, the forms and the checks see them.</summary>
    public static ConfigurationShape Shape { get; } = ConfigurationShape.Of(typeof(NodeSettings));

    [Display(GroupName = "Retries", Name = "Retries", Description = "Retries after a failure."), Range(0, 100)]
    public int Retries { get; init; }

    [Display(GroupName = "Retries", Name = "Delay", Description = "Seconds before the first retry."), Range(0, LongestDelay)]
    public double Delay { get; init; } = 1;

    [Display(GroupName = "Retries", Name = "Factor", Description = "Multiply the delay after each retry (2 doubles it)."), Range(1, 10)]
    public double Factor { get; init; } = 2;

    [Display(GroupName = "Retries", Name = "Longest delay", Description = "Longest delay, in seconds."), Range(0, LongestDelay)]
    public double MaxDelay { get; init; } = 300;

    [Display(GroupName = "Retries", Name = "Jitter", Description = "Shorten each delay by a random share of up to this much (0.1 is 10 %), so that failed runs do not retry together."), Range(0, 1)]
    public double Jitter { get; init; } = 0.1;

    [Display(Name = "Time-out", Description = "Seconds for one attempt. Default: the server's limit."), Range(0.001, 86_400)]
    public double? Timeout { get; init; }

    [Display(Name = "On error", Description = "Fail the run, continue with the error as output, or continue at the error port.")]
    public OnError OnError { get; init; }

    [Display(Name = "After a crash", Description = "Run again or fail if the server stopped while the node was running.")]
    public OnCrash OnCrash { get; init; }

    [Display(Name = "Wait for", Description = "Arriving (active branches): wait for every branch still running. All: skip if any was skipped. First: start with the first.")]
    public Join Join { get; init; }

    [Display(Name = "For each item", Description = "Run the node once for each item of a list; its output is the list of the outputs. Retries and the time-out are those of an item.")]
    public Each? Each { get; init; }

    [Display(Name = "Disabled", Description = "Do nothing, and pass the input on by the first port.")]
    public bool Disabled { get; init; }

    [Display(Name = "Markdown", Description = "Show text output as Markdown.")]
    public bool Markdown { get; init; }

    [Display(Name = "Note", Description = "A comment on the node. It is not used in runs."), DataType(DataType.MultilineText)]
    public string Note { get; init; } = "";

    const double LongestDelay = 86_400;

    /// <summary>Reads a node's <c>data.settings</c>, which may be missing.</summary>
    /// <returns>The settings, or the defaults with the problems.</returns>
    public static (NodeSettings Settings, IReadOnlyList<FieldProblem> Problems) Read(JsonElement data)
    {
        if (!data.TryGetProperty("settings", out var given) || given.ValueKind == JsonValueKind.Null)
            return (new(), []);
        if (given.ValueKind != JsonValueKind.Object)
            return (new(), [new("", "Settings must be an object.")]);
        if (Shape.FindProblems(given) is { Count: > 0 } problems)
            return (new(), problems);
        var settings = Shape.FieldsOf(given).Deserialize<NodeSettings>(Data.Json.Options)!;
        FieldProblem[] further = [.. settings.FindProblems()];
        return further.Length == 0 ? (settings, []) : (new(), further);
    }

    /// <summary>Whether a node's <c>data</c> disables it, whatever else is in it.</summary>
    public static bool IsDisabled(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("settings", out var settings) && settings.ValueKind == JsonValueKind.Object
        && settings.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True;

    /// <summary>Whether a node's <c>data</c> has it run for each item of a list.</summary>
    public static bool HasEach(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("settings", out var settings) && settings.ValueKind == JsonValueKind.Object
        && settings.TryGetProperty("each", out var each) && each.ValueKind == JsonValueKind.Object;

    /// <summary>Whether a node's <c>data</c> has it collect the failures of its items: those of <c>each</c>, or those of its own type.</summary>
    public static bool CollectsFailures(JsonElement data) =>
        Collects(data) || HasEach(data) && Collects(data.GetProperty("settings").GetProperty("each"));

    static bool Collects(JsonElement owner) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty("onFailure", out var choice) && choice.ValueKind == JsonValueKind.String && choice.ValueEquals("collect");

    IEnumerable<FieldProblem> FindProblems()
    {
        if (Delay > MaxDelay)
            yield return new("delay", $"Delay must not be longer than the longest delay, {MaxDelay:0.###} s.");
        foreach (var problem in Each?.FindProblems() ?? [])
            yield return problem;
    }

    /// <summary>How an output is shown: as the node itself says, unless these settings say that a text is Markdown.</summary>
    public OutputFormat? FormatOf(JsonElement output, OutputFormat? own) => Markdown && output.ValueKind == JsonValueKind.String ? OutputFormat.Markdown : own;
}
