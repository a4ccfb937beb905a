using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The draft as JSON, for changes that are quicker made there.</summary>
public sealed class EditJsonModel(DraftStore drafts) : PageModel
{
    public Draft Draft { get; private set; } = null!;

    [BindProperty(Name = "")]
    public WorkflowForm Form { get; set; } = new();

    /// <summary>The revision of the draft that the form was made from.</summary>
    [BindProperty]
    public long Revision { get; set; }

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>What somebody else did meanwhile; null if nobody was in the way.</summary>
    public IReadOnlyList<DraftChange>? Theirs { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        if (!Load(id))
            return NotFound();
        Form = new() { Name = Draft.Content.Name, Description = Draft.Content.Description, Flow = Draft.Content.Flow };
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Load(id))
            return NotFound();
        var content = Form.ToDraft();
        // Any flow can be kept that can be shown again.
        Problems = [.. WorkflowStore.FindDescriptionProblems(content), .. Flow.Parse(content.Flow) is (null, var unreadable) ? unreadable : []];
        if (Problems.Count > 0)
            return Refuse(StatusCodes.Status422UnprocessableEntity);
        if (content == Draft.Content || Draft.Revision == Revision && await drafts.Save(Draft, content, "Changed as JSON"))
            return Redirect($"~/workflows/{id}/edit");
        if (!Load(id))
            return NotFound();
        Theirs = drafts.Since(id, Revision);
        return Refuse(StatusCodes.Status409Conflict);
    }

    PageResult Refuse(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    bool Load(Guid id)
    {
        Draft = drafts.Find(id)!;
        return Draft is not null;
    }
}
