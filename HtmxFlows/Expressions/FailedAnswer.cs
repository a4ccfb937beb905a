using System.Text.Json;

namespace HtmxFlows.Expressions;

/// <summary>The answer of a peer that made a node fail.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">An object of the headers by their names in lower case; a repeated one is joined with commas.</param>
/// <param name="Body">JSON as such, otherwise a text; null if there is none.</param>
public sealed record FailedAnswer(int Status, JsonElement? Headers = null, JsonElement? Body = null);
