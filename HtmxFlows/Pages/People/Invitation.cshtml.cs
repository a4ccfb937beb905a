using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>Makes a link by which a person becomes a user, and shows it once.</summary>
public sealed class InvitationModel(Invitations invitations, Users users, ServerAddress server) : PageModel
{
    /// <summary>The link; null before it is made.</summary>
    public string? Link { get; private set; }

    /// <summary>On an open server the first owner comes first.</summary>
    public IActionResult OnGet() => users.Any() ? Page() : Redirect("~/people/new");

    public async Task<IActionResult> OnPost(string? note, string? role)
    {
        if (!users.Any() || Roles.Find(role) is not { } chosen)
            return BadRequest();
        Response.Headers.CacheControl = "no-store";
        Link = $"{server.Of(Request, "/invitation")}?token={await invitations.Make(chosen, note ?? "", HttpContext.Actor())}";
        return Page();
    }
}
