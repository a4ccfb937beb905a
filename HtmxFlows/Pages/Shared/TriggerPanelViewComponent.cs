using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages.Shared;

/// <summary>What the editor shows of a trigger: where it is called, and its last call. Showing it opens the address of its draft.</summary>
public sealed class TriggerPanelViewComponent(ListedTriggers triggers, Deliveries deliveries, ServerAddress server) : ViewComponent
{
    public IViewComponentResult Invoke(Guid workflow, FlowNode node)
    {
        if (triggers.Of(workflow).FirstOrDefault(one => one.Node.Id == node.Id) is not { Key: not null } trigger)
            return Content("");
        triggers.Open(workflow);
        return View((TriggerLine.Of(trigger, server.Of(HttpContext.Request), withDraft: true), deliveries.List(workflow, node.Id) is [var last, ..] ? last : null));
    }
}
