using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>Withdraws an invitation: its link works no longer.</summary>
public sealed class WithdrawalModel(Invitations invitations) : PageModel
{
    public IActionResult OnGet() => Redirect("~/people");

    public async Task<IActionResult> OnPost(Guid id) => await invitations.Withdraw(id, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/people") : NotFound();
}
