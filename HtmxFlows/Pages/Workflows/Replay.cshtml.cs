using HtmxFlows.Accounts;
using HtmxFlows.Triggers;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Sends a delivery again, to the published version or to the draft. The page itself is for a refusal.</summary>
public sealed class ReplayModel(WorkflowStore workflows, Replays replays) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    public string Problem { get; private set; } = "";

    public IActionResult OnGet(Guid id) => Redirect($"~/workflows/{id}/deliveries");

    public async Task<IActionResult> OnPost(Guid id, Guid delivery, bool draft)
    {
        if (workflows.Find(id) is not { } workflow)
            return NotFound();
        Workflow = workflow;
        if (draft && !HttpContext.Actor().Is(Role.Editor))
            return StatusCode(StatusCodes.Status403Forbidden);
        switch (await replays.Replay(id, delivery, draft, HttpContext.Actor()))
        {
            case ReplayOutcome.Started started:
                return RunAddress.SeeOther(this, started.Run);
            case ReplayOutcome.NotStarted refused:
                Problem = refused.Start.Problem;
                Response.SetRefusal(refused.Start);
                return Page();
            default:
                return NotFound();
        }
    }
}
