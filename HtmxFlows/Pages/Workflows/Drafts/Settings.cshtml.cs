using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the name, description, inputs and limit of a workflow.</summary>
public sealed class SettingsModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    internal static EditorChoice Panel { get; } = new() { Panel = EditorPanel.Settings };

    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, Panel);

    /// <inheritdoc cref="NodeModel.OnPost" path="/param"/>
    public async Task<IActionResult> OnPost(Guid id, long revision, WorkflowForm described, long? wins, string? go) =>
        answer.Of(this, id, await drafts.Describe(id, revision, HttpContext.Actor(), described.ToDraft(), editor => SettingsForm.Change(editor, Request.Form), wins), Panel, Panel, go: go);
}
