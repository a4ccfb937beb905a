using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Drafts a workflow from a description by a model, and opens it in the editor.</summary>
public sealed class DescriptionModel(DescribedWorkflows described, WorkflowStore workflows, DraftStore drafts) : PageModel
{
    const string Blank = """{"nodes": [], "edges": []}""";

    public string Text { get; private set; } = "";

    public string? Problem { get; private set; }

    public void OnGet() => Problem = described.IsAvailable ? null : DescribedWorkflows.Unavailable;

    public async Task<IActionResult> OnPost()
    {
        Text = Request.Form["description"].FirstOrDefault() ?? "";
        switch (await described.Draft(Text, HttpContext.RequestAborted))
        {
            case DescriptionOutcome.Drafted(var content):
                return await Open(content);
            case DescriptionOutcome.Refused(var problem):
                Problem = problem;
                break;
        }
        Response.StatusCode = OutcomeStatus.Refused;
        return Page();
    }

    /// <summary>Keeps the flow as the draft of a blank workflow, so that nothing of it is published.</summary>
    async Task<IActionResult> Open(WorkflowContent content)
    {
        if (await workflows.Create(content with { Flow = Blank }, HttpContext.Actor(), asDraft: true) is SaveOutcome.Saved { Workflow: var id } && drafts.Find(id) is { } draft)
            await drafts.Save(draft, content, new("Drafted from a description"), HttpContext.Actor());
        else
            return StatusCode(OutcomeStatus.Conflict);
        return SeeOther.To(this, $"{Request.PathBase}/workflows/{id}/edit");
    }
}
