using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Approvals;

/// <summary>A question of a run, at an address with a key. Anyone with the address may answer.</summary>
public sealed class ShowModel(QuestionPages questions, ApprovalAddresses approvals) : PageModel
{
    public AskedQuestion Asked { get; private set; } = null!;

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    public IActionResult OnGet(Guid run, string node) => Load(run, node) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid run, string node)
    {
        if (!Load(run, node))
            return NotFound();
        if (await questions.Answer(Asked, Request.Form, HttpContext.Actor()) is not { } left)
            return SeeOther.To(this, Url.Content(AddressOf(run, node)));
        (Asked, Response.StatusCode) = (left, left.Form is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
        return Page();
    }

    bool Load(Guid run, string node)
    {
        Response.Headers.CacheControl = "no-store";
        if (!approvals.Fits(run, node, Key) || questions.Find(run, node, AddressOf(run, node)) is not { } asked)
            return false;
        Asked = asked;
        return true;
    }

    string AddressOf(Guid run, string node) => $"~/approvals/{run}/{Uri.EscapeDataString(node)}?key={Key}";
}
