using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Answers the forms of the editor: a change that was made leads back to the editor, any other outcome shows it with the reason.</summary>
public sealed class EditorAnswer(DraftStore drafts, EditorViews views)
{
    const string View = "/Pages/Workflows/Editor.cshtml";

    /// <summary>The answer to an edit.</summary>
    /// <param name="here">What the editor shows if the edit was not made.</param>
    /// <param name="next">What it shows if the edit was made; by default the node that was edited.</param>
    public IActionResult Of(PageModel page, Guid id, EditOutcome outcome, EditorChoice here, EditorChoice? next = null, IReadOnlyCollection<string>? chosen = null) => outcome switch
    {
        EditOutcome.Applied applied => SeeOther(page, id, next ?? new() { Node = applied.Done.Node }),
        EditOutcome.Conflict conflict => Show(page, conflict.Draft, here, new() { Theirs = conflict.Theirs, Mine = conflict.Mine, Refusal = conflict.Problem }, outcome.StatusCode()),
        EditOutcome.Refused refused => Show(page, refused.Draft, here, new() { Refusal = refused.Reason, Chosen = chosen ?? [] }, outcome.StatusCode()),
        _ => page.StatusCode(outcome.StatusCode()),
    };

    /// <summary>Leads to the editor.</summary>
    public IActionResult SeeOther(PageModel page, Guid id, EditorChoice choice) => Pages.SeeOther.To(page, new EditorAddress(page.Request, id).Of(choice));

    /// <summary>Shows the editor with the reason why a form was refused.</summary>
    public IActionResult Refuse(PageModel page, Draft draft, EditorChoice choice, string reason) => Show(page, draft, choice, new() { Refusal = reason }, OutcomeStatus.Refused);

    /// <summary>Shows the editor; a workflow that does not exist is not found.</summary>
    public IActionResult Show(PageModel page, Guid id, EditorChoice choice, EditorNotice? notice = null, int status = StatusCodes.Status200OK) =>
        drafts.Find(id) is { } draft ? Show(page, draft, choice, notice, status) : page.NotFound();

    /// <inheritdoc cref="Show(PageModel, Guid, EditorChoice, EditorNotice?, int)"/>
    public IActionResult Show(PageModel page, Draft draft, EditorChoice choice, EditorNotice? notice = null, int status = StatusCodes.Status200OK)
    {
        var view = views.Of(page.Request, draft, choice, notice);
        // A reload of what a form answered opens the editor, and does not send the form again.
        if (HttpMethods.IsPost(page.Request.Method))
            page.Response.Headers["HX-Push-Url"] = view.Address.Of(choice);
        return new ViewResult
        {
            ViewName = View,
            ViewData = new ViewDataDictionary<EditorView>(page.MetadataProvider, page.ModelState) { Model = view },
            TempData = page.TempData,
            StatusCode = status,
        };
    }
}
