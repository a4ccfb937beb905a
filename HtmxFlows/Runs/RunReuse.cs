using System.Text.Json;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>
/// What a run from a node reuses of the earlier run: the outcome of each node that is not after that node, has been decided, is unchanged, and
/// whose predecessors are reused as well. Pure.
/// </summary>
static class RunReuse
{
    /// <summary>The data that names, shows or describes a node, and does not change what it does.</summary>
    static readonly string[] Words = ["label", "note"];

    public static ReusePlan Plan(RunState run, FlowPlan before, FlowPlan now, string from)
    {
        if (!now.Graph.Contains(from))
            return new ReusePlan.Refused($"The version to run has no node `{from}`. Choose another node, or use the run's version.");
        var again = now.Graph.Ids.Where(id => id == from || now.Graph.Ancestors(id).Contains(from)).ToHashSet();
        HashSet<string> kept = [];
        foreach (var id in now.Graph.Order.Where(id => !again.Contains(id) && IsTaken(run.Node(id))))
        {
            if (IsSame(before, now, id) && now.Graph.Predecessors(id).All(kept.Contains))
                kept.Add(id);
            else if (now.Graph.Ancestors(from).Contains(id))
                return new ReusePlan.Refused($"`{id}` has changed in the version to run, so its output cannot be reused. Run from `{id}`, or use the run's version.");
        }
        return new ReusePlan.Planned([.. now.Graph.Order.Where(kept.Contains).Select(id => Event(id, run.Node(id)))]);
    }

    static bool IsTaken(NodeState node) => node.HasDelivered || node.Status == NodeStatus.Skipped;

    static NodeEvent Event(string id, NodeState node) => node.Status switch
    {
        NodeStatus.Completed => new NodeCompleted(id, node.Output!.Value, node.Port, node.Format, node.MorePorts) { Reused = true, Log = node.Log, Response = node.Response },
        NodeStatus.Failed => new NodeFailed(id, node.Error ?? "", node.Output, node.Port) { Reused = true, Log = node.Log },
        _ => new NodeSkipped(id) { Reused = true },
    };

    /// <summary>Whether a node does the same with the same.</summary>
    static bool IsSame(FlowPlan before, FlowPlan now, string id) =>
        before.Nodes.TryGetValue(id, out var old) && old.Node.Type == now.Nodes[id].Node.Type
        && Work(old.Node.Data).SequenceEqual(Work(now.Nodes[id].Node.Data))
        && Edges(before, id).SetEquals(Edges(now, id));

    static IEnumerable<(string, string)> Work(JsonElement data) =>
        data.EnumerateObject().Where(member => !Words.Contains(member.Name)).Select(member => (member.Name, member.Value.GetRawText())).OrderBy(member => member.Name, StringComparer.Ordinal);

    static HashSet<(string, string?)> Edges(FlowPlan plan, string id) => [.. plan.Graph.Incoming(id).Select(edge => (edge.Source, edge.Port))];
}
