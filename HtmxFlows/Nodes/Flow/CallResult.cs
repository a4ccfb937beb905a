using System.Text.Json;

namespace HtmxFlows.Nodes;

/// <summary>How a run of another workflow ended.</summary>
/// <param name="Output">Its result; null if it did not complete.</param>
/// <param name="Error">Why it did not complete, in a sentence; null if it completed or was not awaited.</param>
/// <param name="Run">The run; null if it is not known.</param>
public sealed record CallResult(JsonElement? Output, string? Error, bool WasCancelled = false, Guid? Run = null);
