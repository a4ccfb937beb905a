using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>The rules of schedules as nodes have them, published or not.</summary>
public sealed class ScheduleRules(NodeCatalogue catalogue, TriggerKeys keys)
{
    /// <summary>The rule of a node; null if it is no schedule, or not ready.</summary>
    public ScheduleRule? Of(Guid workflow, FlowNode node) =>
        catalogue.Find(node.Type)?.Read(node.Data).Configuration is ScheduleNode.Configuration { Paused: false } schedule ? ScheduleRule.Of(schedule, keys.SeedOf(workflow, node.Id)).Rule : null;
}
