using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>A webhook that accepts calls: of a published version, or of a draft.</summary>
/// <param name="Draft">The draft; null if it is published.</param>
public sealed record ActiveHook(Guid Workflow, string Node, WebhookNode.Configuration Configuration, Draft? Draft = null);
