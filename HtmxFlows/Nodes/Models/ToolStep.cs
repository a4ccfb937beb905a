using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>A tool that a model has called.</summary>
/// <param name="Input">The arguments.</param>
/// <param name="Result">The result of the tool; null while it runs, and if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="Run">The run that the call led to; null if it led to none, or if it is not known.</param>
public sealed record ToolStep(string Tool, JsonElement Input, JsonElement? Result = null, string? Error = null, Guid? Run = null)
{
    /// <summary>The steps in what an agent remembers or has returned: those that have ended, and then those that are pending. None for any other value.</summary>
    public static IReadOnlyList<ToolStep> In(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } agent || !agent.TryGetProperty("steps", out var steps) || steps.ValueKind != JsonValueKind.Array)
            return [];
        try
        {
            var pending = agent.TryGetProperty("pending", out var calls) ? calls.Deserialize<ToolCall[]>(Json.Options)! : [];
            return [.. steps.Deserialize<ToolStep[]>(Json.Options)!, .. pending.Select(call => new ToolStep(call.Name, Arguments(call) ?? Json.EmptyObject))];
        }
        catch (JsonException)
        {
            // A pinned output can be any JSON.
            return [];
        }
    }

    /// <summary>The arguments of a call; null if they are no JSON object.</summary>
    internal static JsonElement? Arguments(ToolCall call) =>
        call.Arguments.Length == 0 ? Json.EmptyObject : Json.TryParse(call.Arguments) is { ValueKind: JsonValueKind.Object } arguments ? arguments : null;
}
