using System.Text.Json;

namespace HtmxFlows.Views;

/// <summary>A value that the fields of a node see beside the data of the run: <c>item</c>, <c>index</c>, <c>result</c>.</summary>
/// <param name="Value">Its value for the first item; null if it is not known.</param>
/// <param name="WhyUnknown">Why it is not known, in a sentence.</param>
public sealed record OwnValue(string Name, JsonElement? Value, string? WhyUnknown = null);
