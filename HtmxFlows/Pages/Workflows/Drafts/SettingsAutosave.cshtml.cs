using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the settings of a workflow while they are written. The answer has the parts of the editor that change with them, and never the form.</summary>
public sealed class SettingsAutosaveModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, SettingsModel.Panel);

    public async Task<IActionResult> OnPost(Guid id, long revision, WorkflowForm described) => answer.Parts(this, id,
        await drafts.Describe(id, revision, HttpContext.Actor(), described.ToDraft(), editor => SettingsForm.Change(editor, Request.Form)), SettingsModel.Panel);
}
