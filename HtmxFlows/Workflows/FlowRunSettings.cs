using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Workflows;

/// <summary>What a flow says of all its runs: its object <c>settings</c>. Other tools keep members of their own in it, which stay.</summary>
public sealed record FlowRunSettings
{
    /// <summary>The fields, as the forms and the checks see them.</summary>
    public static ConfigurationShape Shape { get; } = ConfigurationShape.Of(typeof(FlowRunSettings));

    [WorkflowName, Display(Name = "When a run fails", Description = "The workflow that is run for each failed run of this one, with what {{trigger}} has in a Failed run trigger.")]
    public string OnFailure { get; init; } = "";

    /// <summary>Reads it from a flow's JSON. An object of another kind says nothing.</summary>
    internal static FlowRunSettings Read(JsonElement source, List<FlowProblem> problems)
    {
        if (Member(source) is not { } given)
            return new();
        var found = Shape.FindProblems(given);
        problems.AddRange(found.Select(problem => new FlowProblem(problem.Message, Field: $"settings.{problem.Field}")));
        return found.Count == 0 ? Shape.FieldsOf(given).Deserialize<FlowRunSettings>(Json.Options)! : new();
    }

    /// <summary>The object in a flow's JSON; null if there is none.</summary>
    internal static JsonElement? Member(JsonElement source) =>
        source.TryGetProperty("settings", out var given) && given.ValueKind == JsonValueKind.Object ? given : null;
}
