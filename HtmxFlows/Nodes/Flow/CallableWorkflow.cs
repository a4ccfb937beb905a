using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>A workflow that can be called.</summary>
public sealed record CallableWorkflow(string Name, string Description, IReadOnlyList<FlowInput> Inputs);
