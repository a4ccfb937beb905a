using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Answers the forms of the editor: a change that was made leads back to the editor, any other outcome shows it with the reason.</summary>
public sealed class EditorAnswer(DraftStore drafts, EditorViews views)
{
    const string View = "/Pages/Workflows/Editor.cshtml", Saved = "/Pages/Workflows/_Saved.cshtml";

    const int LongestAddress = 2000;

    /// <summary>The answer to an edit.</summary>
    /// <param name="here">What the editor shows if the edit was not made.</param>
    /// <param name="next">What it shows if the edit was made; by default the node that was edited.</param>
    /// <param name="go">The place of the workflow that is shown instead of it; one that is no such place is ignored.</param>
    public IActionResult Of(
        PageModel page, Guid id, EditOutcome outcome, EditorChoice here, EditorChoice? next = null, IReadOnlyCollection<string>? chosen = null, string? go = null) => outcome switch
        {
            EditOutcome.Applied when go is not null && IsPlace(page, id, go) => Pages.SeeOther.To(page, go),
            EditOutcome.Applied applied => SeeOther(page, id, (next ?? new() { Node = applied.Done.Node }) with { Tab = TabOf(page.Request) }),
            EditOutcome.Conflict conflict => Show(page, conflict.Draft, here, new() { Theirs = conflict.Theirs, Mine = conflict.Mine, Refusal = conflict.Problem }, outcome.StatusCode()),
            EditOutcome.Refused refused => Show(page, refused.Draft, here, new() { Refusal = refused.Reason, Chosen = chosen ?? [] }, outcome.StatusCode()),
            _ => page.StatusCode(outcome.StatusCode()),
        };

    /// <summary>The answer to a form that saves itself while it is written: the parts of the editor that change with it, for the places where they are on the page.</summary>
    public IActionResult Parts(PageModel page, Guid id, EditOutcome outcome, EditorChoice here)
    {
        if (outcome is EditOutcome.Gone || drafts.Find(id) is not { } draft)
            return page.StatusCode(OutcomeStatus.Gone);
        var notice = outcome switch
        {
            EditOutcome.Applied applied => new EditorNotice { Merged = applied.Merged },
            EditOutcome.Conflict conflict => new EditorNotice { Theirs = conflict.Theirs, Mine = conflict.Mine, Refusal = conflict.Problem },
            EditOutcome.Refused refused => new EditorNotice { Refusal = refused.Reason },
            _ => EditorNotice.None,
        };
        page.Response.StatusCode = outcome.StatusCode();
        return page.Partial(Saved, views.Of(page.Request, draft, here, notice, isPart: true));
    }

    /// <summary>Whether an address is the page of the workflow or below it.</summary>
    static bool IsPlace(PageModel page, Guid id, string address)
    {
        var workflow = $"{page.Request.PathBase}/workflows/{id}";
        return address.Length <= LongestAddress && address.StartsWith(workflow, StringComparison.Ordinal) && address.Length is var length
            && (length == workflow.Length || address[workflow.Length] is '/' or '?') && !address.Any(char.IsControl);
    }

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
        choice = choice with { Tab = choice.Tab ?? (HttpMethods.IsPost(page.Request.Method) && notice?.Trial is null ? TabOf(page.Request) : null) };
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

    /// <summary>The tab from which a form was sent; null if it has no tabs.</summary>
    static NodeTab? TabOf(HttpRequest request) => Enum.TryParse<NodeTab>(request.Form["tab"], ignoreCase: true, out var tab) && Enum.IsDefined(tab) ? tab : null;
}
