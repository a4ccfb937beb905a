using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Draws the <see cref="WorkflowHead"/>.</summary>
public sealed class WorkflowHeadViewComponent(DraftStore drafts, DraftChanges changes) : ViewComponent
{
    public IViewComponentResult Invoke(Workflow workflow, WorkflowTab tab) => View(new WorkflowHead(workflow, tab, State(workflow)));

    string State(Workflow workflow)
    {
        if (workflow.Version is null)
            return "Unpublished";
        var published = $"Published v{workflow.Published}";
        if (drafts.Find(workflow.Id) is not { IsChanged: true } draft)
            return published;
        var count = changes.Count(draft);
        return $"{published} · {(count == 0 ? "draft changed" : Words.Count(count, "unpublished change"))}";
    }
}
