using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the settings of a workflow with a new row in one of their lists.</summary>
public sealed class SettingsRowsModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, SettingsModel.Panel);

    public async Task<IActionResult> OnPost(Guid id, long revision, WorkflowForm described, string? list) =>
        answer.Of(this, id, await drafts.Describe(id, revision, HttpContext.Actor(), described.ToDraft(), editor => SettingsForm.Change(editor, Request.Form, settings => ConfigurationForm.AddRow(settings, list ?? "", FlowSettings.Shape))),
            SettingsModel.Panel, SettingsModel.Panel with { At = list });
}
