using HtmxFlows.Pages.Workflows;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages.Shared;

/// <summary>What the editor shows of a trigger: where it is called and its last call, or its next runs. Showing it opens the address of its draft.</summary>
public sealed class TriggerPanelViewComponent(TriggerLines lines, Deliveries deliveries) : ViewComponent
{
    public IViewComponentResult Invoke(Guid workflow, FlowNode node) => lines.InDraft(workflow, node.Id, HttpContext.Request) is { } line
        ? View((line, deliveries.List(workflow, node.Id) is [var last, ..] ? last : null)) : Content("");
}
