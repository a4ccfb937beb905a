namespace HtmxFlows.Nodes;

/// <summary>A tool that a model wants called.</summary>
/// <param name="Arguments">JSON, as the model wrote it.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);
