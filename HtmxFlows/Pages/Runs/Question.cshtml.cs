using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>A question of a run, for those who may see the run. A live page loads the form from here, since frames of a stream are the same for every viewer.</summary>
public sealed class QuestionModel(QuestionPages questions) : PageModel
{
    /// <summary>Where the form is: <c>inbox</c>, or null for the run.</summary>
    [BindProperty(SupportsGet = true, Name = "from")]
    public string? From { get; set; }

    public AskedQuestion Asked { get; private set; } = null!;

    public IActionResult OnGet(Guid id, string node) =>
        !Load(id, PathPart.Text(node)) ? NotFound()
        : !Request.Headers.ContainsKey("HX-Request") ? Page()
        // Nothing takes the place of a question that was closed before its form was loaded.
        : Asked.Form is null ? Content("", "text/html")
        : Partial("_Question", Asked.Form);

    public async Task<IActionResult> OnPost(Guid id, string node)
    {
        if (!Load(id, PathPart.Text(node)))
            return NotFound();
        if (await questions.Answer(Asked, Request.Form, HttpContext.Actor(), AnswerWay.Page) is not { } left)
            return From == "inbox" ? SeeOther.To(this, $"{Request.PathBase}/inbox") : RunAddress.SeeOther(this, id);
        (Asked, Response.StatusCode) = (left, left.Status);
        return Page();
    }

    bool Load(Guid run, string node)
    {
        Response.Headers.CacheControl = "no-store";
        if (questions.Find(run, node, QuestionAddress.Of(run, node) + (From == "inbox" ? $"?{QuestionAddress.FromInbox}" : "")) is not { } asked)
            return false;
        Asked = asked;
        return true;
    }
}
