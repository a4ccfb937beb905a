using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages.Shared;

/// <summary>The triggers with which a run can be tried, for its form.</summary>
/// <param name="Chosen">The node that is chosen; empty if the nodes start that are no triggers.</param>
/// <param name="MayStartWithout">Whether the flow has such nodes.</param>
public sealed record TriggerChoice(IReadOnlyList<TriedTrigger> Triggers, string Chosen, bool MayStartWithout);

/// <summary>A trigger that can be tried.</summary>
/// <param name="Data">The data in its field: what was written, what it gave last, or an example.</param>
public sealed record TriedTrigger(FlowNode Node, string Title, string Data);

/// <summary>Draws the <see cref="TriggerChoice"/>; nothing if the flow has no trigger.</summary>
public sealed class TriggerChoiceViewComponent(WorkflowPlans plans, DraftStore drafts, NodeTrial trials, NodeCatalogue catalogue) : ViewComponent
{
    public IViewComponentResult Invoke(PromptForm form)
    {
        if (FlowOf(form) is not { } flow || flow.Nodes.Where(node => node is { IsTrigger: true, IsDisabled: false }).ToArray() is not [var first, ..] triggers)
            return Content("");
        var data = trials.DataOf(form.Workflow);
        var graph = new FlowGraph(flow with { Nodes = flow.Steps });
        var mayStartWithout = flow.Steps.Any(node => !node.IsTrigger && graph.Incoming(node.Id).Count == 0);
        return View(new TriggerChoice([.. triggers.Select(node => new TriedTrigger(node, catalogue.TitleOf(node.Type), DataOf(form, data, node)))],
            form.Fired?.Node ?? (mayStartWithout ? "" : first.Id), mayStartWithout));
    }

    Flow? FlowOf(PromptForm form) =>
        form.IsOfDraft ? drafts.Find(form.Workflow) is { } draft ? Flow.Parse(draft.Content.Flow).Flow : null
        : plans.Newest(form.Workflow) is { } version ? plans.FindFlow(form.Workflow, version) : null;

    string DataOf(PromptForm form, DraftData data, FlowNode node) =>
        form.Fired is { Text: var text } fired && fired.Node == node.Id ? text : Json.Pretty(node.Pin?.Output ?? data.Find(node.Id)?.Output ?? catalogue.Find(node.Type)?.SampleData ?? Json.Null);
}
