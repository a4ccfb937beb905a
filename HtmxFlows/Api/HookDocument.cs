using System.Text.Json.Serialization;

namespace HtmxFlows.Api;

/// <summary>The answer of a webhook.</summary>
/// <param name="Run">The run that the call started; null if it did not meet the conditions.</param>
/// <param name="Url">The page of the run.</param>
sealed record HookDocument(Guid? Run, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url)
{
    /// <summary>Whether an earlier call of the same id started it; null is no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Duplicate { get; init; }
}
