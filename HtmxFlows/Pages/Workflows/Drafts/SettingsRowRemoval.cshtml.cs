using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the settings of a workflow without one row of their lists.</summary>
public sealed class SettingsRowRemovalModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, SettingsModel.Panel);

    public async Task<IActionResult> OnPost(Guid id, long revision, WorkflowForm described, string? row) =>
        answer.Of(this, id, await drafts.Describe(id, revision, HttpContext.Actor(), described.ToDraft(), editor => SettingsForm.Change(editor, Request.Form, settings => ConfigurationForm.RemoveRow(settings, row ?? ""))),
            SettingsModel.Panel, SettingsModel.Panel);
}
