using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>What a run answers to the call that started it.</summary>
/// <param name="Status">How the run stands; running if a node has responded while others still work.</param>
/// <param name="Value">The result; null unless there is one.</param>
/// <param name="Response">How the result is sent; null if no node says so.</param>
public sealed record HookAnswer(RunStatus Status, JsonElement? Value, RunResponse? Response);
