
namespace HtmxFlows.Workflows;

/// <summary>An edge as the flow's JSON has it.</summary>
/// <param name="Port">The output port of its source; null is the default port.</param>
public sealed record FlowEdge(string Id, string Source, string? Port, string Target);
