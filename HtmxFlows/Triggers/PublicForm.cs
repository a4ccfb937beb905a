using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>A public form of a published workflow.</summary>
/// <param name="Inputs">Its fields.</param>
public sealed record PublicForm(Workflow Workflow, string Node, FormNode.Configuration Configuration, IReadOnlyList<FlowInput> Inputs) : PublicPage(Workflow, Node, Configuration);
