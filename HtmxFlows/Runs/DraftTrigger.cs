using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Chooses the trigger with which a part of a draft is tried, if nobody has: the first that has data, or else the first.</summary>
public static class DraftTrigger
{
    /// <returns>Null if no trigger is in the part.</returns>
    public static FiredTrigger? Of(Flow part, DraftData data) =>
        part.Nodes.Where(node => node is { IsTrigger: true, IsDisabled: false }).Select(node => new FiredTrigger(node.Id, node.Pin?.Output ?? data.Find(node.Id)?.Output ?? default))
            .OrderBy(fired => fired.Data.ValueKind == System.Text.Json.JsonValueKind.Undefined).FirstOrDefault();
}
