using System.Text.Json;

namespace HtmxFlows.Workflows;

/// <summary>
/// Finds the nodes that have another id in a later flow. Flows do not record it: a node that is gone and a new one of its type count as one node
/// if they are configured alike, or else if they have the same label.
/// </summary>
static class NodeRenames
{
    const string Label = "label";

    /// <summary>The new ids by the old ones.</summary>
    public static IReadOnlyDictionary<string, string> Find(Flow before, Flow after)
    {
        var (old, present) = (Ids(before), Ids(after));
        List<FlowNode> gone = [.. before.Nodes.Where(node => !present.Contains(node.Id)).DistinctBy(node => node.Id)];
        List<FlowNode> come = [.. after.Nodes.Where(node => !old.Contains(node.Id)).DistinctBy(node => node.Id)];
        Dictionary<string, string> renames = [];
        Pair(gone, come, IsAlike, renames);
        Pair(gone, come, (was, now) => was.Label == now.Label, renames);
        return renames;
    }

    static void Pair(List<FlowNode> gone, List<FlowNode> come, Func<FlowNode, FlowNode, bool> isSame, Dictionary<string, string> renames)
    {
        foreach (var was in gone.ToArray())
        {
            if (come.Find(node => node.Type == was.Type && isSame(was, node)) is not { } now)
                continue;
            renames[was.Id] = now.Id;
            gone.Remove(was);
            come.Remove(now);
        }
    }

    static bool IsAlike(FlowNode was, FlowNode now) =>
        Configured(was).Order(StringComparer.Ordinal).SequenceEqual(Configured(now).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    static IEnumerable<string> Configured(FlowNode node) =>
        node.Data.ValueKind == JsonValueKind.Object ? node.Data.EnumerateObject().Where(member => member.Name != Label).Select(member => $"{member.Name}: {member.Value.GetRawText()}") : [];

    static HashSet<string> Ids(Flow flow) => [.. flow.Nodes.Select(node => node.Id)];
}
