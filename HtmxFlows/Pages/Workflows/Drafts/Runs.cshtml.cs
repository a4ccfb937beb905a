using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Runs a draft as it is.</summary>
public sealed class RunsModel(DraftStore drafts, DraftRuns runs, FileStore files, EditorAnswer answer) : PageModel
{
    static readonly EditorChoice Panel = new() { Panel = EditorPanel.Run };

    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, Panel);

    /// <param name="thread">The conversation that the run continues; null begins one.</param>
    public async Task<IActionResult> OnPost(Guid id, string? prompt, Guid? thread)
    {
        if (drafts.Find(id) is not { } draft)
            return NotFound();
        var declared = Flow.Parse(draft.Content.Flow).Flow?.Inputs ?? [];
        var sent = await SentForm.Read(Request.Form, declared, files, HttpContext.RequestAborted);
        var (values, refused) = sent.Values(declared);
        var trigger = SentTrigger.Read(Request.Form);
        var start = trigger.Problem is { } problem ? new RunStart.Refused(problem.Message) : refused.Count > 0 ? new RunStart.Refused(refused) : await runs.Start(draft, new(id, (prompt ?? "").Trim(), RunTrigger.Draft, thread, Input: values, Files: sent.Files) { Fired = trigger.Fired }, HttpContext.Actor());
        if (start is RunStart.Started started)
            return RunAddress.SeeOther(this, started.Run);
        var refusal = (RunStart.NotStarted)start;
        var form = new PromptForm(id, InputField.Of(declared, sent.Texts)) { Prompt = prompt, IsOfDraft = true, Fired = trigger }.Refused(refusal);
        return answer.Show(this, draft, Panel, new() { RunForm = form }, refusal.StatusCode());
    }
}
