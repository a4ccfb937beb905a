using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Approvals;

/// <summary>A question of a run, at an address with a key. Anyone with the address may answer, unless the question is for some people: these sign in first.</summary>
public sealed class ShowModel(QuestionPages questions, QuestionAccess access, ApprovalAddresses approvals) : PageModel
{
    public AskedQuestion Asked { get; private set; } = null!;

    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    public IActionResult OnGet(Guid run, string node) => !Load(run, node) ? NotFound() : MustSignIn ? LocalRedirect($"~/sign-in?return={Uri.EscapeDataString(ReturnAddress.Of(Request))}") : Page();

    public async Task<IActionResult> OnPost(Guid run, string node)
    {
        if (!Load(run, node))
            return NotFound();
        if (await questions.Answer(Asked, Request.Form, HttpContext.Actor(), AnswerWay.Link) is not { } left)
            return SeeOther.To(this, Url.Content(AddressOf(run, node)));
        (Asked, Response.StatusCode) = (left, left.Status);
        return Page();
    }

    bool MustSignIn => HttpContext.Person() is null && Asked.Form is { } form && access.FindRefusal(form.Question, form.Workflow, HttpContext.Actor()) is not null;

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
