using System.Text.Json;

namespace HtmxFlows.Api;

/// <summary>The trigger that a run is started with, as if it had been called.</summary>
/// <param name="Node">The id of its node.</param>
/// <param name="Data">What it gives: <c>trigger</c> in expressions. What is left out is an example of its kind.</param>
public sealed record TriggerRequestDocument(string? Node = null, JsonElement? Data = null);
