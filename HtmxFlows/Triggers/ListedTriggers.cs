using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>Lists the triggers of workflows: those of the published version as they are there, and those that only the draft has.</summary>
public sealed class ListedTriggers(WorkflowStore workflows, WorkflowPlans plans, DraftStore drafts, NodeCatalogue catalogue, TriggerKeys keys, DraftHooks open)
{
    /// <summary>The triggers of a workflow that are not disabled, the published ones first.</summary>
    public IReadOnlyList<ListedTrigger> Of(Guid workflow)
    {
        var published = workflows.Find(workflow) is { Version: { } version } found ? In(workflow, plans.FindFlow(workflow, version), found.ArchivedAt is null) : [];
        var draft = InDraft(workflow);
        return [.. published.Select(one => one with { Draft = draft.FirstOrDefault(other => other.Node.Id == one.Node.Id) }), .. draft.Where(one => published.All(other => other.Node.Id != one.Node.Id))];
    }

    /// <summary>The triggers of a draft.</summary>
    public IReadOnlyList<ListedTrigger> InDraft(Guid workflow) => drafts.Find(workflow) is { } draft
        ? [.. In(workflow, Flow.Parse(draft.Content.Flow).Flow, false).Select(one => one with { Draft = one })] : [];

    /// <summary>Has the webhooks of a draft accept calls for a while, since their addresses are shown.</summary>
    public void Open(Guid workflow)
    {
        foreach (var trigger in InDraft(workflow).Where(trigger => trigger.ReceivesCalls))
            open.Open(trigger.Key!, workflow, trigger.Node.Id);
    }

    ListedTrigger[] In(Guid workflow, Flow? flow, bool isActive) =>
    [
        .. from node in flow?.Nodes ?? []
           where node is { IsTrigger: true, IsDisabled: false }
           let type = catalogue.Find(node.Type)
           let slug = type.Read(node.Data).Configuration is { } configuration ? type.Slug(configuration) : null
           select new ListedTrigger(node, type, slug is "" ? keys.KeyOf(workflow, node.Id) : slug, isActive),
    ];
}
