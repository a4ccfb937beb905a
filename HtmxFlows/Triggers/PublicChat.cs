using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>A public chat of a published workflow.</summary>
public sealed record PublicChat(Workflow Workflow, string Node, ChatNode.Configuration Configuration) : PublicPage(Workflow, Node, Configuration);
