using System.Text.Json;

namespace HtmxFlows.Scripts;

/// <summary>How a script ended.</summary>
/// <param name="Output">What it returned; null if it failed.</param>
/// <param name="Problem">Why it failed; null if it returned.</param>
/// <param name="Log">What it wrote to the console, line by line.</param>
public sealed record ScriptResult(JsonElement? Output, ScriptProblem? Problem, IReadOnlyList<string> Log);
