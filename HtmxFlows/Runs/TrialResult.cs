using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>How a trial of a node ended.</summary>
/// <param name="Error">Why it has no output; null if it has.</param>
/// <param name="Ports">The ports that it would take; none is the default port.</param>
/// <param name="Remark">What else a run would do, in a sentence; null if nothing.</param>
/// <param name="Log">What it has logged, line by line; null if nothing.</param>
public sealed record TrialResult(JsonElement? Output, string? Error, IReadOnlyList<string> Ports, TimeSpan Took, OutputFormat? Format = null, string? Remark = null, IReadOnlyList<string>? Log = null);
