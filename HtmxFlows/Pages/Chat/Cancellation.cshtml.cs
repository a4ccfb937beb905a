using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Chat;

/// <summary>Stops the work on the answer in a chat.</summary>
public sealed class CancellationModel(ChatVisits visits, PublicChats chats, RunSupervisor runs) : PageModel
{
    public IActionResult OnGet(string key, Guid conversation) => visits.Open(HttpContext, key, conversation) is { Visitor: not null } visit ? Redirect(visit.Address) : NotFound();

    public async Task<IActionResult> OnPost(string key, Guid conversation)
    {
        if (visits.Open(HttpContext, key, conversation) is not { Visitor: not null } visit)
            return NotFound();
        foreach (var run in chats.Unfinished(conversation))
            await runs.Cancel(run, HttpContext.Actor());
        return SeeOther.To(this, Url.Content(visit.Address));
    }
}
