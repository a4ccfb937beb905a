using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>The draft as JSON, for changes that are quicker made there.</summary>
public sealed class JsonModel(DraftStore drafts, DraftEditor editor, EditorAnswer answer) : PageModel
{
    public Draft Draft { get; private set; } = null!;

    [BindProperty(Name = "")]
    public WorkflowForm Form { get; set; } = new();

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>The changes by someone else since the form was opened; null if there is no conflict.</summary>
    public IReadOnlyList<DraftChange>? Theirs { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        if (drafts.Find(id) is not { } draft)
            return NotFound();
        Draft = draft;
        Form = new() { Name = draft.Content.Name, Description = draft.Content.Description, Flow = draft.Content.Flow };
        return Page();
    }

    /// <param name="revision">The revision of the draft that the form was made from.</param>
    public async Task<IActionResult> OnPost(Guid id, long revision)
    {
        var outcome = await editor.Replace(id, revision, HttpContext.Actor(), Form.ToDraft());
        switch (outcome)
        {
            case EditOutcome.Applied:
                return answer.SeeOther(this, id, new());
            case EditOutcome.Conflict conflict:
                (Draft, Theirs) = (conflict.Draft, conflict.Theirs);
                break;
            case EditOutcome.Refused refused:
                (Draft, Problems) = (refused.Draft, refused.Problems);
                break;
            default:
                return StatusCode(outcome.StatusCode());
        }
        Response.StatusCode = outcome.StatusCode();
        return Page();
    }
}
