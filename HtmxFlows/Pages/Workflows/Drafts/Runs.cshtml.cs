using HtmxFlows.Accounts;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Runs a draft as it is.</summary>
public sealed class RunsModel(DraftStore drafts, DraftPublication publication, RunSupervisor runs, FileStore files, EditorAnswer answer) : PageModel
{
    static readonly EditorChoice Panel = new() { Panel = EditorPanel.Run };

    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, Panel);

    public async Task<IActionResult> OnPost(Guid id, string? prompt)
    {
        if (drafts.Find(id) is not { } draft)
            return NotFound();
        var declared = Flow.Parse(draft.Content.Flow).Flow?.Inputs ?? [];
        var sent = await SentForm.Read(Request.Form, declared, files, HttpContext.RequestAborted);
        var (values, refused) = sent.Values(declared);
        var start = refused.Count > 0 ? new RunStart.Refused(refused) : await Start(draft, new(id, prompt ?? "", RunTrigger.Draft, Input: values, Files: sent.Files));
        if (start is RunStart.Started started)
            return RunAddress.SeeOther(this, started.Run);
        var refusal = (RunStart.NotStarted)start;
        var form = new PromptForm(id, InputField.Of(declared, sent.Texts)) { Prompt = prompt }.Refused(refusal);
        return answer.Show(this, draft, Panel, new() { RunForm = form }, refusal.StatusCode());
    }

    async Task<RunStart> Start(Draft draft, RunRequest request) => await publication.Keep(draft, Actor.Anonymous) switch
    {
        KeepOutcome.Kept kept => await runs.Start(request with { Version = kept.Version }, Actor.Anonymous),
        KeepOutcome.Invalid invalid => new RunStart.Refused($"Not started: fix {Words.Count(invalid.Problems.Count, "problem")} first."),
        _ => new RunStart.Missing(),
    };
}
